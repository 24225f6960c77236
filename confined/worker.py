"""The process that reads a foreign file: it limits itself, then calls one function of a pure package.

Started by ``forks`` as a script, without environment and site; finds the libraries where it is told. It loads the packages
and waits; of itself it reads nothing. For each file it forks, and that process reads this one file and ends: what the
packages need is loaded once, and nobody waits for it again.
"""
import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import sys
import tempfile
import traceback
import types
from pathlib import Path

#: What the package of this folder is called here, wherever it stands.
ROOT = "dan_van"
_WITH_PARENT = 1


def limit(memory, cpu, wall, written=0, open_files=64, online=False):
    """Bound this process, and what it starts, for the rest of its life.

    :param memory: bytes of address space
    :param cpu: seconds of computing
    :param wall: seconds on the clock
    :param written: bytes of each file that it writes
    :param open_files: files and pipes that it has open at once
    :param online: whether it may reach the network
    """
    if not online:
        load("confined.offline").cut()
    with contextlib.suppress(OSError):
        # Where the whole machine lacks memory this process goes before the server does.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    os.nice(5)
    for kind, most in (
            (resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, written), (resource.RLIMIT_NOFILE, open_files)):
        allowed = resource.getrlimit(kind)[1]
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (most, most))
    signal.setitimer(signal.ITIMER_REAL, wall)


def load(name):
    """Return the module ``name`` of the addon, which needs no name of its own for that."""
    if ROOT not in sys.modules:
        package = types.ModuleType(ROOT)
        package.__path__ = [str(Path(__file__).parents[1])]
        sys.modules[ROOT] = package
    return importlib.import_module(f"{ROOT}.{name}")


def answer(request):
    """Do what the ``request`` (bytes) asks for.

    :return: bytes in pieces: how it went, and what came of it
    """
    values = load("confined.values")
    try:
        name, arguments, named = values.decode(request, importing=True)
        return values.encode(["returned", values.named(name, importing=True)(*arguments, **named)])
    except Exception as error:
        try:
            return values.encode(["raised", error])
        except TypeError:
            # Neither its words nor its values: they may tell what a log must not.
            place = traceback.extract_tb(error.__traceback__)[-1]
            return values.encode(["failed", f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}"])


def read(order, held, parent):
    """Read one file, which comes from the standard input, and write what comes of it to the standard output.

    :param order: as ``forks`` takes it
    :param parent: number of the process that has forked this one
    :param held: file descriptors that stay open as long as this process or one that it starts is there
    """
    os.setsid()
    # Nobody would end it any more.
    ctypes.CDLL(None).prctl(_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it was gone before that
        return
    highest = max(map(int, os.listdir("/proc/self/fd")))
    for number in {*range(3, highest + 1)}.difference(held):
        with contextlib.suppress(OSError):
            os.close(number)
    os.chdir(order["folder"])
    os.environ.update(order["environment"])
    tempfile.tempdir = None
    limit(*order["bounds"])
    # Nothing but the answer goes to whoever asked.
    output, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    request = sys.stdin.buffer.read()
    with open(output, "wb") as stream:
        stream.writelines(answer(request))


def fork(order, files):
    """Start the process that reads one file.

    :param files: file descriptors of its input, of its output, and of what it holds
    :return: its number
    """
    with contextlib.suppress(ImportError):
        load(order["module"])
    gc.freeze()
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        os.dup2(files[0], 0)
        os.dup2(files[1], 1)
        read(order, files[2:], parent)
    finally:
        # Without the libraries' farewells, and never back into the waiting.
        os._exit(0)


def end(child, line):
    """End the process that reads a file, with all that it has started, and tell by ``line`` how it ended."""
    for kill in (os.kill, os.killpg):
        # Until it is waited for, its number is its own.
        with contextlib.suppress(ProcessLookupError):
            kill(child, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with line, contextlib.suppress(OSError):
        line.send(str(status).encode())


def wait(orders, idle):
    """Fork for each order that comes, until nobody is there to give one, or for ``idle`` seconds nobody does."""
    with selectors.DefaultSelector() as selector:
        selector.register(orders, selectors.EVENT_READ)
        # Only who waits for orders and reads nothing is idle.
        while (known := selector.get_map()) and (ready := selector.select(
                idle if [key.data for key in known.values()] == [None] else None)):
            for key, _events in ready:
                if key.data:
                    selector.unregister(key.fileobj)
                    end(key.data, key.fileobj)
                elif (taken := take(orders)) is None:
                    selector.unregister(orders)
                else:
                    selector.register(*taken)


def take(orders):
    """Do what the next order says.

    :return: the line on which the server tells when the process is to end, what is waited for on it, and the process's number;
        ``None`` when no more orders come
    """
    text, files, _flags, _address = socket.recv_fds(orders, 1 << 16, 16)
    if not text:
        return None
    line = socket.socket(fileno=files.pop(0))
    child = fork(json.loads(text), files)
    for number in files:
        os.close(number)
    with contextlib.suppress(OSError):
        line.send(str(child).encode())
    return line, selectors.EVENT_READ, child


def main():
    """Wait for orders on the standard input, which is a socket."""
    sys.path[:] = sys.argv[2:]
    load("confined.values")
    load("confined.offline")
    wait(socket.socket(fileno=os.dup(0)), float(sys.argv[1]))
    os._exit(0)


if __name__ == "__main__":
    main()
