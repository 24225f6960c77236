import base64
import importlib.util

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .. import signature_cases as cases
from ..common import ROOT
from ..signature_cases import SIGNER
from .test_digital_signature import SigningCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestRecordedCertificate(SigningCase):
    """A certificate is a person's when an administrator has found it so, not when it bears the name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.namesake = cases.issue(SIGNER, cases.authority(), cases.AGENCY)
        cls.Holder = cls.env['dan_van.holder.certificate']

    def record(self, issued, user='admin', **values):
        return self.as_user(user, 'dan_van.holder.certificate').create({
            'user_id': self.users['head'].id, 'certificate': base64.b64encode(issued.pem), **values})

    def recorded(self, certificate):
        return self.Holder.search([('serial', '=', f'{certificate.certificate.serial_number:X}')])

    def assertNotRecorded(self, act, certificate):
        """The refusal names what the administrator needs."""
        with self.assertRaisesRegex(UserError, f'{certificate.certificate.serial_number:X}.*is not recorded'):
            act()

    # What a signature needs

    def test_a_namesake_does_not_sign(self):
        own = self.upload('head', self.namesake)
        self.assertNotRecorded(lambda: self.sign_here(certificate=own), self.namesake)
        self.assertNotRecorded(lambda: self.upload_signed(self.signed_outside(by=self.namesake)), self.namesake)
        self.assertFalse(self.plan.signature_ids)
        self.assertFalse(own.is_recorded)
        self.as_user('admin', self.recorded(self.namesake)).action_record()
        own.invalidate_recordset(['is_recorded'])
        self.assertTrue(own.is_recorded)
        self.env.cr.execute("UPDATE dan_van_certificate SET key = NULL WHERE id = %s", [own.id])
        own.invalidate_recordset()
        self.assertTrue(own.is_recorded, "a file of before keys were kept")
        self.sign_here(certificate=own)
        self.assertEqual(self.plan.signature_ids.holder_certificate_id, self.recorded(self.namesake))

    def test_a_namesake_does_not_seal(self):
        self.sign_here()
        other = cases.issue(cases.AGENCY, cases.authority(), cases.AGENCY)
        own = self.upload('clerk', other, kind='agency')
        self.assertNotRecorded(lambda: self.sign_here('clerk', 'seal_pdf', own), other)
        self.assertNotRecorded(lambda: self.upload_signed(
            self.signed_outside(self.current(), other, 'seal'), 'clerk', 'seal_pdf'), other)

    def test_who_records_the_agencys_is_told(self):
        self.sign_here()
        own = self.upload('clerk', cases.issue(cases.AGENCY, cases.authority(), cases.AGENCY), kind='agency')
        with self.assertRaisesRegex(UserError, "Ask the administrator of “.*” to compare its serial number(.|\n)*signature of the agency"):
            self.sign_here('clerk', 'seal_pdf', own)

    def test_each_signs_with_his_own_only(self):
        """What is recorded for another person, for the agency, for another agency or no more counts for nothing."""
        held = self.recorded(cases.leader())
        foreign = self.env['res.company'].create({'name': "Cơ quan khác"})
        for values in (
                {'user_id': self.users['deputy_1'].id}, {'kind': 'agency', 'user_id': None}, {'company_id': foreign.id},
                {'active': False}, {'state': 'proposed'}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                held.sudo().with_context(active_test=False)._write(values)
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertNotRecorded(self.sign_here, cases.leader())
                savepoint.rollback()
        self.env.invalidate_all()
        self.sign_here()

    def test_a_renewed_certificate_with_the_same_key_is_recorded(self):
        renewed = cases.issue(SIGNER, cases.authority(), cases.AGENCY, key=cases.leader().key)
        self.assertNotEqual(renewed.certificate.serial_number, cases.leader().certificate.serial_number)
        self.upload_signed(self.signed_outside(by=renewed))
        self.assertEqual(self.plan.signature_ids.holder_certificate_id, self.recorded(cases.leader()))

    # Who records

    def test_uploading_proposes_and_no_more(self):
        self.upload('head', self.namesake)
        proposed = self.recorded(self.namesake)
        self.assertEqual(
            (proposed.state, proposed.user_id, proposed.company_id, proposed.recorder_id),
            ('proposed', self.users['head'], self.company, self.env['res.users']))
        self.upload('head', self.namesake)
        self.assertEqual(self.recorded(self.namesake), proposed, "once")
        for user in self.USERS:
            if user != 'admin':
                for act in ('action_record', 'unlink', 'action_archive'):
                    with self.subTest(user=user, act=act), self.assertRaises(AccessError):
                        getattr(self.as_user(user, proposed), act)()
        self.as_user('admin', proposed).action_record()
        self.assertEqual((proposed.state, proposed.recorder_id), ('recorded', self.users['admin']))
        self.assertTrue(proposed.recorded_date)

    def test_only_the_administrator_of_the_agency_records(self):
        for user in self.USERS:
            if user != 'admin':
                with self.subTest(user), self.assertRaises(AccessError):
                    self.record(self.namesake, user)
        foreign = self.env['res.company'].create({'name': "Cơ quan khác"})
        with self.assertRaises(AccessError):
            self.record(self.namesake, company_id=foreign.id)
        stranger = new_test_user(
            self.env, 'foreign.admin', 'dan_van.group_admin', company_id=foreign.id, company_ids=[Command.set(foreign.ids)])
        theirs = self.recorded(cases.leader()).with_user(stranger).with_context(allowed_company_ids=foreign.ids)
        with self.assertRaises(AccessError):
            theirs.action_archive()
        forged = self.record(self.namesake, recorder_id=self.users['head'].id, state='proposed', name="Ai đó", key='00')
        self.assertEqual(
            (forged.state, forged.recorder_id, forged.name), ('recorded', self.users['admin'], SIGNER), "as it was")
        self.assertNotEqual(forged.key, '00')

    def test_what_is_recorded_stays(self):
        held = self.as_user('admin', self.recorded(cases.leader()))
        for values in (
                {'user_id': self.users['deputy_1'].id}, {'certificate': base64.b64encode(self.namesake.pem)}, {'key': '00'},
                {'state': 'proposed'}, {'company_id': False}, {'serial': '1'}):
            with self.subTest(values), self.assertRaises(UserError):
                held.write(values)
        self.sign_here()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            held.unlink()
        held.action_archive()
        self.record(self.namesake).unlink()

    def test_what_is_not_recorded(self):
        for certificate, reason in (
                (cases.authority(), "certificate authority"), (cases.issue("Trần Thị B", cases.authority()), "Trần Thị B")):
            with self.assertRaisesRegex(ValidationError, reason):
                self.record(certificate)
        with self.assertRaisesRegex(ValidationError, "no certificate"):
            self.record(self.namesake, certificate=base64.b64encode(b'x'))
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.record(cases.leader())
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.record(self.namesake, user_id=False)
        agencys = self.record(cases.issue(cases.AGENCY, cases.authority()), kind='agency')
        self.assertFalse(agencys.user_id, "it is nobody's own")
        self.upload('deputy_1', cases.leader())
        theirs = self.recorded(cases.leader()).filtered(lambda record: record.user_id == self.users['deputy_1'])
        with self.assertRaisesRegex(ValidationError, "not of"):
            self.as_user('admin', theirs).action_record()

    def test_it_is_read_by_whom_it_concerns(self):
        held, seal = self.recorded(cases.leader()), self.recorded(cases.seal())
        for user in self.USERS:
            mine = self.as_user(user, 'dan_van.holder.certificate').search([])
            with self.subTest(user):
                self.assertEqual(held in mine, user in ('head', 'admin'))
                self.assertIn(seal, mine)

    # Upgrade

    def test_an_upgrade_records_who_has_signed(self):
        later = self.to_state(self.new_plan(), 'issued').with_env(self.env)
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_signature SET holder_certificate_id = NULL; DELETE FROM dan_van_holder_certificate")
        self.env.invalidate_all()
        path = ROOT / 'migrations' / '19.0.1.4.0' / 'post-signatures.py'
        spec = importlib.util.spec_from_file_location('post_signatures', path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.migrate(self.env.cr, '19.0.1.3.0')
        found = self.Holder.search([], order='kind desc')
        self.assertEqual(found.mapped(lambda record: (record.kind, record.user_id, record.name, record.state)), [
            ('personal', self.users['head'], SIGNER, 'recorded'),
            ('agency', self.env['res.users'], cases.AGENCY, 'recorded')])
        self.assertEqual(self.plan.signature_ids.holder_certificate_id, found)
        self.plan = later
        self.sign_here()
