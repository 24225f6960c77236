import base64
import hashlib

from odoo.tests import tagged

from ... import exchange
from .. import signature_cases as cases
from ..signature_cases import PIN
from .dms_door_cases import PIXEL
from .test_digital_signature import SigningCase
from .test_dms import DmsCase
from .test_exchange import MESSAGE


@tagged('dan_van_long')
class TestWholeFiles(SigningCase):
    """A client may ask for the sizes of files; what is done with the files themselves is the same."""

    def step(self, user, plan, name, *args):
        plan = self.reading(user, plan)
        return self.asked_for_sizes(plan, f'action_{name}', *args)

    def filled_in(self, user, action, **values):
        """Fill in the dialog of ``action`` and confirm it."""
        dialog = self.as_user(user, action['res_model'])
        number = self.asked_for_sizes(dialog, 'create', values, context=action['context'])
        self.asked_for_sizes(dialog.browse(number), 'action_confirm')

    def test_a_plan_from_submission_to_seal(self):
        plan = self.new_plan()
        source = self.env['ir.attachment'].create(
            {'name': 'goc.txt', 'raw': b'Source of the plan', 'res_model': plan._name, 'res_id': plan.id})
        self.step('office_staff', plan, 'submit')
        self.filled_in('head', self.step('head', plan, 'sign'), way='here', certificate_id=self.own.id, pin=PIN)
        signed = plan.sudo()._current_pdf().raw
        self.step('clerk', plan, 'number')
        plan = plan.sudo()
        numbered = plan._current_pdf().raw
        self.assertTrue(numbered.startswith(signed) and len(numbered) > len(signed))
        self.filled_in('clerk', self.step('clerk', plan, 'issue'), way='outside', upload=base64.b64encode(
            self.signed_outside(numbered, cases.seal(), 'seal')).decode())
        self.assertEqual((plan.state, plan.pdf_attachment_id.raw), ('issued', numbered))
        kept = plan.issued_file_ids.filtered(lambda file: file.attachment_id == source)
        self.assertEqual(kept.sha256, hashlib.sha256(b'Source of the plan').hexdigest())
        self.assertEqual(self.step('policy_staff', plan, 'check_signatures')['params']['type'], 'success')
        self.assertEqual(self.step('policy_staff', plan, 'check_files')['params']['type'], 'success')
        self.assertFalse(plan.issued_file_ids.filtered('finding'))
        sized = plan.with_context(bin_size=True)
        self.assertEqual(
            self.env['ir.actions.report'].with_context(bin_size=True)._render_qweb_pdf(plan._report, plan.ids)[0],
            plan._current_pdf().raw)
        self.assertEqual(sized._word_file(), plan._word_file())
        plan._profile().organ_code = '000.00.12.H10'
        sent = exchange.read(sized._edxml()).attachments[0]
        self.assertEqual(sent.content, plan._current_pdf().raw)

    def test_certificates(self):
        certificate = self.asked_for_sizes(self.as_user('head', 'dan_van.certificate'), 'create', {
            'kind': 'personal', 'upload': base64.b64encode(cases.leader().pkcs12()).decode(), 'pin': PIN,
            'image': base64.b64encode(cases.picture()).decode()})
        self.assertEqual(base64.b64decode(self.own.browse(certificate).image), cases.picture())
        root = self.asked_for_sizes(self.as_user('admin', 'dan_van.trusted.root'), 'create', {
            'certificate': base64.b64encode(cases.foreign_authority().pem).decode()})
        self.assertEqual(self.root.browse(root).name, "Cơ quan chứng thực lạ")

    def test_a_message_from_outside(self):
        dialog = self.as_user('clerk', 'dan_van.incoming.import')
        dialog = dialog.browse(self.asked_for_sizes(dialog, 'create', {
            'file': base64.b64encode(exchange.write(MESSAGE)).decode(), 'filename': 'x.edxml'}))
        self.asked_for_sizes(dialog, 'action_read')
        document = self.asked_for_sizes(dialog, 'action_create')['res_id']
        files = self.env['ir.attachment'].search([('res_model', '=', 'dan_van.incoming'), ('res_id', '=', document)])
        self.assertEqual(set(files.mapped('raw')), {attachment.content for attachment in MESSAGE.attachments})


class TestWholeEvidence(DmsCase):
    """What is hung on a duty is filed as it is."""

    def test_evidence_is_filed_with_its_kind_and_bytes(self):
        for name, raw in (('anh.png', PIXEL), ('bien-ban.txt', b'Minutes of the meeting')):
            number = self.asked_for_sizes(self.as_user('outreach_staff', 'ir.attachment'), 'create', {
                'name': name, 'datas': base64.b64encode(raw).decode(), 'res_model': self.duty._name, 'res_id': self.duty.id})
            attachment = self.env['ir.attachment'].browse(number)
            file = self.file_of(attachment).sudo()
            self.assertEqual((attachment.raw, base64.b64decode(file.content)), (raw, raw))
            self.assertEqual((file.mimetype, file.size), (attachment.mimetype, len(raw)))

    def test_a_file_put_into_a_folder_by_hand(self):
        files = self.as_user('outreach_staff', 'dms.file')
        number = self.asked_for_sizes(files, 'create', {
            'name': 'bien-ban.txt', 'directory_id': self.evidence().directory_id.id, 'content': base64.b64encode(b'Minutes').decode()})
        file = files.browse(number).sudo()
        self.assertEqual((base64.b64decode(file.content), file.attachment_id.res_id), (b'Minutes', self.duty.id))
