"""The one way to read with superuser rights: ask first; and what code reads whatever a client's context asks to be shown."""
from psycopg2 import DataError, ProgrammingError

from odoo.exceptions import UserError
from odoo.fields import Domain


def for_reader(records):
    """Return ``records`` with superuser rights, for a user who may read every one of them.

    A document, a sheet or a message is one text made of many records: who may read the whole may read each line of it.
    Every method that reads its own records so begins here, whether a step, a template or a route calls it.

    :raise AccessError: the user may not read one of the records
    """
    records.check_access('read')
    return records.sudo()  # sudo: it has been asked, of each of them


def whole(records):
    """Return ``records`` so that their files are read as they are, also where the caller has asked for sizes alone.

    With ``bin_size`` in the context, as any client may give it, a Binary field holds the size as a text.
    """
    return records.with_context(**{key: False for key in records.env.context if key.startswith('bin_size')})


def in_use(records):
    """Return ``records`` so that of what may be archived only the rest is found, also where the caller has asked for all.

    With ``active_test`` in the context a client is shown archived records beside the others. A step uses none of them: a certificate
    that was archived signs no more.
    """
    return records.with_context(active_test=True)


def once(records):
    """Return each of ``records`` once, also where a client names one a thousand times: what is noted of it is noted once."""
    return records | records


def asked(records, domain):
    """Return what a client asks for of the model of ``records``, once it is a domain that finds something or nothing.

    :param domain: as the client sends it, anything
    :return: :class:`Domain`
    :raise UserError: it is no domain of this model
    """
    env = records.env
    try:
        found = Domain(domain)
        with env.cr.savepoint(flush=False):
            records.search_count(found, limit=1)
    except (ArithmeticError, AttributeError, DataError, ProgrammingError, RecursionError, TypeError, ValueError) as error:
        raise UserError(env._(
            "The filter of the list can't be read. Reload the page, choose the filter again, then repeat this.")) from error
    return found
