from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..keys import unlocked
from ..signature_cases import PIN
from .test_digital_signature import SigningCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestSeveralSignatures(SigningCase):
    """What waits for the same signature of the same person is signed with one PIN."""

    def test_several_with_one_pin(self):
        more = [self.to_state(self.new_plan(), 'issued').with_env(self.env) for _number in range(2)]
        letter = self.to_state(self.as_user('policy_staff', 'dan_van.letter').create({
            'subject': "Phối hợp", 'addressees': "Các phòng", 'department_id': self.units['policy'].id, 'body': "1. Phối hợp."}), 'issued').with_env(self.env)
        documents = [self.plan, *more, letter]
        self.env['mail.activity'].search([('user_id', '=', self.users['head'].id)]).filtered(
            lambda activity: activity not in self.env['mail.activity'].union(*(each.activity_ids for each in documents))).unlink()
        action = self.as_user('head', self.plan).action_sign_pdf()
        form = Form(self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context']))
        self.assertEqual({activity.res_name for activity in form.turn_ids[:]}, {each.display_name for each in documents[1:]})
        form.pin, form.signs_all = '9-wrong-PIN-9', True
        with self.assertRaisesRegex(UserError, "PIN"), self.env.cr.savepoint():
            form.save()
        self.assertFalse([document for document in documents if document.signature_ids])
        form.pin = PIN
        form.turn_ids.remove(self.turn_of(more[1]).id)
        form.save()
        self.env.invalidate_all()
        self.assertEqual([len(document.signature_ids) for document in documents], [1, 1, 0, 1])
        for document in (self.plan, more[0], letter):
            self.assertEqual(document.approval_ids[:1].step, 'sign_pdf')
            self.assertTrue(document._current_pdf().raw.startswith(document.pdf_attachment_id.raw))
        # The clerk's turn now, each for the agency.
        action = self.as_user('clerk', letter).action_seal_pdf()
        wizard = self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({
            'way': 'here', 'certificate_id': self.seal.id, 'pin': PIN, 'signs_all': True})
        self.assertTrue(wizard.done)
        self.assertEqual([len(document.signature_ids) for document in documents], [2, 2, 0, 2])

    def test_all_or_none_and_nobody_else_s(self):
        other = self.to_state(self.new_plan(), 'issued').with_env(self.env)
        action = self.as_user('head', self.plan).action_sign_pdf()
        wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context'])
        values = {'way': 'here', 'certificate_id': self.own.id, 'pin': PIN, 'signs_all': True}
        draft = self.to_state(self.new_plan(), 'issued').with_env(self.env)
        self.as_user('head', draft)._transition('recall', "Sai nội dung.")
        foreign = self.foreign_activity()
        for activity, error in ((self.of_recalled(draft), UserError), (foreign, AccessError)):
            with self.assertRaises(error), self.env.cr.savepoint():
                wizard.create({**values, 'turn_ids': [Command.set((self.turn_of(other) | activity).ids)]})
            self.env.invalidate_all()
            self.assertFalse((self.plan | other).signature_ids)
        wizard.create({**values, 'signs_all': False})
        self.assertEqual([len(plan.signature_ids) for plan in (self.plan, other)], [1, 0])

    def test_no_certificate_and_no_pin_of_letters(self):
        action = self.as_user('head', self.plan).action_sign_pdf()
        wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(**action['context'])
        for values in ({'certificate_id': False, 'pin': PIN}, {'pin': 12345}, {'pin': [PIN]}, {'pin': {'pin': PIN}}, {'pin': True}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                wizard.create({'way': 'here', 'certificate_id': self.own.id, **values})
        for values in (None, 5, ['x'], "pin"):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                wizard.create([values])
        for name, value in (('transition', ['x']), ('res_id', 'x'), ('res_id', [1]), ('turn_ids', 5), ('turn_ids', 'x')):
            with self.subTest(name, value=value), self.assertRaises(UserError), self.env.cr.savepoint():
                wizard.with_context(**{f'default_{name}': value}).default_get(['transition', 'res_id', 'turn_ids'])
        self.assertFalse(self.plan.signature_ids)

    def turn_of(self, document):
        """:return: the activity by which ``document`` waits for the head of the agency"""
        return document.activity_ids.filtered(lambda activity: activity.user_id == self.users['head'])

    def of_recalled(self, document):
        """:return: an activity of the head on a document that nobody signs any more"""
        return document.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['head'].id)

    def foreign_activity(self):
        """:return: an activity on a document of another agency"""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        unit = self.env['hr.department'].create({'name': "Phòng khác", 'company_id': other.id})
        letter = unlocked(self.env['dan_van.letter']).with_company(other).create({
            'subject': "Khác", 'company_id': other.id, 'department_id': unit.id, 'signer_id': False})
        return letter.activity_schedule('mail.mail_activity_data_todo', user_id=self.env.uid)
