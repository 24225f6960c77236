"""A request by HTTP whose answer is bounded in time and size."""
import contextlib
import socket
import threading
from dataclasses import dataclass

import requests
import urllib3
from requests.adapters import HTTPAdapter

_PIECE = 1 << 16


class NotAnswered(Exception):
    """The address gives nothing, or not in time.

    :ivar untrusted: whether that is for want of a certificate which proves that it is the one asked
    """

    def __init__(self, untrusted=False):
        super().__init__("untrusted" if untrusted else "unanswered")
        self.untrusted = untrusted


@dataclass(frozen=True)
class Answer:
    """What an address answers.

    :ivar status: number
    :ivar content: bytes as they came; of more than was allowed, one byte more
    """

    status: int
    content: bytes


def ask(address, *, largest, silence, patience, question=None, headers=None, auth=None):
    """Return what an address answers.

    :param address: http or https; a redirection is an answer like any other
    :param largest: bytes of the answer that are read
    :param silence: seconds until it accepts the connection, and then for each sign of life
    :param patience: seconds for all of it, the question included
    :param question: bytes that are sent to it
    :param headers: dict of further ones
    :param auth: as `requests` takes it
    :return: :class:`Answer`
    :raises NotAnswered: it has given none
    """
    with _Line(patience) as line:
        try:
            with line.request(
                    "GET" if question is None else "POST", address, data=question, headers={"Accept-Encoding": "identity", **(headers or {})},
                    auth=auth, timeout=silence, stream=True, allow_redirects=False) as answer:
                found = Answer(answer.status_code, _read(answer.raw, largest + 1))
        except requests.exceptions.SSLError as error:
            raise NotAnswered(untrusted=not line.ended) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise NotAnswered from error
        if line.ended:
            raise NotAnswered  # a part of it
    return found


def _read(raw, most):
    found = bytearray()
    while len(found) < most and (piece := raw.read1(min(_PIECE, most - len(found)), decode_content=False)):
        found += piece
    return bytes(found)


class _Line(requests.Session):
    """Connections that are cut off after ``patience`` seconds, whatever they are doing: who sends a byte now and then is never silent."""

    def __init__(self, patience):
        super().__init__()
        self.ended, self._sockets = False, []
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self))
        self._timer = threading.Timer(patience, self._cut)
        self._timer.daemon = True

    def __enter__(self):
        self._timer.start()
        return super().__enter__()

    def __exit__(self, *error):
        self._timer.cancel()
        for each in self._sockets:
            each.close()
        return super().__exit__(*error)

    def note(self, opened):
        """Know a connection; what encrypts it takes its socket over, so a second handle to that is kept."""
        self._sockets.append(opened.dup())
        if self.ended:
            self._cut()

    def _cut(self):
        self.ended = True
        for each in self._sockets:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Lets the line know each connection from its first moment."""

    def __init__(self, line):
        self._line = line
        super().__init__()

    def init_poolmanager(self, *args, **named):
        """As before, with connections that are known."""
        done = super().init_poolmanager(*args, **named)
        self._know(self.poolmanager)
        return done

    def proxy_manager_for(self, *args, **named):
        """As before, with connections that are known."""
        return self._know(super().proxy_manager_for(*args, **named))

    def _know(self, manager):
        manager.pool_classes_by_scheme = {
            scheme: type(pool.__name__, (pool,), {"ConnectionCls": _known(pool.ConnectionCls, self._line)})
            for scheme, pool in manager.pool_classes_by_scheme.items()}
        return manager


def _known(kind, line):
    class Known(kind):
        def _new_conn(self):
            opened = super()._new_conn()
            line.note(opened)
            return opened

    return Known
