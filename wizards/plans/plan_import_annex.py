"""From the annexes of a recognised document to those of a plan: values only, nothing is written."""
import re

from ...rendering.table_text import TableError, parse_table, table_text
from ...rendering.wording import paragraphs

# A longer first line is text, no title.
_LONGEST_TITLE = 150
# Marks at the head of a line that make it a point of the text.
_MARKED = re.compile(r'\s*(?:[-–+•]|(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)])\s')
# Heads of a task table, which the importer takes apart, by the field of its items.
_TASK_HEADS = {
    'label': "TT", 'words': "Nội dung", 'lead': "Đơn vị chủ trì", 'coordinate': "Đơn vị phối hợp", 'deadline': "Thời gian",
    'output': "Kết quả, sản phẩm"}


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
    items = list(_flat(annex.get('items') or ()))
    columns = [name for name in _TASK_HEADS if any(_task_cells(item)[name] for item in items if _is_task(item))]
    entries = [*((line, text, None) for line, text in texts), *((item.get('line') or 0, '', item) for item in items)]
    above, rows, below, codes, of_tasks = [], [], [], [], None
    for _place, text, item in sorted(entries, key=lambda entry: entry[0]):
        if item is None:
            (below if rows else above).append(text)
            continue
        # Words alone belong to either kind of table.
        is_task = of_tasks if of_tasks and '\t' not in (item.get('text') or '') else _is_task(item)
        if not rows:
            of_tasks = is_task
            if is_task:
                rows.append([_TASK_HEADS[name] for name in columns])
                codes.append('annex_heads')
        cells = _task_row(item, columns) if is_task else (item.get('text') or '').split('\t')
        if below or is_task != of_tasks or rows and len(cells) > len(rows[0]):
            below.append(_line(cells))
            codes.append('annex_tables')
        else:
            rows.append(cells)
    return above, rows, below, codes


def _texts(document, index, annex):
    """:return: list of (line of the file, text)"""
    lines = paragraphs(annex.get('text'))
    places = [part['line'] for part in document.get('parts') or () if part['path'] == f'annexes[{index}].text']
    return list(zip(places if len(places) == len(lines) else [0] * len(lines), lines))


def _flat(items):
    for item in items:
        yield item
        yield from _flat(item.get('children') or ())


def _is_task(item):
    """:return: whether a row is one of a task table; a row of any other one has nothing but text, its cells parted by Tab"""
    return any(item.get(name) for name in ('label', 'title', 'lead', 'coordinate', 'deadline', 'output', 'children'))


def _task_cells(item):
    return {
        'label': item.get('label') or '',
        'words': '\n'.join(filter(None, (item.get('title') or item.get('text'), *(item.get('extra') or ())))),
        'lead': ', '.join(item.get('lead') or ()), 'coordinate': ', '.join(item.get('coordinate') or ()),
        'deadline': (item.get('deadline') or {}).get('text') or '', 'output': item.get('output') or ''}


def _task_row(item, columns):
    cells = _task_cells(item)
    if item.get('title') and not item.get('text'):
        return ['. '.join(filter(None, (cells['label'], cells['words'])))]  # heads the rows below it
    return [cells[name] for name in columns]


def _line(cells):
    return ' | '.join(' '.join(cell.split()) for cell in cells)
