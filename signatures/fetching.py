"""Asking an address that an administrator has entered; nothing else is followed, whatever the answer or a certificate says."""
from ..asking import NotAnswered, ask
from .errors import SignatureError

_OK = 200


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
    try:
        answer = ask(
            address, largest=largest, silence=patience, patience=patience, question=question, headers={"Content-Type": kind} if kind else None)
    except NotAnswered as error:
        raise SignatureError(refused, address=address) from error
    if answer.status != _OK:
        raise SignatureError(refused, address=address)
    return answer.content
