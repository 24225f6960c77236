"""LibreOffice, to see a Word file as an office prints it, and a workbook as an office opens it."""
import csv
import os
import subprocess
from pathlib import Path

FONTS = Path(__file__).parents[1].resolve() / 'static' / 'fonts'
# The font of the addon stands for Times New Roman, whose measures it has.
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>{fonts}</dir>
    <cachedir>{folder}/cache</cachedir>
    <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
"""


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
    (folder / 'fonts.conf').write_text(FONTCONFIG.format(fonts=FONTS, folder=folder), encoding='utf-8')
    subprocess.run(
        ['soffice', '--headless', f'-env:UserInstallation=file://{folder}/profile', '--convert-to', target,
         '--outdir', folder, *paths],
        check=True, capture_output=True, timeout=180,
        env={**os.environ, 'FONTCONFIG_FILE': str(folder / 'fonts.conf'), 'HOME': str(folder)})
