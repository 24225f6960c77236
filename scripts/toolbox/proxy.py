"""nginx before several Odoo servers, on the loopback interface."""
import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from . import cache, debian, odoo
from .console import Stop, say, terminate

# Where another agency's server hands messages over; the largest is as large as `exchange.message` allows.
EXCHANGE = "/dan_van/exchange/1/message"
FORWARD = """\
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
"""
CONF = """\
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    proxy_read_timeout 300s;
    # A server all of whose workers are busy accepts nobody for a while: it is not dead (max_fails). One that is refuses at once.
    proxy_connect_timeout 15s;
    # A request is given to the other server only while it can't have done anything: POST never after it was sent.
    proxy_next_upstream error timeout;
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    upstream odoo {{
        least_conn;
{servers}    }}
    upstream odoo_websocket {{
        least_conn;
{websockets}    }}
    server {{
        listen {interface}:{port};
        client_max_body_size 30m;
        location /websocket {{
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
{forward}            proxy_pass http://odoo_websocket;
        }}
        location = {exchange} {{
            client_max_body_size 64m;
{forward}            proxy_pass http://odoo;
        }}
        location / {{
{forward}            proxy_pass http://odoo;
        }}
    }}
}}
"""


def configuration(home, port, servers):
    """Return nginx's configuration.

    :param home: folder for its files
    :param servers: of each Odoo, the port for requests and the port for websockets
    """
    def lines(ports):
        return "".join(f"        server {odoo.LOOPBACK}:{port} max_fails=0;\n" for port in ports)

    return CONF.format(
        home=home, port=port, interface=odoo.LOOPBACK, forward=FORWARD, exchange=EXCHANGE,
        servers=lines(http for http, _gevent in servers), websockets=lines(gevent for _http, gevent in servers))


def program():
    """Return nginx, unpacked into the cache where the machine has none: its package would start a service."""
    if found := shutil.which("nginx"):
        return Path(found)
    target = cache.root() / "nginx"
    with cache.lock("nginx"):
        if not target.is_dir():
            say("fetching nginx from Debian's archive")
            with cache.made_whole(target) as partial:
                debian.unpack((), ("nginx",), partial, partial / ".apt")
                shutil.rmtree(partial / ".apt")
    return target / "usr/sbin/nginx"


@contextlib.contextmanager
def serving(port, servers):
    """Run the proxy on `port` before `servers`; give its process.

    :raises Stop: when it does not start
    """
    # As root its workers are another user, whom the cache may shut out.
    home = Path(tempfile.mkdtemp(prefix=f"{cache.ADDON}-proxy-"))
    home.chmod(0o711)
    try:
        path = odoo.written(home / "nginx.conf", configuration(home, port, servers))
        process = subprocess.Popen(
            [program(), "-p", home, "-e", home / "error.log", "-c", path], stdin=subprocess.DEVNULL,
            start_new_session=True, preexec_fn=odoo.die_with_parent)
        try:
            _wait(process, port, home / "error.log")
            yield process
        finally:
            terminate(process)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait(process, port, log):
    for _turn in range(100):
        with contextlib.suppress(OSError), socket.create_connection((odoo.LOOPBACK, port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise Stop("The proxy did not start:\n" + (log.read_text(encoding="utf-8") if log.exists() else ""))
