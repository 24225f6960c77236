"""Reader of old Word files (.doc): LibreOffice makes a newer one (.docx) of it, where it is there."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import UnreadableFile
from . import word

#: Debian package that brings the program.
PACKAGE = "libreoffice-writer-nogui"
#: Seconds that the program may take.
PATIENCE = 60

_PROGRAM = "soffice"
#: Where Word keeps what its main stream begins with, the sizes of a sector, and the mark of a password in it.
_MARK, _SECTOR, _FLAGS, _ENCRYPTED = b"\xec\xa5", 512, 10, 0x0100
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
%s</oor:items>
"""
_SETTING = '<item oor:path="/org.openoffice.%s"><prop oor:name="%s" oor:op="fuse"><value>%s</value></prop></item>\n'
#: Nothing that a document brings is run, and nothing that it names is fetched.
_SAFE = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "2"),
)


def read(data):
    """Return the lines of an old Word file, as those of a Word file.

    :raises UnreadableFile: ``no_office`` where the program is missing, ``encrypted``, ``broken``, or what :func:`word.read` finds
    """
    if _is_encrypted(data):
        raise UnreadableFile("encrypted")
    return word.read(converted(data))


def converted(data):
    """Return an old Word file as a newer one (.docx), bytes.

    The program has a folder of its own for its settings and files, which is removed again.

    :raises UnreadableFile: ``no_office`` or ``broken``
    """
    program = shutil.which(_PROGRAM)
    if not program:
        raise UnreadableFile("no_office", package=PACKAGE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        settings = _SETTINGS % "".join(_SETTING % setting for setting in _SAFE)
        (user / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        (folder / "plan.doc").write_bytes(data)
        try:
            subprocess.run(
                [program, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore", "--nolockcheck",
                 "--infilter=MS Word 97", "--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, folder / "plan.doc"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, timeout=PATIENCE,
                cwd=folder, env={**os.environ, "HOME": name, "TMPDIR": name})
            return (folder / "plan.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise UnreadableFile("broken") from error


def _is_encrypted(data):
    """Tell whether the main stream of an old Word file says that it is protected by a password."""
    return any(
        int.from_bytes(data[place + _FLAGS : place + _FLAGS + 2], "little") & _ENCRYPTED
        for place in range(0, len(data), _SECTOR) if data.startswith(_MARK, place))
