"""How text that the system proposes meets text that people have typed: words only, no records."""


def new_lines(text, known):
    """Return the lines of ``text`` that ``known`` does not hold, in their order.

    :param text: what the record says now
    :param known: what has been reported of it before
    :return: str, empty when nothing is new
    """
    seen = {line.strip() for line in (known or '').splitlines()}
    return '\n'.join(line for line in (text or '').splitlines() if line.strip() and line.strip() not in seen)


def merged(present, drawn, proposal):
    """Return the text that stands after drawing again; nothing that was typed is lost.

    Text that nobody has touched follows the proposal. Touched text keeps every letter, and what the proposal has
    that was not proposed before is added at its end.

    :param present: what stands on the report
    :param drawn: what was proposed last time
    :param proposal: what is proposed now
    """
    present, drawn, proposal = present or '', drawn or '', proposal or ''
    if present == drawn:
        return proposal
    news = new_lines(new_lines(proposal, drawn), present)
    return '\n'.join(filter(None, (present, news)))
