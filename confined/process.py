"""Starts, feeds and ends the process that reads a file."""
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from . import slots, values

_logger = logging.getLogger(__name__)

_WORKER = Path(__file__).with_name("worker.py")
_CHUNK = 1 << 16
#: Seconds that a file waits for its turn, and that a process may take longer than it allows itself.
PATIENCE, GRACE = 20, 2
#: All that the process has of the server's environment; no passwords.
_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"}


class Limits(NamedTuple):
    """What a process may take.

    :ivar memory: bytes of address space
    :ivar cpu: seconds of computing
    :ivar wall: seconds on the clock
    :ivar result: bytes of what comes back
    :ivar environment: names of variables that it gets of the server's environment
    :ivar written: bytes of each file that it writes into a folder of its own, which is removed with it; without any it writes none
    :ivar open_files: files and pipes that it has open at once
    :ivar online: whether it may reach the network
    """

    memory: int = 512 << 20
    cpu: int = 20
    wall: int = 40
    result: int = 32 << 20
    environment: tuple = ()
    written: int = 0
    open_files: int = 64
    online: bool = False


class NotRead(Exception):
    """A file was not read.

    :ivar key: ``stopped`` when reading it took more than the limits allow, or ended the process; ``busy`` when too many
        files are being read at once
    """

    def __init__(self, key):
        super().__init__(key)
        self.key = key


def run(function, *arguments, limits=Limits(), holder="", **named):
    """Call a function of a pure package in a process of its own.

    :param function: function of a module of :data:`values.PURE`
    :param arguments: what it takes; these and what it returns are values as :func:`values.encode` has them
    :param limits: :class:`Limits`
    :param holder: text that names who has it read; he has one file read at a time
    :return: what the function returns
    :raises NotRead: the limits are reached
    :raises Exception: the errors of the pure packages that the function raises
    """
    name = values.name_of(function)
    request = values.encode([name, list(arguments), named])
    with slots.taken(PATIENCE, holder) as held:
        if held is None:
            _logger.warning("%s waited %s s in vain: %s files are being read", name, PATIENCE, slots.MOST)
            raise NotRead("busy")
        answer, status = _ask(request, limits, held)
    try:
        how, outcome = values.decode(answer)
    except (ValueError, TypeError):
        how, outcome = "failed", f"exit status {status}"
    if how == "returned":
        return outcome
    if how == "raised" and isinstance(outcome, Exception):
        raise outcome
    _logger.warning("%s was stopped: %s", name, outcome)
    raise NotRead("stopped")


def _ask(request, limits, held):
    """Have a process answer the request.

    :return: bytes of the answer, maybe cut off, and the exit status
    """
    if not limits.written:
        return _ask_in("/", request, limits, held)
    with tempfile.TemporaryDirectory(prefix="dan_van-", ignore_cleanup_errors=True) as folder:
        return _ask_in(folder, request, limits, held)


def _ask_in(folder, request, limits, held):
    libraries = [path for path in sys.path if os.path.isabs(path)]
    own = {"TMPDIR": folder, "HOME": folder} if limits.written else {}
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", *_bytecode(), _WORKER, *map(str, _bounds(limits)), *libraries],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder, bufsize=0,
        env={**_ENVIRONMENT, **own, **{each: os.environ[each] for each in limits.environment if each in os.environ}},
        start_new_session=True, pass_fds=held)
    try:
        with process.stdin, process.stdout:
            answer = _talk(process, request, limits)
    finally:
        # With all that it has started; until it is waited for, its number is its own.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return answer, process.returncode


def _bounds(limits):
    """Return what the process limits itself to, as :func:`worker.limit` takes it."""
    return limits.memory, limits.cpu, limits.wall, limits.written, limits.open_files, int(limits.online)


def _bytecode():
    """Return the options with which the process finds the bytecode that the server has compiled."""
    return ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []


def _talk(process, request, limits):
    """Write the request and return the answer, cut off where it takes too long or is too much."""
    end, answer, waiting = time.monotonic() + limits.wall + GRACE, bytearray(), _pieces(request)
    piece = next(waiting)
    os.set_blocking(process.stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        selector.register(process.stdout, selectors.EVENT_READ)
        while process.stdout in _open_files(selector):
            left = end - time.monotonic()
            if left <= 0 or len(answer) > limits.result:
                return b""
            for key, _events in selector.select(left):
                if key.fileobj is process.stdin:
                    piece = _write(process.stdin, piece) or next(waiting, None)
                    if piece is None:
                        selector.unregister(process.stdin)
                        process.stdin.close()
                elif chunk := process.stdout.read(_CHUNK):
                    answer += chunk
                else:
                    selector.unregister(process.stdout)
    return answer


def _open_files(selector):
    return {key.fileobj for key in selector.get_map().values()}


def _pieces(request):
    for each in request:
        if each:
            yield memoryview(each)


def _write(pipe, piece):
    """Write what the pipe takes; return the rest, or nothing when the other side has gone."""
    try:
        return piece[pipe.write(piece[:_CHUNK]) or 0:]
    except BrokenPipeError:
        return None

