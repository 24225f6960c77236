"""What can be wrong with a certificate, a signature or a signed file."""
import logging


class SignatureError(Exception):
    """Something is wrong with a certificate or a signed file.

    :ivar key: which error it is, such as ``wrong_pin``; whoever shows it has the sentence
    :ivar values: what the sentence names, such as the holder of a certificate
    """

    def __init__(self, key, **values):
        super().__init__(key)
        self.key = key
        self.values = values


def quiet(name):
    """Let the library ``name`` report critical errors only.

    It logs the certificates and files that it refuses with a traceback; whoever asked is told by an exception.
    """
    logging.getLogger(name).setLevel(logging.CRITICAL)
