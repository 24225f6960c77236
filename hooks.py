"""What is done once around the installation."""
import logging

import psycopg2

from odoo.modules.db import has_trigram, has_unaccent
from odoo.tools import remove_accents

_logger = logging.getLogger(__name__)

EXTENSION_HINT = (
    "Search needs the right tones: PostgreSQL's extension “unaccent” is missing in this database and could not be made (%s). "
    "Have its package installed (postgresql-contrib), run “CREATE EXTENSION unaccent” in the database as its owner, and restart Odoo.")


def allow_search_without_tones(env):
    """Let all lists of the database find "phong dan toc" and "Phòng Dân tộc" alike, by PostgreSQL's extension ``unaccent``, and the
    words of files by an index, for which ``pg_trgm`` is needed.

    Odoo uses both wherever they are there, and prepares the databases that it makes itself in the same way. Who may not make them
    reads in the log, and under Settings, what to do; search works as before.

    :param env: odoo.api.Environment, of the superuser
    """
    if error := _refused(env, "CREATE EXTENSION IF NOT EXISTS unaccent"):
        _logger.warning(EXTENSION_HINT, error)
    for statement in ("CREATE EXTENSION IF NOT EXISTS pg_trgm", "ALTER FUNCTION unaccent(text) IMMUTABLE"):
        if error := _refused(env, statement):
            _logger.info("The words of files are searched without an index: %s (%s)", statement, error)
    from odoo.orm.registry import _unaccent  # noqa: PLC0415  (addons name nothing of it at their top)
    registry = env.registry
    registry.has_unaccent, registry.has_trigram = has_unaccent(env.cr), has_trigram(env.cr)
    registry.unaccent = _unaccent if registry.has_unaccent else lambda expression: expression
    registry.unaccent_python = remove_accents if registry.has_unaccent else lambda text: text


def _refused(env, statement):
    """:return: str, why the database does not do ``statement``; empty where it has done it"""
    try:
        with env.cr.savepoint(flush=False):
            env.cr.execute(statement, log_exceptions=False)
    except psycopg2.Error as error:
        return str(error).strip()
    return ''
