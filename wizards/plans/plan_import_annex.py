"""From the annexes of a recognised document to those of a plan: values only, nothing is written."""
import re
from itertools import zip_longest

from ...importer.tables import is_numbering
from ...rendering.table_text import TableError, parse_table, table_text
from ...rendering.wording import paragraphs

# A longer first line is text, no title.
_LONGEST_TITLE = 150
# Marks at the head of a line that make it a point of the text.
_MARKED = re.compile(r'\s*(?:[-–+•]|(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)])\s')


def read_annexes(document):
    """Return what becomes of the annexes of a recognised document.

    Text above the first table is the text of the annex, text below it the note. "Phụ lục", its number and "(Kèm theo ...)"
    are printed by themselves.

    :param document: dict of :class:`importer.Document`
    :return: list of (values of dan_van.annex or ``None`` where nothing is taken, warnings as pairs of code and text)
    """
    return [_read(annex, _texts(document, index, annex)) for index, annex in enumerate(document.get('annexes') or ())]


def _read(annex, texts):
    above, rows, below, codes = _parts(annex, texts)
    name = ' '.join(filter(None, (annex.get('label'), annex.get('title'))))
    title = annex.get('title')
    if not title and above and len(above[0]) <= _LONGEST_TITLE and not _MARKED.match(above[0]):
        title = above.pop(0)
    if not (above or rows or below):
        return None, [('annex_left', name or title or '')]
    label = annex.get('label') or ''
    if not title:
        codes.append('annex_untitled')
    values = {
        # Forms have names of their own: "Mẫu số 1".
        'title': '. '.join(filter(None, (None if label.lower().startswith("phụ lục") else label, title))) or "Biểu kèm theo",
        'text': '\n'.join(above), 'table': table_text(rows), 'note': '\n'.join(below)}
    try:
        parse_table(values['table'])
    except TableError:
        values |= {'table': False, 'note': '\n'.join([*map(_line, rows), *below])}
        codes.append('annex_tables')
    return values, [(code, name or values['title']) for code in dict.fromkeys(codes)]


def _parts(annex, texts):
    """:return: texts above the first table, its rows, texts below it, and codes of warnings"""
    items = {item.get('line'): item for item in _flat(annex.get('items') or ())}
    printed, heads = _without_heads(annex.get('rows') or (), items)
    entries = [*((line, text, None) for line, text in texts), *((row['line'], '', row['cells']) for row in printed)]
    above, rows, below, codes = [], [heads] if heads else [], [], []
    for line, text, cells in sorted(entries, key=lambda entry: entry[0]):
        if cells is None:
            (below if rows and line > printed[0]['line'] else above).append(text)
            continue
        item = items.get(line) or {}
        if item.get('title') and not item.get('text'):
            cells = ['. '.join(filter(None, cells))]  # heads the rows below it
        if below or rows and len(cells) > len(rows[0]):
            below.append(_line(cells))
            codes.append('annex_tables')
        else:
            rows.append(cells)
    return above, rows, below, codes


def _without_heads(rows, items):
    """Part the heads of a task table from its rows; where a page repeats them, they are no rows either.

    :param items: what the rows say, by line; heads say nothing
    :return: list of rows, and cells of the heads, empty for a table whose first row is its head
    """
    rows = list(rows)
    first = next((index for index, row in enumerate(rows) if row['line'] in items), 0)
    above = [row['cells'] for row in rows[:first] if not is_numbering(row['cells'])]
    heads = ['\n'.join(dict.fromkeys(filter(None, cells))) for cells in zip_longest(*above, fillvalue='')]
    return [row for row in rows[first:] if row['line'] in items or row['cells'] not in above], heads


def _texts(document, index, annex):
    """:return: list of (line of the file, text)"""
    lines = paragraphs(annex.get('text'))
    places = [part['line'] for part in document.get('parts') or () if part['path'] == f'annexes[{index}].text']
    return list(zip(places if len(places) == len(lines) else [0] * len(lines), lines))


def _flat(items):
    for item in items:
        yield item
        yield from _flat(item.get('children') or ())


def _line(cells):
    return ' | '.join(' '.join(cell.split()) for cell in cells)
