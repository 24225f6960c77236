"""LibreOffice, to see a Word file as an office prints it."""
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
    (folder / 'fonts.conf').write_text(FONTCONFIG.format(fonts=FONTS, folder=folder), encoding='utf-8')
    paths = []
    for name, content in files.items():
        paths.append(folder / f'{name}.docx')
        paths[-1].write_bytes(content)
    subprocess.run(
        ['soffice', '--headless', f'-env:UserInstallation=file://{folder}/profile', '--convert-to', 'pdf',
         '--outdir', folder, *paths],
        check=True, capture_output=True, timeout=180,
        env={**os.environ, 'FONTCONFIG_FILE': str(folder / 'fonts.conf'), 'HOME': str(folder)})
    return {name: (folder / f'{name}.pdf').read_bytes() for name in files}
