import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import AgencyCase


@tagged('dan_van_long')
class TestKinds(AgencyCase):
    """What is about to be kept is checked once, by whatever mixins it goes."""

    def checked(self, act):
        """:return: list of (model, names of the values) of the checks while ``act`` runs"""
        Base, found = self.env.registry['base'], []
        original = Base._check_kinds

        def counted(model, vals):
            found.append((model._name, set(vals)))
            return original(model, vals)
        with patch.object(Base, '_check_kinds', counted):
            act()
        return found

    def test_once_for_each_write(self):
        plan = self.to_state(self.new_plan(duties=['outreach']), 'issued')
        duty = self.as_user('outreach_staff', plan.sudo().assignment_ids)
        incoming = self.as_user('clerk', 'dan_van.incoming')
        values = {'code': '1/SNV', 'issuer': "Sở Nội vụ", 'subject': "Việc"}
        document = incoming.create(dict(values))
        event = {'type_id': self.env.ref('dan_van.event_type_doi_thoai').id, 'department_id': self.units['outreach'].id}
        draft = self.new_plan()
        signing = self.as_user('head', 'dan_van.sign.wizard')
        dialog = {'res_model': 'dan_van.plan', 'res_id': plan.id, 'transition': 'sign_pdf'}
        for act, model, name, records in [
                (lambda: duty.write({'result': "Đã họp."}), 'dan_van.assignment', 'result', 1),
                (lambda: document.write({'note': "Gấp"}), 'dan_van.incoming', 'note', 1),
                (lambda: draft.write({'subject': "Việc khác"}), 'dan_van.plan', 'subject', 1),
                (lambda: incoming.create([{**values, 'code': f'{number}/A'} for number in (2, 3)]), 'dan_van.incoming', 'code', 2),
                (lambda: self.as_user('outreach_staff', 'dan_van.event').create(event), 'dan_van.event', 'type_id', 1),
                (lambda: signing.create({**dialog, 'upload': base64.b64encode(b'x')}), 'dan_van.sign.wizard', 'transition', 1)]:
            with self.subTest(model, records=records):
                self.assertEqual(sum((model, True) == (other, name in names) for other, names in self.checked(act)), records)

    def test_whatever_is_wrong_is_refused_as_before(self):
        plan = self.new_plan()
        duty = self.to_state(self.new_plan(duties=['outreach']), 'issued').sudo().assignment_ids
        for act in [
                lambda: self.as_user('outreach_staff', duty).write({'result': ['x']}),
                lambda: self.as_user('outreach_staff', duty).write({'progress': 'x'}),
                lambda: self.as_user('outreach_staff', duty).write(['x']),
                lambda: self.as_user('clerk', 'dan_van.incoming').create({'code': 5}),
                lambda: plan.write({'theme_id': 'x'}), lambda: plan.write({'content_ids': 'x'})]:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_user('clerk', 'dan_van.incoming.file').create({'file': base64.b64encode(b'x').decode()[:-1]})
