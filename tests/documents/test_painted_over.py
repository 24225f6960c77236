import base64

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.documents.signature import signature_message
from ...signatures.errors import SignatureError
from ...signatures.placing import Rectangle, signature_place
from .. import signature_cases as cases
from ..signature_cases import SIGNER, rewritten
from . import test_forged_signatures
from .test_digital_signature import SigningCase

WORDS = b'BT 0 0 0 rg /F1 12 Tf 3 4 Td (9. Khong thuc hien muc II.) Tj ET'


@tagged('post_install', '-at_install', 'dan_van_long')
class TestPaintedOver(SigningCase, HttpCase):
    """The leader has signed; the clerk paints over it, seals that with the right seal, and uploads it by the client's requests."""

    def asked(self, model, method, *args, **kwargs):
        """:return: the result of the request, or ``(kind of the error, what it says)``"""
        answer = self.url_open('/web/dataset/call_kw', json={'params': {
            'model': model, 'method': method, 'args': list(args), 'kwargs': kwargs}}).json()
        error = answer.get('error')
        return (error['data']['name'], error['data']['message']) if error else answer['result']

    def uploaded(self, raw):
        """Seal the plan by the dialog, as the clerk's browser does."""
        action = self.asked(self.plan._name, 'action_seal_pdf', self.plan.ids)
        [dialog] = self.asked(
            action['res_model'], 'web_save', [], {'way': 'outside', 'upload': base64.b64encode(raw).decode()},
            specification={}, context=action['context'])
        return self.asked(action['res_model'], 'action_confirm', [dialog['id']])

    def state(self):
        """:return: what an accepted file would change"""
        self.env.flush_all()
        self.env.invalidate_all()
        turns = self.env['mail.activity'].search([('res_model', '=', self.plan._name), ('res_id', '=', self.plan.id)])
        return (
            self.plan._current_pdf().raw, self.plan.state, self.plan.signature_ids.ids, self.plan.approval_ids.ids,
            self.plan.message_ids.ids, self.plan.issued_file_ids.ids, turns.mapped(lambda turn: (turn.id, turn.user_id)),
            self.env['ir.attachment'].search_count([('res_model', '=', self.plan._name), ('res_id', '=', self.plan.id)]),
            self.env['dms.file'].search_count([]))

    @mute_logger('odoo.http', 'odoo.sql_db')
    def test_a_painted_file_is_refused_and_changes_nothing(self):
        self.sign_here()
        signed, place = self.current(), signature_place(self.issued, SIGNER)
        box, field = place.rectangle, test_forged_signatures.TestForgedAppearance.with_field
        over = Rectangle(box.left - 10, box.bottom - 18, box.right + 10, box.bottom - 1)
        painted = {
            'a paragraph more': field(signed, Rectangle(80, 60, 500, 90), WORDS, place.page),
            'another name': field(signed, over, test_forged_signatures.WHITE + WORDS, place.page),
            'a note': field(signed, Rectangle(80, 60, 500, 90), WORDS, FT=cases.generic.pdf_name('/Tx')),
            'words of the page': rewritten(signed),
        }
        before = self.state()
        self.said = signature_message(self.as_user('clerk', self.plan).env, SignatureError('changed'))
        self.authenticate(self.users['clerk'].login, 'danvan')
        for name, file in painted.items():
            with self.subTest(name):
                kind, message = self.uploaded(self.signed_outside(file, cases.seal(), 'seal'))
                self.assertEqual((kind, message), ('odoo.exceptions.UserError', self.said))
                self.assertEqual(self.state(), before)
        self.assertIn('type', self.uploaded(self.signed_outside(signed, cases.seal(), 'seal')), "the honest one is taken")
        self.assertEqual(len(self.state()[2]), 2)
