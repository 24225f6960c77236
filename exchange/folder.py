"""The folder through which an agency's own client hands messages over: ``in``, ``out``, ``done`` and ``failed``.

Whoever writes into it is trusted in nothing: every name is one of the folder itself, links are not followed, and a file is read once
nobody has changed it for a while. What is moved or written is there whole or not at all, also after a power cut.
"""
import contextlib
import fcntl
import os
import re
import stat
import time
import unicodedata

from .message import LARGEST

#: Name of an agency's folder below the one that the server allows.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
ENDINGS = (".edxml", ".xml")
#: Seconds for which nobody has changed a file that is read.
SETTLED = 10
#: Longest name of a file without its ending, in bytes.
LONGEST = 150
MESSAGES = {
    "root": "The folder that the server allows is not there, or Odoo may not open it: %s",
    "name": "The name of a folder consists of small letters without marks, digits, - and _: %s",
    "link": "“%s” is no folder, or a link to one.",
    "busy": "Another server is at work in the folder “%s”.",
    "kind": "This is no ordinary file.",
    "size": "The file is larger than messages may be (%s MB).",
    "unreadable": "Odoo may not read the file.",
    "unsettled": "The file is still being written.",
}
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderError(Exception):
    """The folder, or a file in it, can't be used.

    :ivar key: key of :data:`MESSAGES`, for translation
    :ivar detail: what it names
    """

    def __init__(self, key, detail=""):
        self.key, self.detail = key, str(detail)
        super().__init__(MESSAGES[key] % self.detail if "%s" in MESSAGES[key] else MESSAGES[key])


def file_name(identifier, digest, ending=".edxml"):
    """Return the name of a message's file, the same for the same message.

    :param identifier: text that names the document, as people see it
    :param digest: hash of the content, by which no two messages have one name
    """
    plain = unicodedata.normalize("NFD", identifier.replace("Đ", "D").replace("đ", "d")).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9._]+", "-", plain)[:80].strip("-.")
    return f"{stem or 'edxml'}-{digest[:16]}{ending}"


class Folder:
    """The folder of one agency; one process at a time works in it.

    :param root: path of the folder that the server allows
    :param name: name of the agency's folder below it; it is made where it is missing
    :raises FolderError: in ``with``, it is not there, or another one is at work
    """

    def __init__(self, root, name):
        self.root, self.name, self._opened, self._met = root, name, contextlib.ExitStack(), {}

    def __enter__(self):
        if not NAME.fullmatch(self.name):
            raise FolderError("name", self.name)
        with contextlib.ExitStack() as stack:
            try:
                top = os.open(self.root, _FOLDER & ~os.O_NOFOLLOW)
            except OSError as error:
                raise FolderError("root", error.strerror) from error
            stack.callback(os.close, top)
            own = _folder(stack, top, self.name)
            lock = os.open(".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=own)
            stack.callback(os.close, lock)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise FolderError("busy", self.name) from error
            self._in, self._out, self._done, self._failed = (
                _folder(stack, own, name) for name in ("in", "out", "done", "failed"))
            self._opened = stack.pop_all()
        return self

    def __exit__(self, *_error):
        self._opened.close()

    # Coming in

    def names(self):
        """Return the names of the messages that have come, those first that came first; what is still being written is left out."""
        found = []
        for name in os.listdir(self._in):
            if not name.startswith(".") and name.lower().endswith(ENDINGS):
                with contextlib.suppress(FileNotFoundError):
                    # The time of the last change is the server's own; that of the content anybody sets.
                    changed = os.stat(name, dir_fd=self._in, follow_symlinks=False).st_ctime
                    if time.time() - changed >= SETTLED:
                        found.append((changed, name))
        return [name for _changed, name in sorted(found)]

    def read(self, name):
        """Return the content of a message that has come.

        :raises FolderError: it is no ordinary file, too large, may not be read, or has been changed meanwhile
        """
        self._met[name] = self._identity(name)
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=self._in)
        except OSError as error:
            key = "unsettled" if isinstance(error, FileNotFoundError) else "unreadable" if isinstance(error, PermissionError) else "kind"
            raise FolderError(key) from error
        before = os.fstat(handle)
        if not stat.S_ISREG(before.st_mode):
            os.close(handle)
            raise FolderError("kind")
        with open(handle, "rb") as file:
            content = file.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise FolderError("size", LARGEST >> 20)
            if os.fstat(handle).st_ctime_ns != before.st_ctime_ns or len(content) != before.st_size:
                raise FolderError("unsettled")
        return content

    def _identity(self, name):
        """Return what tells an entry from one that takes its name later; ``None`` where there is none."""
        with contextlib.suppress(FileNotFoundError):
            found = os.stat(name, dir_fd=self._in, follow_symlinks=False)
            return found.st_ino, found.st_ctime_ns
        return None

    def take_away(self, name, good, note):
        """Move a message that has come to ``done`` or ``failed``; another one that has got its name since it was read stays.

        :param good: whether it was taken
        :param note: what became of it; stands beside it in a file of its own
        """
        if name in self._met and self._identity(name) not in (self._met.pop(name), None):
            return
        target = self._done if good else self._failed
        stem, ending = os.path.splitext(name)
        stem, number = os.fsencode(stem)[:LONGEST].decode("utf-8", "ignore") or "edxml", 1
        moved, taken = f"{stem}{ending}", set(os.listdir(target))
        while moved in taken:
            number += 1
            moved = f"{stem} ({number}){ending}"
        # The note first: whoever finds the file finds it too; after a crash it is written again.
        _write(target, f"{moved}.txt", f"{note}\n".encode())
        with contextlib.suppress(FileNotFoundError):
            os.rename(name, moved, src_dir_fd=self._in, dst_dir_fd=target)
        os.fsync(target)
        os.fsync(self._in)

    # Going out

    def write(self, name, content):
        """Write a message that goes out; the same one again takes the place of the first.

        :param name: see :func:`file_name`
        """
        _write(self._out, name, content)


def _folder(stack, parent, name):
    """Return the descriptor of the folder ``name`` in ``parent``, which is made where it is missing."""
    made = False
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, 0o770, dir_fd=parent)
        made = True
    try:
        handle = os.open(name, _FOLDER, dir_fd=parent)
    except OSError as error:
        raise FolderError("link", name) from error
    stack.callback(os.close, handle)
    if made:
        os.fchmod(handle, 0o2770)  # the client belongs to the group of the folder
    return handle


def _write(folder, name, content):
    part = f".{name}.part"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(part, dir_fd=folder)  # of a run that was killed
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o660, dir_fd=folder)
    with open(handle, "wb") as file:
        os.fchmod(handle, 0o660)
        file.write(content)
        file.flush()
        os.fsync(handle)
    os.rename(part, name, src_dir_fd=folder, dst_dir_fd=folder)
    os.fsync(folder)
