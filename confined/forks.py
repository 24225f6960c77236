"""The server's side of the processes that read files: who forks them, and one of them while it reads."""
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

_WORKER = Path(__file__).with_name("worker.py")
#: Seconds after which a process that forks ends when nobody has a file read.
IDLE = 60
#: Seconds that it may take to load what the packages need.
_PATIENCE = 30
#: All that it has of the server's environment; no passwords.
_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"}


class Gone(Exception):
    """Nobody is there who forks."""


class _Forker:
    """A process of the server's that forks for each file; ends with the server, or when it is idle."""

    def __init__(self, command, environment):
        self.made_of, self.owner = (command, environment), os.getpid()
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                command, stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", env=environment,
                start_new_session=True)

    def fork(self, order, files):
        """Have a process read a file.

        :param order: dict of ``module``, the module of the addon whose function reads it; ``bounds``, as ``worker.limit`` takes
            them; ``folder`` and ``environment`` of the process
        :param files: file descriptors of its input, of its output, and of what it holds while it runs
        :return: :class:`Reader`
        :raises Gone: this one has ended
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                socket.send_fds(self._orders, [json.dumps(order).encode()], [theirs.fileno(), *files])
            except OSError as error:
                ours.close()
                raise Gone from error
        ours.settimeout(_PATIENCE)
        if not (child := _received(ours)):
            ours.close()
            raise Gone
        return Reader(ours, int(child))

    def leave(self):
        """Let it end when what it has forked has ended."""
        self._orders.close()

    def kill(self):
        """End it, where it is this server's: it does not answer."""
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


class Reader:
    """A process while it reads one file."""

    def __init__(self, line, child):
        self._line, self._child = line, child

    def end(self):
        """End it with all that it has started, and wait until it is gone.

        :return: its exit status, ``None`` where the one who has forked it is gone too, or does not answer
        """
        with self._line:
            with contextlib.suppress(OSError):
                self._line.shutdown(socket.SHUT_WR)
            told = _received(self._line)
        if not told:
            # What it has started is nobody's any more; a group that has members keeps its number.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child, signal.SIGKILL)
        return int(told) if told else None


_forker = None
_lock = threading.Lock()


def fork(order, files):
    """Have a process read a file, see :meth:`_Forker.fork`; who has ended meanwhile is replaced once."""
    forker = _current()
    try:
        return forker.fork(order, files)
    except Gone:
        return _current(instead_of=forker).fork(order, files)


def _current(instead_of=None):
    """Return the process that forks for this server and these libraries; it is started where there is none."""
    global _forker
    libraries = [path for path in sys.path if os.path.isabs(path)]
    command = [sys.executable, "-I", "-S", "-B", *_bytecode(), str(_WORKER), str(IDLE), *libraries]
    made_of = command, dict(_ENVIRONMENT)
    with _lock:
        known = _forker
        if known is None or known is instead_of or (known.made_of, known.owner) != (made_of, os.getpid()):
            _forker = _Forker(*made_of)
            if known is not None:
                known.leave()
            if known is not None and known is instead_of:
                known.kill()
        return _forker


def _bytecode():
    """Return the options with which the process finds the bytecode that the server has compiled."""
    return ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []


def _received(line):
    try:
        return line.recv(64)
    except OSError:
        return b""
