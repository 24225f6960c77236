"""The process that reads a foreign file: it limits itself, then calls one function of a pure package.

Started by ``process`` as a script, without environment and site; finds the libraries where it is told.
"""
import contextlib
import importlib
import os
import resource
import signal
import sys
import traceback
import types
from pathlib import Path

#: What the package of this folder is called here, wherever it stands.
ROOT = "dan_van"


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


def main():
    """Read the request, answer it."""
    limit(*map(int, sys.argv[1:7]))
    sys.path[:] = sys.argv[7:]
    # Nothing but the answer goes to whoever asked.
    output, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    request = sys.stdin.buffer.read()
    with open(output, "wb") as stream:
        stream.writelines(answer(request))
    # Without the libraries' farewells.
    stream.close()
    os._exit(0)


if __name__ == "__main__":
    main()
