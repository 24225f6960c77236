"""Odoo as a command: its Python, its configuration, its databases' filestores."""
import ast
import contextlib
import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from . import cache, debian, odoo_source, postgres, venv
from .console import Stop, run

LOOPBACK = "127.0.0.1"
PR_SET_PDEATHSIG = 1
# Odoo starts itself anew when it has taken too much memory, by the command line that it was started with: this has to
# be a script, since `python -m odoo` is not to be had from inside.
LAUNCHER = "import odoo.cli\n\nodoo.cli.main()\n"


def manifest():
    """Return the addon's manifest.

    :raises Stop: when it cannot be read
    """
    path = cache.REPOSITORY / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, SyntaxError) as error:
        raise Stop(f"The manifest cannot be read: {error}") from error


def fetch():
    """Return the Odoo source and the Python environment, fetched side by side when missing."""
    with ThreadPoolExecutor() as pool:
        source, python = pool.submit(odoo_source.provide), pool.submit(venv.provide)
        return source.result(), python.result()


def free_port():
    """Return a TCP port of the loopback interface that nobody uses."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def written(path, text):
    """Write a private file in one go, since others may be reading it, and return its path."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    partial.touch(mode=0o600)
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
    return path


def ini(settings):
    """Return the text of an odoo.conf that says `settings`."""
    return "[options]\n" + "".join(f"{name} = {value}\n" for name, value in settings.items())


def die_with_parent():
    """Have the kernel send SIGTERM to this process when its parent ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@contextlib.contextmanager
def provide(more_packages=()):
    """Set up what is missing and give an `Odoo` on a running server.

    :param more_packages: Debian packages needed besides, as in `debian`
    :raises Stop: when something is missing that cannot be fetched
    """
    debian.require({**debian.VENV, **debian.PDF, **postgres.packages(), **dict(more_packages)})
    source, python = fetch()
    with postgres.provide() as server:
        yield Odoo(source, python, server)


@dataclass(frozen=True)
class Odoo:
    """One Odoo with this checkout's addon, on one PostgreSQL server; `preface` is Python that runs before Odoo does."""

    source: odoo_source.OdooSource
    python: Path
    server: postgres.Server
    preface: str = ""

    @property
    def env(self):
        """The environment of Odoo's processes; bytecode stays out of the checkout.

        Starting itself anew Odoo calls its Python by name alone, which has to be this one.
        """
        env = {**self.server.env, "PYTHONPATH": str(self.source.python_path),
               "PATH": f"{self.python.parent}{os.pathsep}{self.server.env.get('PATH', os.defpath)}",
               "PYTHONPYCACHEPREFIX": str(cache.root() / "pycache")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return env

    @property
    def data(self):
        """The folder of filestores and sessions."""
        return cache.root() / "data"

    def filestore(self, database):
        """Return the folder of a database's attachments."""
        return self.data / "filestore" / database

    @property
    def _home(self):
        """The folder of what this checkout's Odoo is started with."""
        folder = cache.root() / "checkouts" / cache.key(cache.REPOSITORY)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def launcher(self):
        """Write the script that starts Odoo and return its path."""
        name = f"odoo-bin-{cache.key(self.preface)}" if self.preface else "odoo-bin"
        return written(self._home / name, self.preface + LAUNCHER)

    def settings(self):
        """Return what this checkout's odoo.conf says.

        The addon is found through a link named as the module, whatever the checkout
        is called; each checkout has its own, since several may share the cache.
        """
        link = self._home / "addons" / cache.ADDON
        link.parent.mkdir(exist_ok=True)
        with contextlib.suppress(FileExistsError):
            link.symlink_to(cache.REPOSITORY, target_is_directory=True)
        addons = (*self.source.addons, venv.addons(self.python), link.parent)
        return {
            "addons_path": ",".join(map(str, addons)), "data_dir": self.data, "admin_passwd": secrets.token_hex(16),
            "http_interface": LOOPBACK, "list_db": False}

    def configuration(self):
        """Write this checkout's odoo.conf and return its path."""
        return written(self._home / "odoo.conf", ini(self.settings()))

    def command(self, database, *arguments, subcommand=()):
        """Return the command line that runs Odoo on `database`."""
        return [str(part) for part in (
            self.python, self.launcher(), *subcommand, "-c", self.configuration(),
            "-d", database, *arguments)]

    def execute(self, database, *arguments, what):
        """Run Odoo on `database` until it is done.

        :raises Stop: when it fails, with the end of its log
        """
        run(self.command(database, "--stop-after-init", "--no-http", *arguments),
            what=what, env=self.env)

    def uninstall(self, database, module):
        """Take `module`, and what builds on it, out of `database`."""
        run([self.python, self.launcher(), "module", "uninstall", "-c", self.configuration(),
             "-d", database, module], what=f"uninstalling {module}", env=self.env)

    def script(self, database, text, *, what):
        """Run Python `text` in Odoo's shell, where `env` is the superuser's; return its output."""
        return run(self.command(database, "--no-http", "--log-level=warn", subcommand=("shell",)),
                   what=what, env=self.env, stdin=text)

    def start(self, database, *arguments, **streams):
        """Start Odoo on `database` and return the process.

        It is in a process group of its own, so that Ctrl-C reaches us first and we end
        things in order; it ends with us when we are killed.
        """
        return subprocess.Popen(self.command(database, *arguments), env=self.env,
                                stdin=subprocess.DEVNULL, start_new_session=True,
                                preexec_fn=die_with_parent, **streams)

    def duplicate(self, template, database, *, throw_away=False):
        """Make `database` and its filestore from `template`."""
        self.server.duplicate(template, database, throw_away=throw_away)
        cache.clone(self.filestore(template), self.filestore(database))

    def drop(self, database):
        """Remove `database` and its filestore."""
        self.server.drop(database)
        shutil.rmtree(self.filestore(database), ignore_errors=True)

    def rename(self, database, name):
        """Give `database` and its filestore another name."""
        self.server.rename(database, name)
        if self.filestore(database).is_dir():
            os.replace(self.filestore(database), self.filestore(name))
