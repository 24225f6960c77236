"""``python -m importer FILE`` prints what is recognised as JSON; exit status 2 when the file can't be read."""

import json
import sys
from pathlib import Path

from . import UnreadableFile, message, parse


def main(arguments):
    """Print the JSON of the plan in the one file of ``arguments``; return the exit status."""
    if len(arguments) != 1:
        print("Cách dùng: parse TỆP (.docx, .pdf, .txt)", file=sys.stderr)
        return 2
    path = Path(arguments[0])
    try:
        document = parse(path.read_bytes(), path.name)
    except UnreadableFile as error:
        print(f"{path.name}: {message(error.code, 'vi', **error.arguments)}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{path}: không mở được tệp ({error.strerror}).", file=sys.stderr)
        return 2
    json.dump(document.to_dict(), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
