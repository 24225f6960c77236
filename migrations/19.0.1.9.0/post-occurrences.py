from odoo import SUPERUSER_ID, api
from odoo.tools.sql import column_exists

from odoo.addons.dan_van.importer import deadlines
from odoo.addons.dan_van.models.plans.due_days import recurrence_of

# Issued at some time, so that their units have worked on them.
_OUT = ('issued', 'closed', 'recalled', 'replaced')


def migrate(cr, version):
    """Give each duty its occurrence with what was entered for it; what returns is due from today on alone.

    The words of a deadline ("hằng quý", "thường xuyên") say how often an open duty returns; its next days come with the scheduled
    action, which is called at once.
    """
    progress = "progress_before" if column_exists(cr, 'dan_van_assignment', 'progress_before') else "0"
    cr.execute(f"""
        INSERT INTO dan_van_occurrence (
            assignment_id, plan_id, plan_state, company_id, department_id, planned_date, due_date, result, done_date, done_reason,
            progress_before, create_uid, write_uid, create_date, write_date)
        SELECT id, plan_id, plan_state, company_id, department_id, deadline, deadline, result, done_date, done_reason,
               {progress}, create_uid, write_uid, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM dan_van_assignment duty
         WHERE scope = 'unit' AND plan_state IN %s
           AND NOT EXISTS (SELECT FROM dan_van_occurrence there WHERE there.assignment_id = duty.id)""", [_OUT])
    cr.execute("""
        INSERT INTO dan_van_occurrence_evidence_rel (occurrence_id, attachment_id)
        SELECT occurrence.id, shown.attachment_id FROM dan_van_assignment_evidence_rel shown
          JOIN dan_van_occurrence occurrence USING (assignment_id)
            ON CONFLICT DO NOTHING""")
    _read_words(cr)
    env = api.Environment(cr, SUPERUSER_ID, {})
    env.invalidate_all()
    env.ref('dan_van.cron_occurrences')._trigger()


def _read_words(cr):
    """Say how often open duties without a day return, as their words do."""
    cr.execute("""
        SELECT DISTINCT deadline_text FROM dan_van_assignment
         WHERE deadline_text IS NOT NULL AND deadline IS NULL AND recurrence IS NULL AND done_date IS NULL
           AND plan_state IN ('draft', 'submitted', 'signed', 'issued')""")
    found = {words: recurrence_of(deadlines.parse(words).recurrence) for [words] in cr.fetchall()}
    for words, recurrence in found.items():
        if recurrence:
            cr.execute("""
                UPDATE dan_van_assignment SET recurrence = %s
                 WHERE deadline_text = %s AND deadline IS NULL AND recurrence IS NULL AND done_date IS NULL
                   AND plan_state IN ('draft', 'submitted', 'signed', 'issued')""", [recurrence, words])
