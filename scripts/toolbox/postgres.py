"""The PostgreSQL server: the user's own, or a private cluster kept in the cache."""
import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from . import cache, debian
from .console import Stop, is_root, run, say

ROLE = "dan_van"
SOCKET_LIMIT = 90  # bytes; the kernel takes 107 for folder, file name and all
GIVEN = ("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGPORT")


def _from_url(url):
    """Translate a DATABASE_URL to the PG* variables that libpq reads."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Stop("DATABASE_URL must begin with postgresql://")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    found = {
        "PGHOST": unquote(parts.hostname or "") or query.get("host"),
        "PGPORT": str(parts.port or "") or query.get("port"),
        "PGUSER": unquote(parts.username or "") or query.get("user"),
        "PGPASSWORD": unquote(parts.password or "") or query.get("password"),
        "PGSSLMODE": query.get("sslmode"),
    }
    return {name: value for name, value in found.items() if value}


class Server:
    """A running PostgreSQL as its clients see it: the environment that leads to it."""

    def __init__(self, variables, *, private):
        self.env = {**os.environ, **variables}
        self.env.pop("DATABASE_URL", None)
        self.private = private

    def sql(self, statement, database="postgres"):
        """Run `statement` (no user input) and return its rows as lists of text."""
        output = run(["psql", "-X", "-A", "-t", "-q", "-F", "\x1f", "-v", "ON_ERROR_STOP=1",
                      "-d", database, "-f", "-"],
                     what="the database", env=self.env, stdin=statement)
        return [line.split("\x1f") for line in output.splitlines() if line]

    def exists(self, database):
        """Tell whether `database` is there."""
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{database}'"))

    def names(self, prefix):
        """Return the names of the databases that begin with `prefix`."""
        return [row[0] for row in self.sql("SELECT datname FROM pg_database ORDER BY datname")
                if row[0].startswith(prefix)]

    def duplicate(self, template, database, *, throw_away=False):
        """Make `database` from `template`; a throw-away one neither waits for the disk nor compiles its short queries."""
        self.sql(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        if throw_away:
            for setting in ("synchronous_commit", "jit"):
                self.sql(f'ALTER DATABASE "{database}" SET {setting} = off')

    def rename(self, database, name):
        """Give `database` another name."""
        self.sql(f'ALTER DATABASE "{database}" RENAME TO "{name}"')

    def drop(self, database):
        """Remove `database`, whoever is connected."""
        self.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


class Cluster:
    """A private cluster: data with fsync on, one unix socket, no network, one user.

    :param name: its folder in the cache
    """

    def __init__(self, name="postgres"):
        self.home = self._home(name)
        self.data = self.home / "data"
        self.binaries = self._binaries()

    @staticmethod
    def _home(name):
        """Return the cluster's folder.

        PostgreSQL refuses to run as root, so root runs it as `postgres`, whom a home
        of mode 0700 shuts out of the cache; the folder is then below /var/lib, with a
        link in the cache that shows where.
        """
        inside = cache.root() / name
        if not is_root():
            inside.mkdir(mode=0o700, exist_ok=True)
            return inside
        target = Path("/var/lib") / cache.ADDON / cache.key(cache.root(), *([] if name == "postgres" else [name]))
        if not target.is_dir():
            target.parent.mkdir(mode=0o755, exist_ok=True)
            target.mkdir(mode=0o700)
            shutil.chown(target, "postgres", "postgres")
        if not inside.is_symlink():
            inside.symlink_to(target)
        return target

    def _binaries(self):
        """Return the folder of the programs: the newest, or those that made the data."""
        made_by = self._text("PG_VERSION")
        found = {p.parent.parent.name: p.parent
                 for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")}
        if made_by and made_by not in found:
            raise Stop(f"The data in {self.data} are PostgreSQL {made_by}'s. Please run as root:\n"
                       f"  apt-get install postgresql-{made_by}")
        return found[made_by] if made_by else found[max(found, key=int)]

    def _text(self, name):
        path = self.data / name
        return path.read_text(encoding="utf-8").strip() if path.is_file() else None

    @property
    def socket(self):
        """The socket's folder: in the cluster, or in /tmp where that path is too long."""
        inside = self.home / "socket"
        if len(os.fsencode(inside)) <= SOCKET_LIMIT:
            return inside
        return Path(tempfile.gettempdir()) / f"{ROLE}-{os.geteuid()}-{cache.key(self.home)}"

    def _as_owner(self, *command):
        """Prefix a command so that it runs as the cluster's owner."""
        return ["runuser", "-u", "postgres", "--", *command] if is_root() else list(command)

    def _make_socket_folder(self):
        with contextlib.suppress(FileExistsError):
            self.socket.mkdir(mode=0o700)
            if is_root():
                shutil.chown(self.socket, "postgres", "postgres")
        owner = self.home.stat().st_uid
        if self.socket.is_symlink() or self.socket.stat().st_uid != owner:
            raise Stop(f"{self.socket} belongs to somebody else; please remove it.")

    def _running(self):
        status = subprocess.run(
            self._as_owner(self.binaries / "pg_ctl", "status", "-D", self.data),
            cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return status.returncode == 0

    def make(self):
        """Make the cluster."""
        partial = self.home / "data.tmp"
        shutil.rmtree(partial, ignore_errors=True)
        run(self._as_owner(self.binaries / "initdb", "-D", partial, "-U", ROLE, "-A", "trust",
                           "--locale=C.UTF-8", "-E", "UTF8"), what="initdb", cwd="/")
        partial.rename(self.data)

    def start(self):
        """Make the cluster when there is none and start it when it does not run."""
        if not self._text("PG_VERSION"):
            say("making the database cluster")
            self.make()
        if self._running():
            return
        self._make_socket_folder()
        settings = f"-c listen_addresses= -c unix_socket_directories='{self.socket}'"
        run(self._as_owner(self.binaries / "pg_ctl", "start", "-w", "-t", "60", "-s",
                           "-D", self.data, "-l", self.home / "log", "-o", settings),
            what=f"starting PostgreSQL (its log: {self.home / 'log'})", cwd="/")

    def stop(self, mode="fast"):
        """Stop the cluster, ending its connections; `immediate` as when the machine fails."""
        run(self._as_owner(self.binaries / "pg_ctl", "stop", "-s", "-m", mode, "-D", self.data),
            what="stopping PostgreSQL", cwd="/")

    def client(self):
        """Return the way to it."""
        return Server({"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": ROLE}, private=True)

    @contextlib.contextmanager
    def in_use(self):
        """Keep the cluster running; the last of several users stops it.

        Each user holds a shared lock; who can turn it into an exclusive one is alone.
        """
        with cache.lock_file("cluster-users") as users:
            with cache.lock("cluster"):
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            try:
                yield self.client()
            finally:
                with cache.lock("cluster"), contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()


def is_given():
    """Tell whether the environment names a server."""
    return any(os.environ.get(name) for name in ("DATABASE_URL", *GIVEN))


def packages():
    """Return the Debian packages that the server, or the way to it, needs."""
    return debian.CLIENT if is_given() else debian.SERVER


@contextlib.contextmanager
def provide():
    """Give a running `Server`, the user's own or the private cluster.

    :raises Stop: when the server does not answer or the Debian packages are missing
    """
    if is_given():
        url = os.environ.get("DATABASE_URL")
        server = Server(_from_url(url) if url else {}, private=False)
        server.sql("SELECT 1")
        yield server
        return
    with Cluster().in_use() as server:
        yield server
