import base64
import io

from asn1crypto import tsp
from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from odoo.exceptions import AccessError, ValidationError
from odoo.modules.module import load_script
from odoo.tests import tagged

from ...signatures.signing import sign
from .. import signature_cases as cases
from ..common import ROOT
from ..local_server import serving
from ..signature_cases import PIN
from .test_digital_signature import PdfSigCase
from .test_signing_order import OrderCase


class LevelCase(OrderCase, PdfSigCase):
    """What is kept after each step is judged by two programs of others: poppler's pdfsig, and pyHanko, which take nothing of ours."""

    @classmethod
    def stamped_by(cls, service=None):
        """Run a time-stamp service on this machine; yield its address."""
        stamper = cases.time_stamper(service=service)
        return serving(lambda request: stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump(), 'application/timestamp-reply')

    def use_time_stamps(self, address):
        self.env['ir.config_parameter'].sudo().set_param('dan_van.time_stamp_url', address)

    def know(self, **about):
        self.as_user('admin', self.env['dan_van.trusted.root'].search([])).revocation_list = base64.b64encode(cases.revocation_list(**about))

    def keep(self):
        self.env.ref('dan_van.cron_preserve').with_user(self.env.ref('base.user_root')).method_direct_trigger()
        self.env.invalidate_all()

    def assert_holds(self, pdf, signers, stamped, archives=0):
        """Two programs find the signatures of ``signers`` in ``pdf`` good, each with a time-stamp or none, and archive time-stamps, which
        pdfsig names and does not judge; a certificate that has signed twice it judges once."""
        said = self.pdfsig(pdf)
        self.assertEqual(said.count("Signature is Valid."), len(signers), said)
        self.assertEqual(said.count("dan_van_archive_"), archives, said)
        self.assertEqual(said.count("Certificate is Trusted."), len(set(signers)), said)
        reader, context = PdfFileReader(io.BytesIO(pdf)), ValidationContext(
            trust_roots=[translate_pyca_cryptography_cert_to_asn1(cases.authority().certificate)], allow_fetching=False)
        found = reader.embedded_regular_signatures
        self.assertEqual([each.signer_cert.subject.native['common_name'] for each in found], signers)
        for each in found:
            status = validate_pdf_signature(each, context)
            self.assertTrue(status.bottom_line, status.pretty_print_details())
            self.assertEqual(bool(status.timestamp_validity), stamped)
        self.assertEqual(len(reader.embedded_timestamp_signatures), archives)
        for each in reader.embedded_timestamp_signatures:
            status = validate_pdf_timestamp(each, context)
            self.assertTrue(status.intact and status.valid and status.trusted)

    def step(self, user, step, by, way):
        """Sign in the dialog of a button, here or with a program of one's own; a time-stamp comes with it where there is a service."""
        if way == 'here':
            return self.sign_here(user, step, by)
        service = self.env['ir.config_parameter'].sudo().get_param('dan_van.time_stamp_url')
        action = getattr(self.as_user(user, self.plan), f'action_{step}')()
        wizard = self.as_user(user, 'dan_van.sign.wizard').with_context(**action['context']).create({'way': 'outside'})
        pdf = base64.b64decode(wizard.pdf)
        wizard.upload = base64.b64encode(sign(
            pdf, (cases.leader() if by == self.own else cases.seal()).pkcs12(), PIN, field=f'{user}_token', time_stamp=service or None))
        return wizard.action_confirm()

    def signed_plan(self, way, level):
        """Lead a plan from its leader over its number to the seal, and have each file judged.

        :return: bytes of the sealed file
        """
        self.plan = self.to_state(self.new_plan(), 'submitted').with_env(self.env)
        stamped = level == 'B-T'
        self.step('head', 'sign', self.own, way)
        self.env.invalidate_all()
        self.assert_holds(self.plan.signer_pdf_id.raw, [cases.SIGNER], stamped)
        self.give_number()
        self.assert_holds(self.plan.numbered_pdf_id.raw, [cases.SIGNER], stamped)
        self.step('clerk', 'issue', self.seal, way)
        self.env.invalidate_all()
        sealed = self.plan._current_pdf().raw
        self.assert_holds(sealed, [cases.SIGNER, cases.AGENCY], stamped)
        self.assertEqual(self.plan.signature_ids.mapped('level'), [level] * 2)
        self.assertEqual(set(self.plan.signature_ids.mapped('way')), {way})
        return sealed

    def assert_kept(self, before, level, stamped, archives=0):
        kept = self.plan._current_pdf().raw
        self.assertTrue(kept.startswith(before) and len(kept) > len(before))
        self.assertEqual((self.plan.validity_level, self.plan.validity_note), (level, False))
        self.assert_holds(kept, [cases.SIGNER, cases.AGENCY], stamped, archives)
        self.assertIn('/DSS', PdfFileReader(io.BytesIO(kept)).root)
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')
        self.assertFalse(self.plan.issued_file_ids._check())
        return kept


@tagged('post_install', '-at_install', 'dan_van_long')
class TestValidityLevels(LevelCase):
    """From the leader over the number to the seal, signed here and outside, at each level."""

    def test_b_b_and_its_proofs(self):
        self.know()
        for way in ('here', 'outside'):
            with self.subTest(way):
                sealed = self.signed_plan(way, 'B-B')
                self.keep()
                self.assert_kept(sealed, 'DSS', False)

    def test_what_was_called_b_lt_without_time_stamps_is_called_so_no_more(self):
        self.know()
        self.signed_plan('here', 'B-B')
        self.keep()
        self.env.cr.execute("UPDATE dan_van_plan SET validity_level = 'B-LT' WHERE id = %s", [self.plan.id])
        load_script(str(ROOT / 'migrations' / '19.0.1.17.0' / 'post-validity-levels.py'), 'post_validity_levels').migrate(
            self.env.cr, '19.0.1.16.0')
        self.env.invalidate_all()
        self.assertEqual(self.plan.validity_level, 'DSS')

    def test_b_t_then_b_lt_then_b_lta_then_renewed(self):
        """The service is there when it is signed, away at first when it is proved; its first archive time-stamp ends soon."""
        self.know()
        soon = cases.time_stamping(days=(-30, 40))
        for way in ('here', 'outside'):
            with self.subTest(way):
                with self.stamped_by() as address:
                    self.use_time_stamps(address)
                    sealed = self.signed_plan(way, 'B-T')
                self.use_time_stamps(False)
                self.keep()
                proved = self.assert_kept(sealed, 'B-LT', True)
                with self.stamped_by(soon) as address:
                    self.use_time_stamps(address)
                    self.keep()
                archived = self.assert_kept(proved, 'B-LTA', True, 1)
                self.assertEqual(self.plan.validity_end, soon.certificate.not_valid_after_utc.date())
                with self.stamped_by() as address:
                    self.use_time_stamps(address)
                    self.keep()
                    renewed = self.assert_kept(archived, 'B-LTA', True, 2)
                    self.assertEqual(self.plan.validity_end, cases.time_stamping().certificate.not_valid_after_utc.date())
                    self.keep()
                self.assertEqual(self.plan._current_pdf().raw, renewed, "covered for a year, it is left as it is")
                self.use_time_stamps(False)

    def test_the_form_tells_what_was_found(self):
        self.know()
        self.signed_plan('here', 'B-B')
        self.keep()
        form = self.as_user('policy_staff', 'dan_van.plan').get_view(self.env.ref('dan_van.plan_view_form').id, 'form')['arch']
        for name in ('signature_ids', 'validity_level', 'validity_end', 'validity_note', 'action_check_signatures'):
            self.assertIn(f'name="{name}"', form)
        for signature in self.as_user('policy_staff', self.plan).signature_ids:
            self.assertTrue(signature.signer and signature.issuer and signature.serial and signature.signed_date and signature.create_date)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestAskedAuthority(LevelCase):
    """The authority is asked at the address that the system administrator has entered, after the agency has signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the certificates name is called by pdfsig, and by nobody here.
        cls.called = []
        cls.named = cls.enterClassContext(serving(
            lambda request: cls.called.append(request) or cases.status_answer(request), 'application/ocsp-response'))
        cls.own = cls.upload('head', cases.leader(responder=cls.named))
        cls.seal = cls.upload('clerk', cases.seal(responder=cls.named), kind='agency')
        cls.as_user('admin', cls.env['dan_van.holder.certificate'].search([('state', '=', 'proposed')])).action_record()
        cls.root = cls.env['dan_van.trusted.root'].search([])

    def ask(self):
        """Let the schedule run, which calls the address of the authority and not those in certificates."""
        self.called.clear()
        self.keep()
        self.assertFalse(self.called)

    def issue(self):
        self.plan = self.to_state(self.new_plan(), 'submitted').with_env(self.env)
        self.to_issued()
        return self.plan._current_pdf().raw

    def test_its_answers_are_kept_in_the_file(self):
        before, asked = self.issue(), []
        self.ask()
        self.assertFalse(self.plan.validity_level or self.plan.validity_note, "nobody is asked where no address is entered")
        with serving(lambda request: asked.append(request) or cases.status_answer(request)) as address:
            self.root.status_url = address
            self.ask()
        self.assertEqual(len(asked), 2)
        kept = self.assert_kept(before, 'DSS', False)
        store = PdfFileReader(io.BytesIO(kept)).root['/DSS']
        self.assertEqual((len(store['/OCSPs']), '/CRLs' in store), (2, False))
        self.assertFalse(self.root.status_note)

    def test_who_is_away_is_asked_again(self):
        before = self.issue()
        self.root.status_url = 'http://127.0.0.1:9/'
        self.ask()
        for note in (self.plan.validity_note, self.root.status_note):
            self.assertRegex(note, r"127\.0\.0\.1:9.*(asked again|hỏi lại)")
        self.assertEqual(self.plan._current_pdf().raw, before)
        with serving(cases.status_answer) as address:
            self.root.status_url = address
            self.ask()
        self.assert_kept(before, 'DSS', False)
        self.assertFalse(self.root.status_note)

    def test_its_list_takes_its_place(self):
        before = self.issue()
        self.know()
        self.root.status_url = 'http://127.0.0.1:9/'
        self.ask()
        self.assert_kept(before, 'DSS', False)
        self.assertIn('127.0.0.1:9', self.root.status_note, "the administrator is told all the same")

    def test_a_forged_answer_proves_nothing(self):
        before = self.issue()
        for about in ({'altered': True}, {'signer': cases.leader()}, {'days': (-9, -2)}):
            with serving(lambda request, about=about: cases.status_answer(request, **about)) as address:
                self.root.status_url = address
                self.ask()
            self.assertFalse(self.plan.validity_level)
            self.assertRegex(self.plan.validity_note, "does not hold|không có giá trị")
            self.assertEqual(self.plan._current_pdf().raw, before)

    def test_revoked_before_and_since_are_told_apart(self):
        self.issue()
        for days, told in ((3, "what was signed with it after that|sau thời điểm đó"), (2 / 86400, "after it had signed|sau khi đã ký")):
            revoked = [(cases.leader(responder=self.named), days)]
            with serving(lambda request, revoked=revoked: cases.status_answer(request, revoked=revoked)) as address:
                self.root.status_url = address
                self.ask()
            self.assertRegex(self.plan.validity_note, told)

    def test_the_address_is_the_system_administrator_s(self):
        with self.assertRaises(AccessError):
            self.as_user('admin', self.root).status_url = 'http://127.0.0.1:9/'
        for address in ('file:///etc/passwd', 'gopher://127.0.0.1/', 'ftp://127.0.0.1/'):
            with self.assertRaisesRegex(ValidationError, "http"), self.env.cr.savepoint():
                self.root.status_url = address
