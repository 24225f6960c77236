"""``python -m importer [--units UNITS] FILE`` writes what is recognised as JSON; exit status 2 when it can't be read.

A line of UNITS is a unit: its name, then what it is called otherwise and who works in it, parted by semicolons.
"""

import json
import sys
from pathlib import Path

from . import UnreadableFile, message, parse


def main(arguments):
    """Write the JSON of the plan in the one file of ``arguments`` to standard output; return the exit status."""
    units = ()
    try:
        if len(arguments) == 3 and arguments[0] == "--units":
            units = _units(Path(arguments[1]).read_text(encoding="utf-8-sig"))
            arguments = arguments[2:]
        if len(arguments) != 1:
            return _refuse("Cách dùng: parse [--units TỆP_ĐƠN_VỊ] TỆP (.docx, .doc, .pdf, .jpg, .png, .txt)")
        path = Path(arguments[0])
        document = parse(path.read_bytes(), path.name, units=units)
    except UnreadableFile as error:
        return _refuse(f"{path.name}: {message(error.code, 'vi', **error.arguments)}")
    except UnicodeDecodeError:
        return _refuse(f"{arguments[1]}: danh sách đơn vị phải là văn bản UTF-8.")
    except OSError as error:
        return _refuse(f"{error.filename}: không mở được tệp ({error.strerror}).")
    text = json.dumps(document.to_dict(), ensure_ascii=False, indent=1)
    sys.stdout.write(f"{text}\n")
    return 0


def _units(text):
    """Return the units of a list: its lines, but for empty ones and those that begin with "#", as ``parse`` takes them."""
    lines = (line.strip() for line in text.splitlines())
    names = ([name.strip() for name in line.split(";")] for line in lines if line and not line.startswith("#"))
    return [(each[0], *each) for each in names if each[0]]


def _refuse(reason):
    sys.stderr.write(f"{reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
