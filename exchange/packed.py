"""Attachments that the national exchange packs, each into a zip archive of its own under the name of the file."""
import io
import lzma
import zipfile
import zlib

ZIP = b"PK\x03\x04"
#: Largest file in an archive, in bytes.
LARGEST = 64 << 20
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def entry(name):
    """Return the ``zipfile.ZipInfo`` of a file, so that the same files give the same archive whenever it is made."""
    found = zipfile.ZipInfo(name, _LONG_AGO)
    found.compress_type = zipfile.ZIP_DEFLATED
    return found


def packed(name, content):
    """Return the archive that holds one file.

    :return: bytes, the same for the same file
    """
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        archive.writestr(entry(name), content)
    return result.getvalue()


def unpacked(name, content):
    """Take an attachment out of the archive that holds nothing else; any other one stays as it is.

    A Word file is an archive itself, of many files. What is locked by a password, packed in another way, damaged or too large
    stays packed too: it was sent so, and the rest of the message is read.

    :return: (name, bytes)
    """
    if not content.startswith(ZIP):
        return name, content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) != 1 or entries[0].is_dir() or entries[0].file_size > LARGEST:
                return name, content
            inside = archive.read(entries[0])
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, OSError, ValueError):
        return name, content
    is_called_zip = name.lower().endswith(".zip")
    return (entries[0].filename if is_called_zip else name), inside
