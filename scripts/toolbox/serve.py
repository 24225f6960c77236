"""`scripts/run`: Odoo with the demo agency on the loopback interface."""
import contextlib
import fcntl
import os
import socket
import time
import urllib.error
import urllib.request

from . import cache, debian, odoo, template
from .console import Stop, say, show, terminate

DATABASE = f"{cache.ADDON}_demo"
PASSWORD = "danvan"
PATIENCE = 120  # seconds until the login page must be there
LOGINS = """
SELECT u.login, p.name,
       COALESCE(string_agg(DISTINCT COALESCE(g.name->>'vi_VN', g.name->>'en_US'), ', '), ''),
       COALESCE((SELECT string_agg(COALESCE(d.name->>'vi_VN', d.name->>'en_US'), ', ' ORDER BY d.id)
                   FROM dan_van_department_member_rel m
                   JOIN hr_department d ON d.id = m.department_id
                  WHERE m.user_id = u.id), '')
  FROM ir_model_data x
  JOIN res_users u ON u.id = x.res_id AND u.active
  JOIN res_partner p ON p.id = u.partner_id
  LEFT JOIN res_groups_users_rel r ON r.uid = u.id
  LEFT JOIN res_groups g ON g.id = r.gid AND g.id IN
       (SELECT res_id FROM ir_model_data WHERE module = 'dan_van' AND model = 'res.groups')
 WHERE x.module = 'dan_van' AND x.model = 'res.users' AND x.name LIKE 'user\\_%'
 GROUP BY u.id, u.login, p.name
 ORDER BY u.id
"""


def _port():
    text = os.environ.get("PORT") or "8069"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Stop(f"PORT must be a port number, not {text!r}.")
    return int(text)


@contextlib.contextmanager
def _alone(address):
    """Be the only server of this cache; give False when another one runs already.

    The lock ends with its process, however that ends, so no stale one can remain.
    """
    with open(cache.root() / "serving", "a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.seek(0)
            show(f"It runs already: {handle.read().strip() or address}")
            yield False
            return
        handle.truncate(0)
        handle.write(f"{address} (process {os.getpid()})")
        handle.flush()
        yield True


def _check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((odoo.LOOPBACK, port))
        except OSError as error:
            raise Stop(f"Port {port} is not free ({error.strerror}): "
                       "choose another one with PORT=…") from error


def _installed_hash(server):
    rows = server.sql("SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                      f" WHERE datname = '{DATABASE}'")
    return rows[0][0] if rows else None


def _demo_database(instance):
    """Make the demo's database, or bring it up to the checkout's files when they changed."""
    server, current = instance.server, cache.repository_hash()
    if not server.exists(DATABASE):
        installed = template.with_addon(instance)
        say("making the demo database")
        instance.duplicate(installed, f"{DATABASE}_new")
        instance.rename(f"{DATABASE}_new", DATABASE)
    elif _installed_hash(server) != current:
        say(f"{cache.ADDON} has changed: updating the demo database")
        instance.execute(DATABASE, "-u", cache.ADDON, what="updating the demo database")
    server.sql(f"COMMENT ON DATABASE {DATABASE} IS '{current}'")


def _wait_for_login_page(process, address, log):
    """Wait until the login page answers.

    :raises Stop: when Odoo ends before, or takes too long
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
            raise Stop("Odoo did not start:\n" + "\n".join(tail))
        with contextlib.suppress(urllib.error.URLError, OSError):
            with urllib.request.urlopen(f"{address}/web/login", timeout=10) as page:
                if page.status == 200:
                    return
        time.sleep(0.3)
    raise Stop(f"The login page did not come within {PATIENCE} s; see {log}")


def _announce(instance, address, log):
    show(f"\n  {address}\n")
    rows = instance.server.sql(LOGINS, DATABASE)
    if rows:
        show(f"  Logins of the demo agency (password of all: {PASSWORD}):")
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        for row in rows:
            show("    " + "  ".join(text.ljust(w) for text, w in zip(row, widths)).rstrip())
    where = cache.root() / "postgres" if instance.server.private else "your PostgreSQL server"
    show(f"\n  Data: database {DATABASE} in {where}")
    show(f"        files in {instance.filestore(DATABASE)}")
    show(f"  Log:  {log}")
    show("  Ctrl-C stops it.\n")


def main():
    """Serve the demo agency until Ctrl-C or SIGTERM.

    :return: exit status; 0 as well when it runs already
    """
    port = _port()
    address = f"http://localhost:{port}"
    with _alone(address) as alone:
        if not alone:
            return 0
        _check_port(port)
        debian.wish(debian.READING)
        with odoo.provide() as instance:
            _demo_database(instance)
            return _serve(instance, port, address)


@contextlib.contextmanager
def serving(instance, database, port, log, *, crons=0):
    """Serve `database` on `port` of the loopback interface; give the process once the login page is there.

    :param log: file for Odoo's log
    :param crons: number of threads for scheduled actions
    """
    with open(log, "wb") as output:
        process = instance.start(
            database, "--http-port", port, "--gevent-port", odoo.free_port(),
            "--db-filter", f"^{database}$", "--max-cron-threads", crons,
            stdout=output, stderr=output)
        try:
            _wait_for_login_page(process, f"http://localhost:{port}", log)
            yield process
        except KeyboardInterrupt:
            say("stopping")
            raise
        finally:
            terminate(process)


def _serve(instance, port, address):
    log = cache.root() / "demo.log"
    say("starting Odoo")
    try:
        with serving(instance, DATABASE, port, log, crons=1) as process:
            _announce(instance, address, log)
            status = process.wait()
            raise Stop(f"Odoo ended by itself (exit status {status}); see {log}")
    except KeyboardInterrupt:
        return 0
