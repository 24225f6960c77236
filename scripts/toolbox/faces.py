"""The type faces that tests see: those of the addon, whatever the machine has besides."""
from . import cache

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
    <dir>{faces}</dir>
    <cachedir>{cached}</cachedir>
    <alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias>
</fontconfig>
"""


def configuration():
    """Write fontconfig's configuration and return its path.

    Programs that it is given to (WeasyPrint, LibreOffice, Chromium, poppler) print alike on every machine: a test can't
    pass because of a face that somebody has installed by hand.
    """
    path = cache.root() / "checkouts" / cache.key(cache.REPOSITORY) / "fonts.conf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FONTCONFIG.format(
        faces=cache.REPOSITORY / "static" / "fonts", cached=cache.root() / "fontconfig"), encoding="utf-8")
    return path
