"""The one way to read with superuser rights: ask first."""


def for_reader(records):
    """Return ``records`` with superuser rights, for a user who may read every one of them.

    A document, a sheet or a message is one text made of many records: who may read the whole may read each line of it.
    Every method that reads its own records so begins here, whether a step, a template or a route calls it.

    :raise AccessError: the user may not read one of the records
    """
    records.check_access('read')
    return records.sudo()  # sudo: it has been asked, of each of them
