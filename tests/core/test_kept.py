from psycopg2.errors import ForeignKeyViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import LOG_ACCESS_COLUMNS
from odoo.modules.module import load_script
from odoo.tools import mute_logger
from odoo.tests import tagged

from ..common import ROOT, AgencyCase, ReportCase
from ..keys import unlocked

# Many2ones that go with what they name: parts with their draft, and what is somebody's own.
OWNED = {
    'dan_van.annex.letter_id', 'dan_van.annex.plan_id', 'dan_van.assignment.letter_id', 'dan_van.assignment.parent_id',
    'dan_van.assignment.plan_id', 'dan_van.certificate.user_id', 'dan_van.content.parent_id', 'dan_van.content.plan_id', 'dan_van.headship.department_id',
    'dan_van.legal.basis.plan_id', 'dan_van.occurrence.assignment_id',
    'dan_van.period.plan_id', 'dan_van.pin.trial.certificate_id', 'dan_van.rating.level.scheme_id', 'dan_van.reminder.line.reminder_id',
    'dan_van.report.figure.report_id', 'dan_van.report.line.report_id', 'dan_van.report.section.report_id', 'dan_van.step.assignment_id', 'dan_van.target.plan_id', 'dan_van.theme.section.theme_id',
    'dan_van.unit.name.department_id', 'resource.calendar.leaves.resource_id'}
# Many2manys that lose what is deleted.
LOOSE = {
    'dan_van.assignment.content_ids': "both are parts of one draft",
    'dan_van.content.assignment_ids': "both are parts of one draft",
    'dan_van.assignment.evidence_ids': "who works on a duty may take a file back until a report shows it",
    'dan_van.occurrence.figure_ids': "duties of an issued plan are never deleted",
    'dan_van.case.figure_ids': "petitions are never deleted",
    'dan_van.occurrence.evidence_ids': "as that of its duty",
    'dan_van.event.figure_ids': "what is counted is neither changed nor deleted; the figure of a draft has counted nothing yet",
    'dan_van.report.line.evidence_ids': "kept from submission on, see TestKept.test_evidence",
    'hr.department.member_user_ids': "a member goes with the user",
    'res.users.dan_van_member_ids': "the same, seen from the user",
}
# Many2ones that are emptied.
EMPTIED = {
    'hr.department.head_user_id': "a unit can lose its head",
    'hr.department.deputy_user_id': "as its head",
    'hr.department.dan_van_leader_id': "as its head",
    'dan_van.report.line.source_line_id': "what the unit takes back goes with the next consolidation",
}


class TestForeignKeys(AgencyCase):
    """Nothing empties what a document, a report or the register names."""

    def fields(self, kind):
        """:return: ``{name of the field: ondelete}`` of what is stored, not copied from the record that it hangs on"""
        return {
            f'{model._name}.{field.name}': field.ondelete for model in self.env.values()
            if not model._abstract and not model._transient and model._auto
            for field in model._fields.values()
            if field._module == 'dan_van' and field.type == kind and field.store and not field.related
            and field.name not in LOG_ACCESS_COLUMNS}

    def test_many2ones(self):
        found = self.fields('many2one')
        self.assertGreater(len(found), 50)
        self.assertEqual({name for name, rule in found.items() if rule == 'cascade'}, OWNED)
        self.assertEqual({name for name, rule in found.items() if rule == 'set null'}, set(EMPTIED))

    def test_many2manys(self):
        found = self.fields('many2many')
        self.assertEqual({name for name, rule in found.items() if rule == 'cascade'}, set(LOOSE))

    def test_the_database_says_the_same(self):
        """Also after an update: PostgreSQL refuses what code that goes past Odoo would delete."""
        self.env.cr.execute("""
            SELECT source.relname || '.' || attribute.attname, fk.confdeltype FROM pg_constraint fk
              JOIN pg_class source ON source.oid = fk.conrelid
              JOIN pg_attribute attribute ON attribute.attrelid = fk.conrelid AND attribute.attnum = fk.conkey[1]
             WHERE fk.contype = 'f'""")
        rules = dict(self.env.cr.fetchall())
        for name, rule in self.fields('many2one').items():
            model, field = name.rsplit('.', 1)
            with self.subTest(name):
                self.assertEqual(rules[f'{self.env[model]._table}.{field}'], {'restrict': 'r', 'cascade': 'c', 'set null': 'n'}[rule])


@tagged('dan_van_long')
class TestKept(ReportCase):

    def refused(self, records, *words):
        """Assert that ``records`` can't be deleted, in a sentence with ``words``, and not past Odoo either."""
        with self.assertRaises(UserError) as caught:
            records.unlink()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.env.flush_all()
        with self.assertRaises(ForeignKeyViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env.cr.execute(f'DELETE FROM {records._table} WHERE id IN %s', [records._ids])

    def test_unit(self):
        """A unit whose duties are issued and whose letters stand in the register is archived, never deleted."""
        plan = self.to_state(self.new_plan(duties=['outreach'], unit='office'), 'issued').sudo()
        unit = self.units['outreach']
        self.refused(unit, unit.name, "Assignment", "Archive it instead")
        self.refused(self.units['office'], "Outgoing register entry", "Plan")
        unit.action_archive()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit' and duty.printed).department_id, unit)
        self.assertFalse(unit.active)
        self.to_state(plan, 'closed')

    def test_unit_that_nobody_names(self):
        self.env['hr.department'].create({'name': "Phòng thử", 'company_id': self.company.id}).unlink()

    def test_profile(self):
        """A document keeps the profile of its day, whatever becomes of the profiles since."""
        plan = self.to_state(self.new_plan(), 'issued').sudo()
        profile = plan.register_entry_id.profile_id
        self.assertEqual(profile, self.env['dan_van.agency.profile']._valid_on(self.company, plan.document_date))
        self.refused(profile, "new profile")
        for values in ({'date_from': '2999-01-01'}, {'company_id': self.env.company.create({'name': "Khác"}).id}):
            with self.assertRaisesRegex(UserError, plan.code):
                profile.write(values)
        later = profile.copy({'date_from': plan.document_date, 'organ_code': '000.00.99.H99'}) \
            if profile.date_from < plan.document_date else profile
        self.assertEqual(plan._profile(), profile)
        profile.write({'organ_code': '000.00.12.H10'})
        if later != profile:
            later.unlink()

    def test_documents_issued_before_lines_named_their_profile(self):
        entry = self.to_state(self.new_plan(), 'issued').sudo().register_entry_id
        profile = entry.profile_id
        profile.copy({'date_from': '2999-01-01'})
        self.env.cr.execute("UPDATE dan_van_register_entry SET profile_id = NULL WHERE id = %s", [entry.id])
        load_script(str(ROOT / 'migrations' / '19.0.1.4.0' / 'post-locks.py'), 'post_locks').migrate(self.env.cr, '19.0.1.3.0')
        self.env.invalidate_all()
        self.assertEqual(entry.profile_id, profile)

    def test_user(self):
        """Who signs, submits, writes or does a duty of an issued plan is archived."""
        duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').sudo().assignment_ids
        person = self.env['res.users'].with_context(no_reset_password=True).create({
            'name': "Người mới", 'login': 'nguoi.moi', 'company_id': self.company.id, 'company_ids': self.company.ids})
        self.units['outreach'].member_user_ids += person
        duty.user_ids = person
        self.refused(person, "Người mới", "Assignment", "Archive it instead")

    def test_settings_that_reports_use(self):
        """An indicator whose only type of event is deleted would count all events, a scheme without its units ask all."""
        kind = self.env['dan_van.event.type'].create({'name': "Thử"})
        self.env['dan_van.indicator'].create({
            'name': "Số buổi", 'source': 'event_count', 'event_type_ids': [Command.set(kind.ids)]})
        self.refused(kind, "Indicator", "Archive it instead")
        plan = self.report_plan()
        self.refused(plan.scheme_ids[:1], "Reporting period")

    def test_evidence(self):
        plan = self.report_plan(duties=['outreach'])
        duty = plan.assignment_ids
        file = self.env['ir.attachment'].create({'name': 'anh.jpg', 'raw': b'...', 'res_model': duty._name, 'res_id': duty.id})
        report = self.report_of(self.opened(plan, "Tháng 2 năm 2022"), 'outreach')
        unlocked(report.line_ids.filtered('assignment_id').sudo()).evidence_ids = file
        report.line_ids.write({'reason': 'too_early'})
        self.as_user('outreach_staff', report).action_submit()
        event = self.env['dan_van.event'].create({
            'department_id': self.units['outreach'].id, 'type_id': self.env['dan_van.event.type'].search([], limit=1).id,
            'date': '2022-03-01'})
        mine = file.with_user(self.users['outreach_staff'])
        for values in (
                {'datas': 'QQ=='}, {'raw': b'A'}, {'name': 'khac.jpg'}, {'res_model': event._name, 'res_id': event.id},
                {'res_model': False, 'res_id': False}, {'type': 'url', 'url': 'https://example.vn'}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "evidence in the report"):
                mine.write(values)
        for files in (mine, file):
            with self.assertRaisesRegex(UserError, "evidence in the report"):
                files.unlink()
        self.as_user('outreach_head', report).action_return("Thay ảnh")
        mine.name = 'khac.jpg'
        file.unlink()

    def test_line_that_was_taken_in(self):
        plan = self.report_plan(duties=['outreach'])
        period = self.opened(plan, "Tháng 2 năm 2022")
        report = self.report_of(period, 'outreach')
        line = self.env['dan_van.report.line'].create({'report_id': report.id, 'title': "Việc khác", 'text': "Đã xong"})
        report.line_ids.filtered('assignment_id').write({'reason': 'too_early'})
        for user, step in (('outreach_staff', 'submit'), ('outreach_head', 'approve'), ('office_staff', 'receive')):
            self.as_user(user, report)._transition(step)
        self.as_user('office_staff', period).action_consolidate()
        self.as_user('office_staff', report).action_return("Bỏ việc này")
        agency = period.agency_report_id
        self.as_user('outreach_staff', line).unlink()
        self.assertEqual(agency.line_ids.filtered(lambda line: line.title == "Việc khác").text, "Đã xong", "until it is drawn again")
        self.as_user('office_staff', period).action_consolidate()
        self.assertNotIn("Việc khác", agency.line_ids.mapped('title'))
