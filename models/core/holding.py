"""Who asks how another record stands holds it until commit.

PostgreSQL shows a transaction the database as it was when the transaction began. A guard that only reads sees a draft
that somebody else is submitting, or has submitted since, and what it lets through is committed into a frozen document.
"""
from odoo.tools import SQL


def hold(records, changes=True):
    """Let what a guard is about to read of ``records`` stay true until commit.

    A step of a workflow locks its records (``_lock``). Whoever holds first is waited for or lets the step be refused; where
    the step has been first, PostgreSQL refuses the outdated view, Odoo repeats the request, and the guard sees the new
    state. Once a transaction; rows are locked in the order of their ids.

    :param records: records of one model; whose access nobody asks, since nothing of them is told
    :param changes: whether something is written that the step reads: a text that it freezes, a number that it counts. The
        rows then get a new version, so that a step that began before and has read already is repeated too. Otherwise only
        the state matters, and many may hold it at once.
    """
    # Forgotten with a savepoint that is rolled back, as PostgreSQL lets go of the rows.
    held = records.env.cr.precommit.data.setdefault('dan_van.held', set())
    ids = {record_id for record_id in records._ids if record_id} - {
        record_id for table, record_id, changed in held if table == records._table and (changed or not changes)}
    if not ids:
        return
    lock = SQL(
        "SELECT id FROM %s WHERE id IN %s ORDER BY id %s",
        SQL.identifier(records._table), tuple(ids), SQL("FOR NO KEY UPDATE") if changes else SQL("FOR SHARE"))
    if changes:
        lock = SQL(
            "UPDATE %s SET write_date = write_date WHERE id IN (%s) RETURNING id", SQL.identifier(records._table), lock)
    records.env.execute_query(lock)
    held.update((records._table, record_id, changes) for record_id in ids)
