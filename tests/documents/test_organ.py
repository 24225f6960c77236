from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from ... import exchange
from .test_letter import LetterCase


class TestOrgan(LetterCase):
    """The directory of agencies: documents choose from it to whom they go, messages get their codes from it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref('dan_van.demo_profile').organ_code = '000.00.12.H99'
        cls.commune = cls.env.ref('dan_van.demo_organ_commune')

    def issued(self, **values):
        letter = self.new_letter(**values)
        letter.action_submit()
        self.as_user('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        return letter

    def test_recipients_are_chosen_while_typing(self):
        form = Form(self.as_user('outreach_staff', 'dan_van.letter'))
        form.addressees = "Sở Tài chính"
        form.add_addressee_ids.add(self.commune)
        self.assertEqual(form.addressees, "Sở Tài chính\nỦy ban nhân dân xã Mẫu")
        self.assertFalse(form.add_addressee_ids[:], "ready for the next one")
        form.add_addressee_ids.add(self.commune)
        self.assertEqual(form.addressees, "Sở Tài chính\nỦy ban nhân dân xã Mẫu", "once")
        form.add_recipient_ids.add(self.env.ref('dan_van.demo_organ_interior'))
        self.assertEqual(form.recipients, "Sở Nội vụ")

    def test_a_message_goes_to_agencies_with_a_code_alone(self):
        """Units and readers within the agency, "Như trên" and who has no code get none; the clerk is told of the latter."""
        letter = self.issued(
            addressees="UBND xã Mẫu;\n- Sở Nội vụ", recipients="Như trên\nLãnh đạo Ban\nỦy ban nhân dân tỉnh", document_type='CV')
        message = exchange.read(letter.sudo()._edxml())
        self.assertEqual(
            [(organ.name, organ.code) for organ in message.recipients],
            [("UBND xã Mẫu", '000.01.01.H99'), ("Ủy ban nhân dân tỉnh", '000.00.00.H99')])
        action = self.as_user('clerk', letter).action_download_edxml()
        self.assertIn("Sở Nội vụ, Lãnh đạo Ban", action['params']['message'])
        self.assertEqual(action['params']['next']['type'], 'ir.actions.act_url')
        letter = self.issued(addressees="UBND xã Mẫu")
        self.assertEqual(self.as_user('clerk', letter).action_download_edxml()['type'], 'ir.actions.act_url')

    def test_without_any_code_nothing_is_sent(self):
        with self.assertRaisesRegex(UserError, "Directory of agencies"):
            self.issued(addressees="Các xã").sudo()._edxml()

    def test_a_code_is_written_as_exchange_has_it_and_once(self):
        organ = self.as_user('clerk', 'dan_van.organ').create({'name': "Sở Y tế", 'code': ' 000.00.09.h99 '})
        self.assertEqual(organ.code, '000.00.09.H99')
        organ.code = ' '
        self.assertFalse(organ.code)
        for values in ({'name': "Sở khác", 'code': '000.01.01.h99'}, {'name': "Sở Y tế"}):
            with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                self.as_user('clerk', 'dan_van.organ').create(values)
