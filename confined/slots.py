"""How many processes read at once: a number of places on the machine, shared by all servers of one system user."""
import contextlib
import fcntl
import os
import tempfile
import time
from pathlib import Path

#: Processes at once. Times the memory of each it is the most that files from outside take.
MOST = 3
#: Seconds between two looks for a free place.
_PAUSE = 0.05


@contextlib.contextmanager
def taken(patience):
    """Hold a place; gives its file descriptor, or ``None`` when none got free within ``patience`` seconds.

    The place is free again once every process that has the descriptor is gone, however that ended.
    """
    end = time.monotonic() + patience
    handle = _free()
    while handle is None and time.monotonic() < end:
        time.sleep(_PAUSE)
        handle = _free()
    try:
        yield handle
    finally:
        if handle is not None:
            os.close(handle)


def _free():
    folder = _folder()
    for number in range(MOST):
        handle = os.open(folder / str(number), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            os.close(handle)
    return None


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
