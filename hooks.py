"""What is done once around the installation."""
import logging

import psycopg2

_logger = logging.getLogger(__name__)

EXTENSION_HINT = (
    "Search needs the right tones: PostgreSQL's extension “unaccent” is missing in this database and could not be made (%s). "
    "Have its package installed (postgresql-contrib), run “CREATE EXTENSION unaccent” in the database as its owner, and restart Odoo.")


def allow_search_without_tones(env):
    """Let all lists of the database find "phong dan toc" and "Phòng Dân tộc" alike, by PostgreSQL's extension ``unaccent``.

    Odoo uses it wherever it is there. Who may not make it reads in the log, and under Settings, what to do; search works as before.

    :param env: odoo.api.Environment, of the superuser
    """
    try:
        with env.cr.savepoint(flush=False):
            env.cr.execute("CREATE EXTENSION IF NOT EXISTS unaccent", log_exceptions=False)
    except psycopg2.Error as error:
        _logger.warning(EXTENSION_HINT, str(error).strip())
