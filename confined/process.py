"""Feeds and ends the process that reads a file."""
import logging
import os
import selectors
import tempfile
import time
from typing import NamedTuple

from . import forks, slots, values

_logger = logging.getLogger(__name__)

_CHUNK = 1 << 16
#: Seconds that a file waits for its turn, and that a process may take longer than it allows itself.
PATIENCE, GRACE = 20, 2


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
        answer, status = _ask(name, request, limits, held)
    if status is None and not answer:
        _logger.warning("%s was not read: who had forked its reader is gone", name)
        raise NotRead("busy")  # it is not the file's fault
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


def _ask(name, request, limits, held):
    """Have a process answer the request.

    :return: bytes of the answer, maybe cut off, and the exit status
    """
    if not limits.written:
        return _ask_in("/", name, request, limits, held)
    with tempfile.TemporaryDirectory(prefix="dan_van-", ignore_cleanup_errors=True) as folder:
        return _ask_in(folder, name, request, limits, held)


def _ask_in(folder, name, request, limits, held):
    own = {"TMPDIR": folder, "HOME": folder} if limits.written else {}
    order = {
        "module": name.partition(":")[0], "folder": folder, "bounds": _bounds(limits),
        "environment": {**own, **{each: os.environ[each] for each in limits.environment if each in os.environ}}}
    (their_input, to_them), (from_them, their_output) = os.pipe(), os.pipe()
    with open(to_them, "wb", buffering=0) as stdin, open(from_them, "rb", buffering=0) as stdout:
        try:
            reader = forks.fork(order, [their_input, their_output, *held])
        except forks.Gone:
            return b"", None
        finally:
            os.close(their_input)
            os.close(their_output)
        try:
            answer = _talk(stdin, stdout, request, limits)
        finally:
            status = reader.end()
    return answer, status


def _bounds(limits):
    """Return what the process limits itself to, as :func:`worker.limit` takes it."""
    return limits.memory, limits.cpu, limits.wall, limits.written, limits.open_files, int(limits.online)


def _talk(stdin, stdout, request, limits):
    """Write the request and return the answer, cut off where it takes too long or is too much."""
    end, answer, waiting = time.monotonic() + limits.wall + GRACE, bytearray(), _pieces(request)
    piece = next(waiting)
    os.set_blocking(stdin.fileno(), False)
    with selectors.DefaultSelector() as selector:
        selector.register(stdin, selectors.EVENT_WRITE)
        selector.register(stdout, selectors.EVENT_READ)
        while stdout in _open_files(selector):
            left = end - time.monotonic()
            if left <= 0 or len(answer) > limits.result:
                return b""
            for key, _events in selector.select(left):
                if key.fileobj is stdin:
                    piece = _write(stdin, piece) or next(waiting, None)
                    if piece is None:
                        selector.unregister(stdin)
                        stdin.close()
                elif chunk := stdout.read(_CHUNK):
                    answer += chunk
                else:
                    selector.unregister(stdout)
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

