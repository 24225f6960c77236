import base64
import logging
import os
import tempfile
from pathlib import Path

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from ...signatures.placing import MM, signature_place
from ...signatures.signing import sign
from ...signatures.validation import seen_signatures
from .. import signature_cases as cases
from ..common import AgencyCase
from ..programs import call
from ..signature_cases import PIN, SIGNER


class SigningCase(AgencyCase):
    """An agency that trusts the test's authority since its plan was issued; leader and clerk keep certificates of their own, which are
    recorded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls._registry_patched:
            # PINs are counted in transactions of their own.
            cls.registry_enter_test_mode_cls()
        cls.plan = cls.to_state(cls.new_plan(), 'issued').with_env(cls.env)
        cls.issued = cls.plan.pdf_attachment_id.raw
        cls.root = cls.trust()
        cls.own = cls.upload('head', cases.leader(), image=base64.b64encode(cases.picture()))
        cls.seal = cls.upload('clerk', cases.seal(), kind='agency', image=base64.b64encode(cases.picture('agency')))
        cls.as_user('admin', cls.env['dan_van.holder.certificate'].search([('state', '=', 'proposed')])).action_record()

    @classmethod
    def trust(cls):
        """Let the agency sign digitally."""
        return cls.as_user('admin', 'dan_van.trusted.root').create({'certificate': base64.b64encode(cases.authority().pem)})

    @classmethod
    def upload(cls, user, certificate, pin=PIN, **values):
        return cls.as_user(user, 'dan_van.certificate').create({
            'kind': 'personal', 'upload': base64.b64encode(certificate.pkcs12()), 'pin': pin, **values})

    def dialog(self, user, step, **values):
        """Open the dialog by the button of the plan, fill it in and confirm it."""
        action = getattr(self.as_user(user, self.plan), f'action_{step}')()
        wizard = self.as_user(user, 'dan_van.sign.wizard').with_context(**action['context']).create(values)
        wizard.action_confirm()
        return wizard

    def sign_here(self, user='head', step='sign_pdf', certificate=None, pin=PIN):
        return self.dialog(user, step, way='here', certificate_id=(certificate or self.own).id, pin=pin)

    def upload_signed(self, raw, user='head', step='sign_pdf'):
        return self.dialog(user, step, way='outside', upload=base64.b64encode(raw))

    def signed_outside(self, pdf=None, by=None, field='outside'):
        return sign(pdf or self.issued, (by or cases.leader()).pkcs12(), PIN, field=field)

    def current(self):
        self.plan.invalidate_recordset()
        return self.plan._current_pdf().raw


class PdfSigCase(SigningCase):
    """What others see of it: whose turn it is, and what a program says of the file."""

    def turn(self):
        self.plan.invalidate_recordset()
        return self.plan.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref('dan_van.mail_activity_turn')).user_id

    def pdfsig(self, pdf):
        """:return: what poppler says of ``pdf`` where the test's authority is trusted"""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, 'signed.pdf').write_bytes(pdf)
            Path(folder, 'root.pem').write_bytes(cases.authority().pem)
            for command in (
                    ('-N', '--empty-password'), ('-A', '-n', 'root', '-t', 'CT,C,C', '-i', f'{folder}/root.pem')):
                call('certutil', '-d', f'sql:{folder}', *command)
            return call(
                'pdfsig', '-nssdir', f'sql:{folder}', f'{folder}/signed.pdf', check=False, text=True,
                env={**os.environ, 'LC_ALL': 'C.UTF-8'}).stdout


@tagged('post_install', '-at_install', 'dan_van_long')
class TestDigitalSignature(PdfSigCase):
    """The plan was issued before the agency signed digitally; the leader signs, then the clerk for the agency."""

    def test_leader_signs_and_clerk_seals(self):
        self.assertEqual(self.turn(), self.users['head'])
        self.sign_here()
        self.assertEqual(self.turn(), self.users['clerk'])
        one = self.current()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        self.assertFalse(self.turn())
        two = self.current()
        self.assertTrue(one.startswith(self.issued) and two.startswith(one))
        self.assertEqual(self.plan.pdf_attachment_id.raw, self.issued, "the issued file stays")
        self.assertEqual(self.plan.state, 'issued')
        first, second = self.as_user('policy_staff', self.plan).signature_ids
        self.assertEqual(
            (first.kind, first.signer, first.issuer, first.level, first.way, first.user_id),
            ('personal', SIGNER, "Cơ quan chứng thực thử nghiệm", 'B-B', 'here', self.users['head']))
        self.assertEqual((second.kind, second.signer, second.user_id), ('agency', cases.AGENCY, self.users['clerk']))
        self.assertEqual(self.plan.approval_ids[:2].mapped('step'), ['seal_pdf', 'sign_pdf'])
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')
        # What everybody gets is the signed file
        printed = self.as_user('policy_staff', 'ir.actions.report')._render_qweb_pdf(self.plan._report, self.plan.ids)[0]
        self.assertEqual(printed, two)
        self.assertIn(str(self.plan.signed_attachment_id.id), self.plan.action_open_pdf()['url'])
        self.assertFalse(self.plan.issued_file_ids._check(), "the signed files are kept as the others")
        self.assertTrue(self.env['dms.file'].search([('attachment_id', '=', self.plan.signed_attachment_id.id)]), "in the DMS")
        with self.assertRaisesRegex(UserError, "issued document"):
            self.plan.signed_attachment_id.unlink()
        said = self.pdfsig(two)
        self.assertEqual(said.count("Signature is Valid."), 2, said)
        self.assertEqual(said.count("Certificate is Trusted."), 2, said)
        self.assertIn(f"Signer Certificate Common Name: {SIGNER}", said)
        self.assertNotIn("Signature is Valid", self.pdfsig(cases.flipped(one, len(self.issued) - 999)))

    def test_where_signature_and_seal_are_seen(self):
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        signature, seal = seen_signatures(self.current())
        name = signature_place(self.issued, SIGNER)
        self.assertEqual({signature.page, seal.page}, {name.page})
        box, stamp = signature.rectangle, seal.rectangle
        self.assertGreaterEqual(round(box.bottom, 1), round(name.rectangle.bottom, 1))
        self.assertLessEqual(round(box.top, 1), round(name.rectangle.top, 1))
        self.assertAlmostEqual(stamp.width / MM, 36, delta=0.1)
        self.assertAlmostEqual(stamp.right, box.left + box.width / 3, delta=0.1)

    def test_signed_outside_and_uploaded(self):
        one = self.signed_outside()
        self.upload_signed(one)
        self.upload_signed(self.signed_outside(one, cases.seal(), 'seal'), 'clerk', 'seal_pdf')
        self.assertEqual(self.plan.signature_ids.mapped('way'), ['outside', 'outside'])
        self.assertTrue(self.current().startswith(one))

    def test_download_gives_the_file_that_is_to_be_signed(self):
        self.sign_here()
        action = self.as_user('clerk', self.plan).action_seal_pdf()
        wizard = self.as_user('clerk', 'dan_van.sign.wizard').with_context(**action['context']).create({'way': 'outside'})
        self.assertIn(f'/{self.plan.signed_attachment_id.id}?', wizard.action_download()['url'])

    def test_dialog_proposes_what_the_user_has(self):
        for user, step, certificate in (('head', 'sign_pdf', self.own), ('head', 'sign_pdf', None)):
            if not certificate:
                self.own.unlink()
            action = getattr(self.as_user(user, self.plan), f'action_{step}')()
            form = Form(self.as_user(user, 'dan_van.sign.wizard').with_context(**action['context']))
            self.assertEqual(form.way, 'here' if certificate else 'outside')

    def test_every_form_offers_the_signatures(self):
        """Whatever is issued can be signed and shows its signatures."""
        mixin = self.env.registry['dan_van.signing.mixin']
        models = [name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract]
        self.assertGreaterEqual(len(models), 4)
        for name in models:
            arch = self.env[name].get_view(view_type='form')['arch']
            for part in ('action_sign_pdf', 'action_seal_pdf', 'signature_ids', 'action_check_signatures'):
                self.assertIn(f'name="{part}"', arch, name)

    # Order and rights

    def test_each_signature_in_its_order_and_once(self):
        with self.assertRaisesRegex(UserError, "signs first"):
            self.as_user('clerk', self.plan).action_seal_pdf()
        self.sign_here()
        with self.assertRaisesRegex(UserError, "each once"):
            self.as_user('head', self.plan).action_sign_pdf()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        with self.assertRaisesRegex(UserError, "each once"):
            self.as_user('clerk', self.plan).action_seal_pdf()

    def test_only_the_signer_and_the_clerk_sign(self):
        for user in self.USERS:
            steps = set(self.as_user(user, self.plan).allowed_transitions or ())
            self.assertEqual('sign_pdf' in steps, user == 'head', user)
            if user != 'head':
                with self.assertRaises(UserError):
                    self.as_user(user, self.plan)._transition('sign_pdf', make=lambda pdf: self.signed_outside(), way='outside')
        self.sign_here()
        self.plan.invalidate_recordset()
        for user in self.USERS:
            steps = set(self.as_user(user, self.plan).allowed_transitions or ())
            self.assertEqual('seal_pdf' in steps, user == 'clerk', user)

    def test_only_what_is_in_force_is_signed(self):
        draft = self.new_plan()
        recalled = self.to_state(self.new_plan(), 'recalled')
        for plan in (draft, recalled):
            with self.assertRaises(UserError):
                self.as_user('head', plan).action_sign_pdf()

    def test_without_trusted_authorities_nothing_is_called_a_digital_signature(self):
        self.as_user('admin', self.root).active = False
        self.plan.invalidate_recordset()
        self.assertNotIn('sign_pdf', self.as_user('head', self.plan).allowed_transitions)
        with self.assertRaisesRegex(UserError, "trusts no certificate authority"):
            self.as_user('head', self.plan).action_sign_pdf()
        later = self.to_state(self.new_plan(), 'issued')
        self.assertFalse(later.activity_ids)
        self.assertFalse(later.signature_ids)

    def test_signatures_are_never_typed_changed_or_deleted(self):
        self.sign_here()
        signature = self.plan.signature_ids
        for user in ('head', 'clerk', 'admin'):
            mine = self.as_user(user, signature)
            for act in (lambda: mine.write({'signer': "Ai đó"}), mine.unlink, lambda: mine.create(mine.copy_data()[0])):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            signature.sudo().signer = "Ai đó"

    # Files that are refused

    def test_what_was_archived_counts_for_no_client(self):
        """A certificate that was taken back, an authority that is trusted no more: a client may ask to be shown them, not to use them."""
        holder = self.env['dan_van.holder.certificate'].search([('user_id', '=', self.users['head'].id)])
        self.root.sudo().create({'certificate': base64.b64encode(cases.foreign_authority().pem)})  # another that is trusted
        for record, message in ((holder, "record"), (self.root.sudo(), "trust")):
            record.active = False
            with self.subTest(record._name), self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
                wizard = self.as_user('head', 'dan_van.sign.wizard').with_context(active_test=False).create({
                    'res_model': self.plan._name, 'res_id': self.plan.id, 'transition': 'sign_pdf', 'way': 'outside',
                    'upload': base64.b64encode(self.signed_outside())})
                wizard.action_confirm()
            record.active = True
        self.assertFalse(self.plan.signature_ids)

    def test_forged_uploads_are_refused_with_a_reason(self):
        other = self.to_state(self.new_plan(subject="Kế hoạch khác"), 'issued').pdf_attachment_id.raw
        stranger = cases.issue("Trần Thị B", cases.authority(), cases.AGENCY)
        foreign = cases.issue(SIGNER, cases.foreign_authority(), cases.AGENCY)
        good = self.signed_outside()
        for raw, reason in (
                (self.signed_outside(other), "byte for byte"),
                (self.issued, "no digital signature"),
                (b'%PDF-1.7', "byte for byte"),
                (self.signed_outside(cases.rewritten(self.issued)), "More than a signature"),
                (cases.rewritten(good), "More than a signature"),
                (cases.flipped(good, 99), "byte for byte"),
                (self.signed_outside(by=stranger), "Trần Thị B"),
                (self.signed_outside(by=foreign), "does not trust"),
                (self.signed_outside(good, cases.seal(), 'seal'), "One new signature"),
        ):
            with self.subTest(reason), self.assertRaisesRegex(UserError, reason), self.env.cr.savepoint():
                self.upload_signed(raw)
        self.assertFalse(self.plan.signature_ids)
        self.assertEqual(self.current(), self.issued)

    def test_clerk_seals_exactly_the_file_that_the_leader_has_signed(self):
        self.sign_here()
        again = self.signed_outside(self.signed_outside(), cases.seal(), 'seal')
        with self.assertRaisesRegex(UserError, "byte for byte"), self.env.cr.savepoint():
            self.upload_signed(again, 'clerk', 'seal_pdf')

    def test_a_changed_file_is_found_later(self):
        self.sign_here()
        attachment = self.plan.signed_attachment_id
        path = Path(attachment._full_path(attachment.store_fname))
        whole = path.read_bytes()
        try:
            path.write_bytes(cases.flipped(whole, len(self.issued) + 3000))
            attachment.invalidate_recordset()
            self.assertEqual(self.plan.action_check_signatures()['params']['type'], 'danger')
        finally:
            path.write_bytes(whole)


@tagged('post_install', '-at_install')
class TestOwnCertificate(SigningCase):
    """A certificate is its owner's, and its PIN nobody's."""

    def test_what_is_shown_is_read_from_the_file(self):
        self.assertEqual(self.own.mapped(lambda own: (own.name, own.issuer, own.user_id)), [
            (SIGNER, "Cơ quan chứng thực thử nghiệm", self.users['head'])])
        self.assertFalse(self.own.upload or self.own.pin)
        forged = self.upload('head', cases.leader(), name="Ai đó", user_id=self.users['clerk'].id, valid_to='2099-01-01')
        self.assertEqual((forged.name, forged.user_id), (SIGNER, self.users['head']))
        with self.assertRaises(UserError):
            forged.user_id = self.users['clerk']

    def test_what_is_not_accepted(self):
        for certificate, pin, reason in (
                (cases.leader(), 'x', "PIN is wrong"), (cases.expired(), PIN, "has expired")):
            with self.assertRaisesRegex(UserError, reason):
                self.upload('head', certificate, pin)
        for raw in (b'', b'no file'):
            with self.assertRaisesRegex(UserError, "no PKCS#12"):
                self.as_user('head', 'dan_van.certificate').create({'upload': base64.b64encode(raw), 'pin': PIN})
        with self.assertRaisesRegex(ValidationError, "transparent"):
            self.own.image = base64.b64encode(cases.picture('personal', (255, 255, 255, 255)))

    def test_nobody_reads_the_file_back(self):
        for user in self.USERS:
            with self.assertRaises(AccessError):
                self.as_user(user, self.own).read(['pkcs12'])
            with self.assertRaises(AccessError):
                self.as_user(user, 'dan_van.certificate').search([('pkcs12', '!=', False)])
            with self.assertRaises(UserError):
                self.as_user(user, self.own).export_data(['pkcs12'])
            if user != 'head':
                with self.assertRaises(AccessError):
                    self.as_user(user, self.own).read(['name'])
        administrator = self.env.ref('base.user_admin')
        administrator.group_ids |= self.env.ref('dan_van.group_leadership')
        with self.assertRaises(AccessError):
            self.own.with_user(administrator).read(['name'])
        self.assertFalse(self.env['ir.attachment'].sudo().search([('res_model', '=', 'dan_van.certificate')]))
        self.assertNotIn('pkcs12', self.as_user('head', 'dan_van.certificate').fields_get())

    def test_nobody_signs_with_somebody_else_s(self):
        self.plan.company_id.partner_id.flush_recordset()
        with self.assertRaises(AccessError):
            self.sign_here(certificate=self.seal)
        deputy = self.upload('deputy_1', cases.leader())
        with self.assertRaises(AccessError):
            self.sign_here(certificate=deputy)
        with self.assertRaises(AccessError):
            self.own.with_user(self.users['clerk']).sudo()._sign(self.plan, self.issued, PIN, 'personal')
        stranger = self.upload('head', cases.issue("Trần Thị B", cases.authority()))
        with self.assertRaisesRegex(UserError, "Trần Thị B"), self.env.cr.savepoint():
            self.sign_here(certificate=stranger)

    def test_owner_deletes_it(self):
        self.as_user('head', self.own).unlink()
        self.assertFalse(self.own.exists())

    # The PIN

    def test_pin_is_in_no_log(self):
        """Calls as a client sends them, good and failing ones, with everything logged."""
        from odoo.service.model import call_kw
        heard = []

        class Listener(logging.Handler):
            def emit(self, record):
                heard.append(self.format(record))

        listener, root = Listener(), logging.getLogger()
        names = ('', 'odoo', 'odoo.service.model', 'odoo.sql_db', 'odoo.http', 'pyhanko', 'pyhanko_certvalidator')
        levels = {name: logging.getLogger(name).level for name in names}
        root.addHandler(listener)
        try:
            for name in names:
                logging.getLogger(name).setLevel(logging.DEBUG)
            action = self.as_user('head', self.plan).action_sign_pdf()
            wizard = self.as_user('head', 'dan_van.sign.wizard')
            for pin in ('9-wrong-PIN-9', PIN):
                vals = {'way': 'here', 'certificate_id': self.own.id, 'pin': pin}
                call = {'context': {**wizard.env.context, **action['context']}, 'specification': {'pin': {}, 'done': {}}}
                try:
                    call_kw(wizard, 'onchange', [[], vals, ['pin'], {'pin': {}, 'way': {}}], {'context': call['context']})
                    with self.env.cr.savepoint():
                        saved = call_kw(wizard, 'web_save', [[], vals], call)
                except UserError as error:
                    self.assertNotIn(pin, str(error))
            call_kw(self.as_user('head', 'dan_van.certificate'), 'create', [[{
                'upload': base64.b64encode(cases.leader().pkcs12()), 'pin': PIN}]], {})
        finally:
            root.removeHandler(listener)
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
        self.assertEqual(saved[0]['pin'], False, "it is not given back")
        self.assertTrue(saved[0]['done'])
        self.assertTrue([line for line in heard if 'dan_van.sign.wizard' in line], "the calls were heard")
        for pin in ('9-wrong-PIN-9', PIN):
            self.assertFalse([line for line in heard if pin in line])

    def test_pin_is_nowhere_in_the_database(self):
        self.sign_here()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")
        for [table] in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE %s', [f'%{PIN}%'])
            self.assertEqual(self.env.cr.fetchone(), (0,), table)
        self.assertNotIn(PIN.encode(), self.current())
