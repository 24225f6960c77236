"""How many processes read at once: a number of places on the machine, shared by all servers of one system user.

Whoever has a file read holds one of them at a time, so that nobody takes them all.
"""
import contextlib
import fcntl
import os
import tempfile
import time
import zlib
from pathlib import Path

#: Processes at once. Times the memory of each it is the most that files from outside take.
MOST = 3
#: Who shares one of so many places in the queue waits for the other; seldom two at a time.
_QUEUES = 256
#: Seconds between two looks for a free place.
_PAUSE = 0.05


@contextlib.contextmanager
def taken(patience, holder=""):
    """Hold a place; gives its file descriptors, or ``None`` when none got free within ``patience`` seconds.

    The place is free again once every process that has the descriptors is gone, however that ended.

    :param holder: text that names who has the file read; with one, a second file of his waits for the first
    """
    end = time.monotonic() + patience
    queues = [[f"queue-{zlib.crc32(holder.encode()) % _QUEUES}"]] if holder else []
    with contextlib.ExitStack() as stack:
        held = []
        for names in (*queues, [str(number) for number in range(MOST)]):
            handle = _one_of(names, end)
            if handle is None:
                yield None
                return
            stack.callback(os.close, handle)
            held.append(handle)
        yield held


def _one_of(names, end):
    """Return the descriptor of the first of the files that nobody holds, or ``None`` when it is later than ``end``."""
    while True:
        for name in names:
            if (handle := _locked(name)) is not None:
                return handle
        if time.monotonic() >= end:
            return None
        time.sleep(_PAUSE)


def _locked(name):
    handle = os.open(_folder() / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _folder():
    """Return the folder of the places, which is the system user's own.

    :raises PermissionError: somebody else has made it
    """
    folder = Path(tempfile.gettempdir(), f"dan_van-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else: remove it")
    return folder
