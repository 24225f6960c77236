"""A message on its way straight to the Odoo of another agency, over HTTPS."""
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from ..asking import NotAnswered, ask

#: Path below the address of an Odoo at which messages are taken; the number is the version of what both say to each other.
PATH = "/dan_van/exchange/1/message"
#: Seconds until the other server has accepted a connection, and then for each sign of life.
SILENCE = 30
#: Seconds for all of it: the largest message over a slow line.
PATIENCE = 600
#: Largest answer, in bytes, and longest reason in it.
LARGEST_ANSWER, LONGEST_REASON = 1 << 16, 2000
#: What becomes of a message for good; one that can't be taken yet is sent again.
STATES = ("taken", "known", "refused")
LATER = "later"
#: Computers to which a key goes without encryption: it leaves this one for none.
_HERE = {"127.0.0.1", "localhost", "::1"}
MESSAGES = {
    "unreachable": "The other server can't be reached.",
    "certificate": "The other server does not prove by its certificate that it is the one of this address.",
    "key": "The other server does not know the key, or has closed it.",
    "answer": "What answers at this address takes no messages (%s).",
    "size": "The other server takes no message as large as this one.",
    "later": "The other server can't take it at the moment: %s",
}


class DeliveryError(Exception):
    """A message has not arrived; it may be sent again.

    :ivar key: key of :data:`MESSAGES`, for translation
    :ivar detail: what it names
    """

    def __init__(self, key, detail=""):
        self.key, self.detail = key, str(detail)
        super().__init__(MESSAGES[key] % self.detail if "%s" in MESSAGES[key] else MESSAGES[key])


@dataclass(frozen=True)
class Answer:
    """What the other side says of a message.

    :ivar state: one of :data:`STATES`
    :ivar reason: in words
    """

    state: str
    reason: str


class _Bearer(requests.auth.AuthBase):
    """The key as such, whatever a file of the server's user says of passwords for this address."""

    def __init__(self, key):
        self._key = key

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


def is_address(text):
    """Return whether ``text`` is the address of an Odoo to which a key may go: by HTTPS, else of this very computer."""
    try:
        parts = urlsplit(text)
        allowed = parts.scheme == "https" or parts.scheme == "http" and parts.hostname in _HERE
        plain = not (parts.query or parts.fragment or parts.username or parts.password)
        return bool(allowed and plain and parts.hostname and (parts.port is None or parts.port))
    except ValueError:
        return False


def deliver(address, key, raw):
    """Hand a message over.

    :param address: as the administrator has entered it; nothing else is followed
    :param key: given by the other side
    :param raw: bytes of the message
    :return: :class:`Answer`
    :raises DeliveryError: it has not arrived, or nobody knows
    """
    try:
        answer = ask(
            address.rstrip("/") + PATH, largest=LARGEST_ANSWER, silence=SILENCE, patience=PATIENCE, question=raw,
            headers={"Content-Type": "application/xml"}, auth=_Bearer(key))
    except NotAnswered as error:
        raise DeliveryError("certificate" if error.untrusted else "unreachable") from error
    return _understood(answer.status, answer.content)


def _understood(status, said):
    if status in (requests.codes.unauthorized, requests.codes.forbidden):
        raise DeliveryError("key")
    if status == requests.codes.request_entity_too_large:  # whoever says so, an Odoo or the proxy before it
        raise DeliveryError("size")
    if len(said) > LARGEST_ANSWER:
        raise DeliveryError("answer", status)
    try:
        found = json.loads(said)
        state, reason = found["state"], found["reason"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DeliveryError("answer", status) from error
    if not isinstance(reason, str) or state not in (*STATES, LATER):
        raise DeliveryError("answer", status)
    reason = "".join(each for each in reason if each.isprintable() or each == "\n")[:LONGEST_REASON]
    if state == LATER:
        raise DeliveryError("later", reason)
    return Answer(state, reason)
