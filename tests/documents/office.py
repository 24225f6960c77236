"""LibreOffice, to see a Word file as an office prints it, and a workbook as an office opens it."""
import csv
import os
from pathlib import Path

from ..programs import call


def to_pdf(files, folder):
    """Print Word files through LibreOffice, all in one go.

    :param files: ``{name without ending: bytes}``
    :param folder: an empty folder that may be filled
    :return: ``{name: bytes of the PDF}``
    """
    folder = Path(folder)
    paths = []
    for name, content in files.items():
        paths.append(folder / f'{name}.docx')
        paths[-1].write_bytes(content)
    _convert('pdf', paths, folder)
    return {name: (folder / f'{name}.pdf').read_bytes() for name in files}


def to_rows(workbook, folder):
    """Open a workbook in LibreOffice.

    :param workbook: bytes of an xlsx file
    :param folder: an empty folder that may be filled
    :return: list of the rows of its first sheet, each a list of texts as the cells show them
    """
    path = Path(folder, 'book.xlsx')
    path.write_bytes(workbook)
    _convert('csv:Text - txt - csv (StarCalc):44,34,76', [path], path.parent)
    with path.with_suffix('.csv').open(encoding='utf-8', newline='') as file:
        return list(csv.reader(file))


def _convert(target, paths, folder):
    call(
        'soffice', '--headless', f'-env:UserInstallation=file://{folder}/profile', '--convert-to', target, '--outdir', folder,
        *paths, timeout=180, env={**os.environ, 'HOME': str(folder)})
