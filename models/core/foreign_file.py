from odoo.exceptions import UserError

from ...confined import Limits, NotRead, run
from ...importer import is_old_word
from ...rendering.faces import VARIABLE

# The way to a time-stamp service and to whom it is trusted by.
_ONLINE = tuple(name for lower in ('http_proxy', 'https_proxy', 'all_proxy', 'no_proxy') for name in (lower, lower.upper()))
SIGNING = Limits(result=64 << 20, online=True, environment=(*_ONLINE, 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'SSL_CERT_FILE'))
# Each page of what was signed is compared with the one that was issued; a long document takes a slow machine its time.
SIGNED = Limits(cpu=60, wall=90)
# What proves signatures is asked of authorities and of a time-stamp service, each of which has its time to answer.
PROVING = Limits(cpu=60, wall=150, result=64 << 20, online=True, environment=SIGNING.environment)
# What opens a key is meant to be slow, but not for long.
KEY = Limits(cpu=5, wall=20)
# A list of an authority with a million of revoked certificates.
LIST = Limits(cpu=20, wall=40)
# A bound volume of a register; no foreign file, but what takes long must not hold up what others print.
PRINT = Limits(
    memory=2048 << 20, cpu=300, wall=600, result=64 << 20, written=64 << 20, open_files=256,
    environment=('FONTCONFIG_FILE', 'FONTCONFIG_PATH', 'HOME', VARIABLE))
# One that somebody waits for, for as long as the server lets him.
SHOWN_PRINT = PRINT._replace(cpu=90, wall=110)
FETCH = Limits(result=17 << 20, online=True, environment=SIGNING.environment)
MESSAGE = Limits(result=64 << 20)
# LibreOffice has a profile of a few files, and Tesseract its language; both take their time.
OLD_WORD = Limits(memory=1536 << 20, cpu=40, wall=80, written=64 << 20, open_files=256)
SCAN = Limits(memory=1024 << 20, cpu=60, wall=90)


class TooBusy(UserError):
    """Too many files are being read at the moment: the same file may be read a minute later."""


def read_foreign(env, function, *arguments, limits=Limits(), **named):
    """Read what comes from outside by a function of a pure package, in a process with limits of memory and time.

    Every file that somebody uploads is read by this, so that none of them takes the server along.

    :param function: reader, see :func:`confined.run` for what it takes and returns
    :return: what ``function`` returns
    :raise UserError: reading takes more than any ordinary file does
    :raise TooBusy: too many files are being read, or one of the same user all the time
    :raise Exception: the errors of the package that the reader raises
    """
    return _apart(env, _messages(env), function, *arguments, limits=limits, **named)


def print_apart(env, function, html, limits):
    """Make a long PDF in a process of its own, so that others print meanwhile.

    :param function: of ``rendering``, called with ``html``
    :return: what ``function`` returns
    :raise UserError: it takes more than any ordinary document does
    :raise TooBusy: as for :func:`read_foreign`
    :raise PdfError: it can't be made
    """
    return _apart(env, {**_messages(env), 'stopped': env._(
        "Printing this was stopped: it takes more memory or time than any ordinary document. Divide it, or take long tables out of it and "
        "hand them over as Excel.")}, function, html, limits=limits)


def _apart(env, messages, function, *arguments, **named):
    try:
        # One at a time for each user: whoever uploads many waits for himself, not the others for him.
        return run(function, *arguments, holder=f"{env.cr.dbname} {env.uid}", **named)
    except NotRead as error:
        # From None: what was tried may know a PIN.
        raise (TooBusy if error.key == 'busy' else UserError)(messages[error.key]) from None


def read_document(env, reader, data, *args, **named):
    """Let ``reader`` of ``importer`` read a document apart; an old Word file gets the time that its conversion takes.

    :param data: bytes of the file, the first argument of ``reader``; the others follow
    :raise UnreadableFile: it can't be read
    """
    limits = {'limits': OLD_WORD} if is_old_word(data) else {}
    return read_foreign(env, reader, data, *args, **named, **limits)


def _messages(env):
    return {
        'stopped': env._(
            "Reading this file was stopped: it takes more memory or time than any ordinary file, or it is damaged. Save its "
            "content as a new file, then choose that one."),
        'busy': env._("Too many files are being read at the moment. Wait a minute, then try again."),
    }
