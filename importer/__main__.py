"""``python -m importer FILE`` writes what is recognised as JSON; exit status 2 when the file can't be read."""

import json
import sys
from pathlib import Path

from . import UnreadableFile, message, parse


def main(arguments):
    """Write the JSON of the plan in the one file of ``arguments`` to standard output; return the exit status."""
    if len(arguments) != 1:
        return _refuse("Cách dùng: parse TỆP (.docx, .doc, .pdf, .jpg, .png, .txt)")
    path = Path(arguments[0])
    try:
        document = parse(path.read_bytes(), path.name)
    except UnreadableFile as error:
        return _refuse(f"{path.name}: {message(error.code, 'vi', **error.arguments)}")
    except OSError as error:
        return _refuse(f"{path}: không mở được tệp ({error.strerror}).")
    text = json.dumps(document.to_dict(), ensure_ascii=False, indent=1)
    sys.stdout.write(f"{text}\n")
    return 0


def _refuse(reason):
    sys.stderr.write(f"{reason}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
