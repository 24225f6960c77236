"""`scripts/cluster`: several Odoo servers behind a proxy, PostgreSQL with a replica, files and sessions that all share.

Everything is on the loopback interface and unix sockets, on ports that are free, and is thrown away in the end.
"""
import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from . import cache, object_store, odoo, postgres, proxy, replication, template
from .console import Stop, run, say, show, terminate

DATABASE = f"{cache.ADDON}_cluster"
PATIENCE = 120  # seconds until a server must answer


def server_settings(*, primary, replica, data, ports, crons, workers):
    """Return what odoo.conf of one server says besides.

    :param primary: socket's folder, or host, of the PostgreSQL that is written to
    :param replica: the same of the one that is read from, `None` for none
    :param data: folder that all servers share
    :param ports: for requests and for websockets
    :param crons: processes for scheduled actions: on one server alone
    """
    http, gevent = ports
    return {
        "db_name": DATABASE, "dbfilter": f"^{DATABASE}$", "db_host": primary, "db_user": postgres.ROLE,
        **({"db_replica_host": replica} if replica else {}), "db_maxconn": 16,
        "data_dir": data, "proxy_mode": True, "http_port": http, "gevent_port": gevent,
        "workers": workers, "max_cron_threads": crons,
        "limit_memory_soft": 2 << 30, "limit_memory_hard": 5 << 29, "limit_time_cpu": 120, "limit_time_real": 240}


@dataclass(frozen=True)
class Member(odoo.Odoo):
    """One of several Odoo servers; `more` is what its odoo.conf says besides."""

    name: str = ""
    more: dict = field(default_factory=dict)
    libraries: tuple = ()

    @property
    def env(self):
        """The environment without a way to another PostgreSQL: that stands in odoo.conf."""
        env = {name: value for name, value in super().env.items() if not name.startswith("PG")}
        env["PYTHONPATH"] = os.pathsep.join((env["PYTHONPATH"], *map(str, self.libraries)))
        return env

    @property
    def data(self):
        """The folder of filestores and sessions."""
        return Path(self.more["data_dir"])

    def settings(self):
        """Return what its odoo.conf says."""
        settings = {**super().settings(), **self.more}
        folders = [str(folder / "odoo" / "addons") for folder in self.libraries]
        return {**settings, "addons_path": ",".join((settings["addons_path"], *folders))}

    def configuration(self):
        """Write its odoo.conf and return the path."""
        return odoo.written(self.data.parent / f"odoo-{self.name}.conf", odoo.ini(self.settings()))


class Running:
    """A server that can be killed and comes back."""

    def __init__(self, member, log):
        self.member, self.log, self.process = member, log, None

    @property
    def ports(self):
        """The ports for requests and for websockets."""
        return self.member.more["http_port"], self.member.more["gevent_port"]

    def start(self):
        """Start it, without waiting."""
        with open(self.log, "ab") as output:
            self.process = self.member.start(DATABASE, stdout=output, stderr=output)

    def wait(self):
        """Wait until its login page is there.

        :raises Stop: when it ends before, or takes too long
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Stop(f"{self.member.name} did not start; see {self.log}")
            with contextlib.suppress(urllib.error.URLError, OSError):
                with urllib.request.urlopen(f"http://{odoo.LOOPBACK}:{self.ports[0]}/web/login", timeout=20):
                    return
            time.sleep(0.3)
        raise Stop(f"{self.member.name} does not answer; see {self.log}")

    def kill(self):
        """End it with all of its processes at once, as when the machine fails."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it in order."""
        if self.process:
            terminate(self.process)


@dataclass
class Cluster:
    """What runs, and where."""

    port: int
    primary: replication.Node
    replica: replication.Node
    servers: list
    data: Path
    store: tuple = ()  # process and port of the object store, where there is one

    @property
    def address(self):
        """Where browsers go."""
        return f"http://{odoo.LOOPBACK}:{self.port}"

    @property
    def filestore(self):
        """The folder of attachments."""
        return self.data / "filestore" / DATABASE

    def read(self, stored):
        """Return the bytes of a file of the shared folder by the name that its attachment gives."""
        return (self.filestore / stored).read_bytes()


@contextlib.contextmanager
def _alone():
    with cache.lock_file("many-servers") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop("Several servers run already with this cache.") from error
        yield


def restore(server, dump, database):
    """Make `database` from what `pg_dump -Fc` has written.

    In three steps: that the function of an extension was declared immutable, which the index of words needs, no dump tells.
    """
    server.sql(f'CREATE DATABASE "{database}"')
    command = ["pg_restore", "--no-owner", "-d", database]
    run([*command, "--section=pre-data", dump], what="pg_restore", env=server.env)
    server.sql("ALTER FUNCTION unaccent(text) IMMUTABLE", database)
    for section in ("data", "post-data"):
        run([*command, f"--section={section}", "-j2", dump], what="pg_restore", env=server.env)


def _fill(instance, installed, primary, data):
    """Bring the database and the files of a template to the new server."""
    say("bringing the database over")
    dump = data.parent / "demo.dump"
    run(["pg_dump", "-Fc", "-Z1", "-f", dump, installed], what="pg_dump", env=instance.server.env)
    restore(primary.client(), dump, DATABASE)
    dump.unlink()
    cache.clone(instance.filestore(installed), data / "filestore" / DATABASE)


@contextlib.contextmanager
def _databases():
    """Give an empty primary and its replica's place; throw both away in the end."""
    nodes = [replication.Node(f"cluster-{name}") for name in ("primary", "replica")]
    try:
        for node in nodes:
            node.remove()  # of a run that was killed
        nodes[0].lead()
        yield nodes
    finally:
        for node in reversed(nodes):
            node.remove()


@contextlib.contextmanager
def provide(*, servers=2, workers=2, files="folder", prepare=None):
    """Start everything and give a :class:`Cluster`.

    :param files: where they lie, `folder` or `s3`
    :param prepare: called with an `odoo.Odoo` and the database's name before the replica and the servers start
    """
    home = cache.root() / "cluster"
    with _alone(), odoo.provide() as instance, _databases() as (primary, replica), contextlib.ExitStack() as stack:
        shutil.rmtree(home, ignore_errors=True)
        (home / "data").mkdir(parents=True)
        stack.callback(shutil.rmtree, home / "data", ignore_errors=True)
        installed = template.with_addon(instance)
        _fill(instance, installed, primary, home / "data")
        libraries = (object_store.libraries(instance.python),) if files == "s3" else ()

        def member(number):
            return Member(
                instance.source, instance.python, instance.server, name=f"server-{number + 1}", libraries=libraries,
                more=server_settings(
                    primary=primary.socket, replica=replica.socket, data=home / "data", workers=workers,
                    ports=(odoo.free_port(), odoo.free_port()), crons=int(number == 0)))

        running = [Running(member(number), home / f"server-{number + 1}.log") for number in range(servers)]
        store = stack.enter_context(object_store.serving(instance.python)) if files == "s3" else ()
        if store:
            object_store.take_in_use(running[0].member, DATABASE, store[1])
        if prepare:
            prepare(running[0].member, DATABASE)
        say("making the replica")
        replica.follow(primary)
        with _serving(Cluster(odoo.free_port(), primary, replica, running, home / "data", store)) as cluster:
            yield cluster


@contextlib.contextmanager
def _serving(cluster):
    say(f"starting {len(cluster.servers)} servers")
    try:
        for server in cluster.servers:
            server.start()
        for server in cluster.servers:
            server.wait()
        with proxy.serving(cluster.port, [server.ports for server in cluster.servers]):
            yield cluster
    finally:
        say("stopping")
        for server in cluster.servers:
            if server.process and server.process.poll() is None:
                server.process.terminate()
        for server in cluster.servers:
            server.stop()


def _announce(cluster):
    show(f"\n  {cluster.address}   (nginx)\n")
    for server in cluster.servers:
        what = "with scheduled actions" if server.member.more["max_cron_threads"] else "without scheduled actions"
        show(f"    {server.member.name}: http://{odoo.LOOPBACK}:{server.ports[0]}, {what}; {server.member.configuration()}, {server.log}")
    for name in ("primary", "replica"):
        show(f"    {name}: psql -h {getattr(cluster, name).socket} -U {postgres.ROLE} {DATABASE}")
    show(f"    files and sessions: {cluster.data}" + (f"; files on an object store, port {cluster.store[1]}" if cluster.store else ""))
    show("\n  The logins are those of scripts/run. Ctrl-C stops it and throws all of it away.\n")


def main(arguments):
    """Serve until Ctrl-C or SIGTERM.

    :return: exit status
    """
    parser = argparse.ArgumentParser(prog="scripts/cluster", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2, help="processes for requests of each server")
    parser.add_argument("--files", choices=("folder", "s3"), default="folder", help="where all servers keep them; s3 by OCA fs_attachment_s3 (AGPL-3)")
    options = parser.parse_args(arguments)
    with provide(servers=options.servers, workers=options.workers, files=options.files) as cluster:
        _announce(cluster)
        try:
            while True:
                signal.pause()
        except KeyboardInterrupt:
            return 0
