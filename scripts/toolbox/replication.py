"""A PostgreSQL server that archives its log, and one that follows it: what several Odoo servers stand on."""
import shutil
import time
from contextlib import suppress

from . import postgres
from .console import Stop, is_root, run

LAG = """
SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), -1) FROM pg_stat_replication
"""


def primary_settings(archive):
    """Return what the primary's postgresql.conf says besides: enough for a replica and for recovery to a point in time.

    :param archive: folder that receives each finished piece of the log
    """
    return {
        "archive_mode": "on", "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f.part && mv {archive}/%f.part {archive}/%f",
        "archive_timeout": "60s", "wal_keep_size": "256MB", "max_connections": "200", "log_min_error_statement": "panic"}


def replica_settings():
    """Return what the replica's postgresql.conf says besides."""
    return {"hot_standby_feedback": "on", "archive_mode": "off"}


def recovery_settings(archive, moment):
    """Return what the postgresql.conf of a restored server says besides.

    :param moment: up to when, with its zone, as PostgreSQL writes it
    """
    return {"restore_command": f"cp {archive}/%f %p", "recovery_target_time": moment, "recovery_target_action": "promote",
            "archive_mode": "off"}


def conf(settings):
    """Return `settings` as lines of postgresql.conf."""
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


class Node(postgres.Cluster):
    """A throw-away PostgreSQL server of its own, on a unix socket."""

    def __init__(self, name):
        super().__init__(name)
        self.archive = self.home / "archive"

    def _configure(self, settings):
        with open(self.data / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(conf(settings))

    def lead(self):
        """Make an empty server that others can follow, and start it."""
        self.make()
        self.archive.mkdir(mode=0o700)
        if is_root():
            shutil.chown(self.archive, "postgres", "postgres")
        self._configure(primary_settings(self.archive))
        self.start()

    def copy(self, primary):
        """Take the data of a running server (a base backup), without starting."""
        run(self._as_owner(self.binaries / "pg_basebackup", "-D", self.data, "-h", primary.socket, "-U", postgres.ROLE,
                           "-c", "fast", "-X", "stream"), what="the base backup", cwd="/")

    def follow(self, primary):
        """Take the data of `primary` and follow it."""
        self.copy(primary)
        self._configure({**replica_settings(), "primary_conninfo": f"host={primary.socket} user={postgres.ROLE}"})
        run(self._as_owner("touch", self.data / "standby.signal"), what="making the replica", cwd="/")
        self.start()

    def recover(self, primary, moment):
        """Start from the base backup and the archived log of `primary`, as all was at `moment`."""
        self._configure(recovery_settings(primary.archive, moment))
        run(self._as_owner("touch", self.data / "recovery.signal"), what="the recovery", cwd="/")
        self.start()
        self._wait(lambda: self.client().sql("SELECT NOT pg_is_in_recovery()") == [["t"]], "The recovery")

    def promote(self):
        """Follow nobody any longer."""
        run(self._as_owner(self.binaries / "pg_ctl", "promote", "-s", "-w", "-D", self.data), what="promoting the replica", cwd="/")

    def wait_for_replica(self):
        """Wait until the one that follows has all that is committed by now."""
        self._wait(lambda: self.client().sql(LAG) == [["0"]], "The replica")

    @staticmethod
    def _wait(is_so, who, patience=120):
        end = time.monotonic() + patience
        while True:
            with suppress(Stop):  # it may not answer yet
                if is_so():
                    return
            if time.monotonic() > end:
                raise Stop(f"{who} is not there after {patience} s.")
            time.sleep(0.2)

    def remove(self):
        """Stop it and delete its data."""
        if self.data.is_dir() and self._running():
            self.stop("immediate")
        for path in (self.data, self.home / "data.tmp", self.archive, self.home / "log"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
