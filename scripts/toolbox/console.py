"""Progress for a person, commands that fail clearly, and a clean stop on signals."""
import os
import signal
import subprocess
import sys
import time

STARTED = time.monotonic()


class Stop(Exception):
    """The work cannot go on; the message tells the person why and what to do."""

    def __init__(self, message, status=1):
        super().__init__(message)
        self.status = status


def show(text, stream=None):
    """Print a result on standard output, or a message on another stream."""
    print(text, file=stream or sys.stdout, flush=True)


def say(text):
    """Print one line of progress, with the seconds since the start, on standard error."""
    show(f"[{time.monotonic() - STARTED:5.0f} s] {text}", sys.stderr)


def run(command, *, what, env=None, cwd=None, stdin=None):
    """Run `command` quietly and return its standard output.

    :param what: the step as a person calls it, for the error message
    :raises Stop: when the command cannot start or fails, with the end of its output
    """
    try:
        done = subprocess.run(
            [str(part) for part in command], env=env, cwd=cwd, input=stdin, text=True,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
        )
    except OSError as error:
        raise Stop(f"{what}: cannot run {command[0]}: {error.strerror}") from error
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-30:])
        raise Stop(f"{what} failed (exit status {done.returncode}):\n{tail}")
    return done.stdout


def main(function):
    """Call `function(argv)` and exit with its status; a `Stop` becomes one clear message.

    The first SIGINT, SIGTERM or SIGHUP raises `KeyboardInterrupt`, so that every
    `finally` and `with` on the way gives back what it took; later ones do not disturb that.
    """
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(_number, _frame):
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in signals:
        signal.signal(number, interrupt)
    try:
        status = function(sys.argv[1:])
    except Stop as stop:
        show(stop, sys.stderr)
        status = stop.status
    except KeyboardInterrupt:
        show("Stopped.", sys.stderr)
        status = 130
    sys.exit(status)


def terminate(process, *, patience=20):
    """End a child process: SIGTERM first, SIGKILL after `patience` seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_root():
    """Tell whether this process may do what only root may."""
    return os.geteuid() == 0
