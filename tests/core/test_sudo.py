import ast

from odoo.tests import BaseCase, tagged

from .test_quality import ROOT, files

# Calls that ask for the right, or are the guard of a step.
ASKS = {'check_access', 'for_reader', '_guard', '_filtered_access', '_check_clerk', 'has_group'}
# Methods that take superuser rights over their own records unasked, and why nobody learns or changes more by them.
NUMBERS, GUARD, STEP, WHERE = (
    "numbers alone leave it", "refuses, and names what the user holds already", "called by a step that has been guarded",
    "only to which record or folder it belongs")
REVIEWED = {
    'Acceptance._announce': STEP,
    'AssignmentChange._make': "called where it was asked who may propose it",
    'Acceptance._claim': "called where a day of completion was entered, which has asked for the right",
    'Continuing._duties_copied': "takes what the maker of the copy may read",
    'Extension._announce': STEP,
    'Approval._check_access': "the domain says itself what the user may read",
    'Base._in_other_company': "only whether it is one of the user's own agencies",
    'Assignment._check_contents': GUARD,
    'HandedDown._hand_down': STEP,
    'HandingDown._do_recall': STEP,
    'HandingDown._do_replace': STEP,
    'HandedDuty._follow_incoming': "whose turn it is follows from what was entered, which has asked for the right",
    'HandingDown._further_organs': "to whom a document goes is told to who sends it",
    'HandingDown._handed_codes': "as its recipients",
    'HandingDown._packed_plan': "says what the document says, to those who get it",
    'SuperiorDuty._end': STEP,
    'HandedDuty._take_said': "called where a message of the agency is taken",
    'AskedReport._take_request': "called where a message of the superior is taken",
    'AskedReport._match_open': STEP,
    'AskedReport._new_period': "by which name the superior calls its theme",
    'AnsweringReport._do_recall': STEP,
    'AnsweringReport._superior_codes': "as the recipients of a plan",
    'AnsweringReport._further_organs': "to whom a report goes is told to who sends it",
    'AnsweringReport._exchange_attachments': "says what the report says, to who has asked for it",
    'ReportOfBelow._ask': STEP,
    'ReportOfBelow._transition': "after the step, to its issuer",
    'Case._deadline_counts': NUMBERS,
    'Case._number': NUMBERS,
    'Case._redact': STEP,
    'Certificate._sign': "asks whose certificate it is",
    'Content._check_assignments': GUARD,
    'Countable._unlink_uncounted': GUARD,
    'DmsDirectory._check_outside': GUARD,
    'DmsFile._check_same_record': GUARD,
    'DmsFile._dan_van_may_go': GUARD,
    'DmsFile._unlink_not_locked': GUARD,
    'DmsSecurityMixin._dan_van_filing': STEP,
    'DocumentMixin._send_by_itself': STEP,
    'Message._queue_status': STEP,
    'Message._queued': STEP,
    'AgencyProfile._check_superior': GUARD,
    'DocumentMixin._profile': "which profile it was; the profile itself is read in the user's rights",
    'FollowUp._restart_follow_up': STEP,
    'FollowUp._set_follow_up': STEP,
    'InSteps._restart_follow_up': STEP,
    'HolderCertificate._find': "whether a certificate is recorded",
    'HolderCertificate._propose': STEP,
    'HrDepartment._is_member': "whether the user himself is a member",
    'Filed._in_files': "in which files a document lies is known to who reads it",
    'Incoming._number': NUMBERS,
    'WorkFile._number': NUMBERS,
    'WorkFileLine._append': "how many sheets a document has, nothing of what stands on them",
    'IrAttachment._check_not_locked': GUARD,
    'IrAttachment._check_not_shown': GUARD,
    'IrAttachment._check_papers_open': GUARD,
    'IrAttachment._check_read_with_record': GUARD,
    'IrAttachment._file_in_dms': STEP,
    'IrAttachment._hold_documents': "locks rows, reads nothing out",
    'IrAttachment._log_case_reading': WHERE,
    'IssuedFile._check': "tells only whether the bytes are those of the issue",
    'Lock._check_made': GUARD,
    'MailActivity.write': WHERE,
    'MailMessage._check_case_files': GUARD,
    'MailMessage._kept': WHERE,
    'MailTrackingValue._check_not_kept': GUARD,
    'Rating._check_judged': GUARD,
    'Rating._check_share': NUMBERS,
    'Rating._compute_figures': NUMBERS,
    'RegisterEntry._keep_sources': STEP,
    'RegisterEntry._close_links': STEP,
    'ResPartner._logins_of_staff': "whether it is the address of somebody with a login",
    'ResPartner.write': GUARD,
    'Absence._check_overlap': GUARD,
    'IrEmbeddedActions._is_for_others': GUARD,
    'HrDepartment._note_head': "notes who heads the unit now, reads nothing out",
    'HrDepartment._changed_by': GUARD,
    'HrEmployee.write': GUARD,
    'ResourceResource.write': GUARD,
    'HrDepartment._acting_head': "whether somebody still works here is no secret to who waits for him",
    'ResUsers._dan_van_absence': "that somebody is away is told to who waits for him",
    'ResUsers._dan_van_is_there': "whether somebody still works here is no secret to who waits for him",
    'ResUsers._dan_van_agencies': "only which agencies are concerned",
    'ResUsers._dan_van_stand_in': "whether somebody still works here is no secret to who waits for him",
    'Reminding._keep_reminders': "reminders of others, which pass on to who is there",
    'Report._asks_reason': GUARD,
    'Report._ask_again': "only whether its period is closed",
    'Incoming.write': "reminders of others, which follow what was just written",
    'ResCompany._dan_van_leadership': "who leads the agency is known to all in it",
    'Signature._note': STEP,
    'Shared._check_access': "only whether it belongs to an agency",
    'SigningMixin._copy_to_replace': "the button that calls it asks",
    'TrustedRoot._of': "public certificates",
    'TrustedRoot._lists': "public lists",
    'TrustedRoot._responders': "public certificates, and addresses that go to the process that asks there",
    'TrustedRoot._note_answers': STEP,
    'TrustedRoot._proving': "whether there is a list or an address",
    'TrustedRoot._check_addresses': GUARD,
    'Approval._note': STEP,
    'DialogRow.write': STEP,
    'ReasonWizard.action_confirm': "the user's own dialog goes with the step",
    'ReserveWizard.action_confirm': "the user's own dialog goes with the number",
    'ResourceCalendarLeaves._dan_van_holidays': WHERE,
    'ResourceCalendar._dan_van_unlink_days_off': "days off of a calendar go with it, which Odoo has asked about",
    'ResourceCalendarAttendance._check_access': WHERE,
    'WorkflowMixin._announce': STEP,
    'WorkflowMixin.write': "activities of the turn, which say what the record is now",
    'WorkflowMixin._store_turns': "activities, which the service of turns alone writes",
}


def methods():
    """Yield (name, function node) of every method of models, dialogs and routes."""
    for path in files('models', 'wizards', 'controllers'):
        for cls in ast.parse(path.read_text(encoding='utf-8')).body:
            for node in cls.body if isinstance(cls, ast.ClassDef) else ():
                if isinstance(node, ast.FunctionDef):
                    yield f'{cls.name}.{node.name}', node


def sudo_on(node):
    """Yield on what a function takes superuser rights; ``sudo(False)`` gives them back."""
    for each in ast.walk(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == 'sudo' and not each.args:
            yield ast.unparse(each.func.value)


def taken(source):
    """Yield the numbers of the lines of ``source`` that take superuser rights, by whichever of the ways to do so."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and (
                node.func.attr == 'sudo' and not node.args
                or any(word.arg == 'su' and ast.unparse(word.value) == 'True' for word in node.keywords)
                or 'SUPERUSER_ID' in ' '.join(map(ast.unparse, (*node.args, *(word.value for word in node.keywords))))):
            yield node.func.end_lineno


def called(node):
    """:return: set of the names of what a function calls"""
    functions = [each.func for each in ast.walk(node) if isinstance(each, ast.Call)]
    return {getattr(function, 'attr', None) or getattr(function, 'id', None) for function in functions}


@tagged('post_install', '-at_install')
class TestSudo(BaseCase):
    """Superuser rights are taken after asking, or for a reason that a reader can check."""

    def test_whoever_takes_the_rights_over_his_own_records_asks_first(self):
        unasked = {name for name, node in methods() if 'self' in sudo_on(node) and not ASKS & called(node)}
        self.assertEqual(unasked, REVIEWED.keys())

    def test_each_says_why_it_is_safe(self):
        """On its line, or on one of the three above it."""
        unsaid, seen = [], 0
        for path in files('models', 'wizards', 'controllers'):
            source = path.read_text(encoding='utf-8')
            lines = source.splitlines()
            for number in taken(source):
                seen += 1
                if not any('# sudo' in line for line in lines[max(number - 4, 0):number]):
                    unsaid.append(f'{path.relative_to(ROOT)}:{number}: {lines[number - 1].strip()}')
        self.assertFalse(unsaid, "Write “# sudo: why it is safe” there")
        self.assertGreater(seen, 100)
