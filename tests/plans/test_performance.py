import base64
from unittest.mock import patch

from odoo.fields import Command

from ..common import QueryCase
from .test_plan_import import TEXT


class TestQueries(QueryCase):
    """The number of queries does not grow with the number of records."""

    def signed_plan(self, size):
        duties = ['outreach', 'policy', 'office', None, 'inspectorate'] * (size // 5)
        return self.to_state(self.new_plan(duties=duties), 'signed')

    def issued_plan(self, size):
        return self.to_state(self.signed_plan(size), 'issued')

    def test_issue(self):
        self.assertFlat(self.signed_plan, lambda plan: self.as_user('clerk', plan).action_issue(), batches=9)

    def test_submit_and_sign(self):
        def submit_and_sign(plan):
            self.as_user('office_staff', plan).action_submit()
            self.as_user('head', plan).action_sign()
        self.assertFlat(
            lambda size: self.new_plan(duties=['outreach'] * size), submit_and_sign)

    def test_list_of_assignments(self):
        specification = {
            'text': {}, 'deadline': {}, 'health': {}, 'progress': {}, 'can_assign': {},
            'department_id': {'fields': {'display_name': {}}}, 'plan_id': {'fields': {'display_name': {}}},
            'user_ids': {'fields': {'display_name': {}}},
        }

        def open_list(plan):
            for user in ('outreach_staff', 'office_staff'):
                self.as_user(user, 'dan_van.assignment').web_search_read(
                    [('plan_id', '=', plan.id), ('scope', '=', 'unit')], specification, limit=500)
        self.assertFlat(self.issued_plan, open_list)

    def test_evidence_of_one_duty_among_files_of_others(self):
        """Who reads what shows the result of his duty has no other file looked at, however many there are."""
        duties = self.issued_plan(60).assignment_ids.filtered(lambda duty: duty.scope == 'unit')
        files = self.env['ir.attachment'].create([{
            'name': "Ảnh.txt", 'raw': b'Anh', 'res_model': duty._name, 'res_id': duty.id} for duty in duties])
        for duty, file in zip(duties, files):
            duty.evidence_ids = file
            duty.occurrence_ids[:1].evidence_ids = file
        self.env.flush_all()
        [duty, *_others] = duties.filtered(lambda each: each.department_id == self.units['outreach'])
        looked, check = [], type(files)._check_access

        def counted(records, operation):
            looked.extend(records.ids)
            return check(records, operation)
        for record in (duty, duty.occurrence_ids[:1]):
            self.env.invalidate_all()
            looked.clear()
            with patch.object(type(files), '_check_access', counted):
                found = self.as_user('outreach_staff', record._name).browse(record.id).evidence_ids
            self.assertEqual((found.ids, set(looked)), (duty.evidence_ids.ids, set(duty.evidence_ids.ids)))

    def test_groups_of_assignments(self):
        def open_groups(plan):
            self.as_user('office_staff', 'dan_van.assignment').web_read_group(
                [('plan_id', '=', plan.id)], ['health'], ['progress:avg'])
        self.assertFlat(self.issued_plan, open_groups)

    def test_list_of_plans(self):
        specification = {
            'display_name': {}, 'state': {}, 'assignment_count': {}, 'overdue_count': {}, 'progress': {},
            'content_count': {}, 'allowed_transitions': {}, 'signer_id': {'fields': {'display_name': {}}},
        }

        def plans(size):
            return self.as_user('office_staff', 'dan_van.plan').create([
                {'subject': f"Kế hoạch {index}", 'department_id': self.units['office'].id} for index in range(size)])

        def open_list(records):
            records.web_search_read([('id', 'in', records.ids)], specification, limit=500)
        self.assertFlat(plans, open_list, small=5, large=50)

    def test_import(self):
        def source(size):
            contents = '\n'.join(f"{number}. Nội dung công việc thứ {number}." for number in range(1, size + 1))
            duties = '\n'.join(f"{number}. Văn phòng: Nhiệm vụ thứ {number}." for number in range(1, size + 1))
            head, rest = TEXT.split("1. Tổ chức học tập các chỉ thị.\n2. Tiếp công dân định kỳ.\n")
            middle, tail = rest.split("1. Văn phòng")[0], rest[rest.index("\nTrên đây"):]
            text = f"{head}{contents}\n{middle}{duties}\n{tail}"
            return self.as_user('office_staff', 'dan_van.plan.import').create(
                {'file': base64.b64encode(text.encode()), 'filename': 'ke-hoach.txt'})

        def read_and_create(wizard):
            wizard.action_read()
            plan = self.env['dan_van.plan'].browse(wizard.action_create()['res_id'])
            self.assertEqual(plan.content_count, len(plan.printed_assignment_ids))
        # Three tables get rows: those of the preview twice as many as contents and assignments of the plan.
        self.assertFlat(source, read_and_create, batches=3 * 3)

    def test_copy_to_next_year(self):
        def served(size):
            plan = self.new_plan(duties=['outreach'] * size)
            content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
            plan.printed_assignment_ids.write({'content_ids': [Command.set(content.ids)], 'deadline': '2026-06-30'})
            return plan
        self.assertFlat(served, lambda plan: self.as_user('office_staff', plan).action_copy_next_year(), batches=4)
