import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).parents[2].resolve()
# Calls that ask for the right, or are the guard of a step.
ASKS = {'check_access', 'for_reader', '_guard', '_filtered_access', '_check_clerk', 'has_group'}
# Methods that take superuser rights over their own records unasked, and why nobody learns or changes more by them.
NUMBERS, GUARD, STEP, WHERE = (
    "numbers alone leave it", "refuses, and names what the user holds already", "called by a step that has been guarded",
    "only to which record or folder it belongs")
REVIEWED = {
    'Approval._check_access': "the domain says itself what the user may read",
    'Assignment._restart_follow_up': STEP,
    'Assignment._set_follow_up': STEP,
    'Case._deadline_counts': NUMBERS,
    'Case._number': NUMBERS,
    'Case._redact': STEP,
    'Certificate._sign': "asks whose certificate it is",
    'DmsDirectory._check_outside': GUARD,
    'DmsFile._check_same_record': GUARD,
    'DmsFile._unlink_not_locked': GUARD,
    'DmsSecurityMixin._dan_van_filing': STEP,
    'DocumentMixin._profile': "which profile it was; the profile itself is read in the user's rights",
    'HolderCertificate._find': "whether a certificate is recorded",
    'HolderCertificate._propose': STEP,
    'HrDepartment._is_member': "whether the user himself is a member",
    'Incoming._number': NUMBERS,
    'IrAttachment._check_not_locked': GUARD,
    'IrAttachment._check_not_shown': GUARD,
    'IrAttachment._file_in_dms': STEP,
    'IrAttachment._hold_documents': "locks rows, reads nothing out",
    'IrAttachment._log_case_reading': WHERE,
    'IssuedFile._check': "tells only whether the bytes are those of the issue",
    'Lock._check_made': GUARD,
    'MailMessage._check_case_files': GUARD,
    'MailMessage._kept': WHERE,
    'MailTrackingValue._check_not_kept': GUARD,
    'Plan._copy_text': "takes what the maker of the copy may read",
    'Rating._check_judged': GUARD,
    'Rating._check_share': NUMBERS,
    'Rating._compute_figures': NUMBERS,
    'RegisterEntry._keep_sources': STEP,
    'ResPartner._logins_of_staff': "whether it is the address of somebody with a login",
    'ResPartner.write': GUARD,
    'Absence._check_overlap': GUARD,
    'HrDepartment._acting_head': "whether somebody still works here is no secret to who waits for him",
    'ResUsers._dan_van_absence': "that somebody is away is told to who waits for him",
    'ResUsers._dan_van_is_there': "whether somebody still works here is no secret to who waits for him",
    'ResUsers._dan_van_agencies': "only which agencies are concerned",
    'ResUsers._dan_van_stand_in': "whether somebody still works here is no secret to who waits for him",
    'ReportLine._unlink_not_taken_in': GUARD,
    'ResCompany._dan_van_leadership': "who leads the agency is known to all in it",
    'Signature._note': STEP,
    'Shared._check_access': "only whether it belongs to an agency",
    'SigningMixin._copy_to_replace': "the button that calls it asks",
    'TrustedRoot._of': "public certificates",
    'WorkflowMixin._announce': STEP,
    'WorkflowMixin._store_turns': "activities, which the service of turns alone writes",
}


def methods():
    """Yield (name, function node, source) of every method of models, dialogs and routes."""
    for folder in ('models', 'wizards', 'controllers'):
        for path in sorted((ROOT / folder).rglob('*.py')):
            source = path.read_text(encoding='utf-8')
            for cls in ast.parse(source).body:
                for node in cls.body if isinstance(cls, ast.ClassDef) else ():
                    if isinstance(node, ast.FunctionDef):
                        yield f'{cls.name}.{node.name}', node, ast.get_source_segment(source, node)


def sudo_on(node):
    """Yield on what a function takes superuser rights; ``sudo(False)`` gives them back."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == 'sudo' and not each.args:
            yield ast.unparse(each.func.value)


def called(node):
    """:return: set of the names of what a function calls"""
    functions = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {getattr(function, 'attr', None) or getattr(function, 'id', None) for function in functions}


@tagged('post_install', '-at_install')
class TestSudo(BaseCase):
    """Superuser rights are taken after asking, or for a reason that a reader can check."""

    def test_whoever_takes_the_rights_over_his_own_records_asks_first(self):
        unasked = {name for name, node, _source in methods() if 'self' in sudo_on(node) and not ASKS & called(node)}
        self.assertEqual(unasked, REVIEWED.keys())

    def test_each_says_why_it_is_safe(self):
        for name, node, source in methods():
            if any(sudo_on(node)):
                with self.subTest(name):
                    self.assertRegex(source, r'# sudo\b')
