from odoo.service.model import call_kw

from ..common import AgencyCase


class TestStepDefaults(AgencyCase):
    """What a step makes holds what the step says: no default joins in that a user has saved, or that his request names."""

    def asked(self, user, record, method, model, **defaults):
        """Let ``user`` take a step while he has such defaults of ``model``."""
        for name, value in defaults.items():
            self.as_user(user, 'ir.default').set(model, name, value, user_id=True)
        self.env.registry.clear_cache()
        record = self.reading(user, record)
        context = {**record.env.context, **{f'default_{name}': value for name, value in defaults.items()}}
        return call_kw(record.browse(), method, [record.ids], {'context': context})

    def signed(self):
        return self.to_state(self.new_plan(), 'signed').sudo()

    def test_duties_of_all_units_begin_with_their_issue(self):
        plan = self.signed()
        self.asked('clerk', plan, 'action_issue', 'dan_van.assignment', progress=100, done_date='2026-01-01', result="Xong",
                   user_ids=self.users['clerk'].ids)
        duties = plan.assignment_ids.filtered('parent_id')
        self.assertTrue(duties)
        self.assertEqual(
            {(duty.progress, duty.done_date, duty.result, bool(duty.user_ids)) for duty in duties}, {(0, False, False, False)})

    def test_a_unit_that_was_archived_gets_no_duty(self):
        """Whatever the client's context asks to be shown."""
        unit = self.env['hr.department'].create({'name': "Phòng cũ", 'dan_van_kind': 'division', 'company_id': self.company.id, 'active': False})
        plan = self.signed()
        record = self.reading('clerk', plan)
        call_kw(record.browse(), 'action_issue', [record.ids], {'context': {**record.env.context, 'active_test': False}})
        self.assertIn(self.units['policy'], plan.assignment_ids.department_id)
        self.assertNotIn(unit, plan.assignment_ids.department_id)

    def test_the_issued_file_is_for_its_readers(self):
        plan = self.signed()
        self.asked('clerk', plan, 'action_issue', 'ir.attachment', public=True, description="x", url='https://example.com')
        file = plan.pdf_attachment_id
        self.assertEqual(file.raw[:5], b'%PDF-')
        self.assertEqual((file.public, file.description, file.url), (False, False, False))

    def test_the_log_says_who_read(self):
        plan = self.to_state(self.new_plan(), 'submitted').sudo()
        self.asked('head', plan, 'mark_seen', 'dan_van.approval', on_behalf_id=self.users['admin'].id, reason="Đã đồng ý",
                   content=["x"], waited_hours=99)
        seen = plan.seen_ids
        self.assertEqual(seen.user_id, self.users['head'])
        self.assertEqual((seen.on_behalf_id.id, seen.reason, seen.content, seen.waited_hours), (False, False, False, 0))

    def test_a_turn_carries_no_words_of_who_gave_it(self):
        plan = self.new_plan().sudo()
        self.asked('office_staff', plan, 'action_submit', 'mail.activity', note="<p>Ký ngay</p>", active=False)
        activity = self.env['mail.activity'].search([
            ('res_model', '=', plan._name), ('res_id', '=', plan.id), ('user_id', '=', self.users['head'].id)])
        self.assertEqual((len(activity), activity.note), (1, False))

    def test_defaults_of_the_model_work_as_before(self):
        plan = self.signed()
        self.asked('clerk', plan, 'action_issue', 'dan_van.register.entry', state='reserved')
        self.assertEqual(plan.register_entry_id.state, 'issued')
