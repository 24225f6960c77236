"""Asking an address that an administrator has entered; nothing else is followed, whatever the answer or a certificate says."""
import time

import requests
import urllib3

from .errors import SignatureError

_PIECE = 1 << 16


def fetch(address, refused, *, largest, patience, question=None, kind=None):
    """Return what an address answers.

    :param address: http or https
    :param refused: key of the error where it gives nothing, which gets the ``address``
    :param largest: bytes; of a longer answer one byte more is returned
    :param patience: seconds, for the whole answer
    :param question: bytes that are sent to it
    :param kind: content type of ``question``
    :return: bytes
    :raises SignatureError: ``refused``
    """
    end = time.monotonic() + patience
    headers = {"Content-Type": kind} if kind else {}
    try:
        with requests.request(
                "GET" if question is None else "POST", address, data=question, headers=headers, timeout=patience, stream=True,
                allow_redirects=False) as answer:
            if answer.status_code != requests.codes.ok:
                raise SignatureError(refused, address=address)
            return _read(answer.raw, largest + 1, end)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        raise SignatureError(refused, address=address) from error


def _read(raw, most, end):
    """Return at most ``most`` bytes; who sends them drop by drop is left at ``end``."""
    found = bytearray()
    while len(found) < most and (piece := raw.read1(min(_PIECE, most - len(found)), decode_content=True)):
        found += piece
        if time.monotonic() > end:
            raise TimeoutError
    return bytes(found)
