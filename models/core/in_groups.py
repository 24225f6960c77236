def in_groups(values):
    """Yield what records are given together with all that are given the same, so that one write does for them.

    :param values: ``{record: dict of values}``, all of one model; each value is no list
    :return: iterator of ``(dict of values, records)``
    """
    groups = {}
    for record, given in values.items():
        groups.setdefault(tuple(given.items()), []).append(record)
    for given, records in groups.items():
        yield dict(given), records[0].concat(*records[1:])
