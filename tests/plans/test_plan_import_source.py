from odoo.fields import Command

from .test_plan_import import TEXT, ImportCase
from .test_plan_import_operations import SOURCE

REPORTS = SOURCE.replace(
    "3. Phòng Địa bàn: Báo cáo hằng quý.", "3. Phòng Địa bàn: Báo cáo kết quả về Văn phòng trước ngày 20/6 và 10/12.")


class TestImportSource(ImportCase):
    """Beside the source of an import stands what was made of it; both know of each other."""

    def read_file(self, text):
        wizard = self.wizard(text)
        wizard.action_read()
        return wizard

    def test_the_whole_source_is_there(self):
        shown = ''.join(part['text'] for part in self.read_file(SOURCE).document['parts'])
        self.assertEqual(''.join(shown.split()), ''.join(SOURCE.split()))

    def test_every_row_knows_its_place_in_the_source(self):
        wizard = self.read_file(SOURCE)
        places = [part['path'] for part in wizard.document['parts'] if part['path']]
        for row in [*wizard.line_ids, *wizard.basis_ids]:
            with self.subTest(row=row.display_name):
                self.assertTrue(row.paths)
                self.assertTrue([place for place in places if place.startswith(row.paths[0])])

    def test_merged_rows_keep_both_places(self):
        wizard = self.read_file(SOURCE)
        first, second = wizard.part_ids.filtered(lambda row: row.label in ('a', 'b'))
        places = first.paths + second.paths
        second.action_merge()
        self.assertEqual(first.paths, places)

    def test_a_unit_in_charge_lights_up_its_name_only(self):
        wizard = self.read_file(SOURCE)
        units = wizard.line_ids.filtered(lambda row: row.type == 'unit')
        self.assertEqual([path.rpartition('.')[2] for unit in units for path in unit.paths], ['lead', 'coordinate'])

    def test_reports_in_the_text_are_proposed_and_ticked(self):
        wizard = self.read_file(REPORTS)
        self.assertFalse(wizard.warning_ids.filtered(lambda warning: warning.code == 'report_due'))
        [report] = wizard.period_ids
        self.assertIn("20/6", report.text)
        half, year = (self.env.ref(f'dan_van.scheme_{name}') for name in ('half', 'year'))
        self.assertEqual(report.proposal, ', '.join((half | year).mapped('name')))
        self.assertFalse(wizard.scheme_ids)
        wizard.scheme_ids = half
        self.assertEqual(self.created(wizard).scheme_ids, half)

    def test_regular_reports_fit_by_how_often_they_are_due(self):
        wizard = self.read_file(TEXT)
        self.assertEqual(wizard.period_ids.mapped('proposal'), [self.env.ref('dan_van.scheme_quarter').name])

    def test_several_plans_in_a_file_are_offered_one_by_one(self):
        second = TEXT.replace("Công tác dân vận chính quyền", "Cải cách hành chính")
        wizard = self.read_file(f"{TEXT}\n{second}")
        self.assertEqual((wizard.subject, wizard.next_subject), (
            "Công tác dân vận chính quyền năm 2026", "Cải cách hành chính năm 2026"))
        following = wizard.action_create()['params']['next']
        self.assertEqual((following['res_model'], following['res_id']), (wizard._name, wizard.id))
        self.assertEqual((wizard.subject, wizard.next_index), ("Cải cách hành chính năm 2026", 0))
        self.assertEqual(self.created(wizard).subject, "Cải cách hành chính năm 2026")
        self.assertTrue(self.env['dan_van.plan'].search_count([('subject', '=', "Công tác dân vận chính quyền năm 2026")]))

    def test_a_plan_of_the_file_can_be_left(self):
        wizard = self.read_file(f"{TEXT}\n{TEXT.replace('Công tác dân vận chính quyền', 'Cải cách hành chính')}")
        count = self.env['dan_van.plan'].search_count([])
        wizard.action_next()
        self.assertEqual(wizard.subject, "Cải cách hành chính năm 2026")
        self.assertEqual(self.env['dan_van.plan'].search_count([]), count)

    def test_deleted_rows_take_their_units_along(self):
        wizard = self.read_file(SOURCE)
        task = wizard.part_ids.filtered(lambda row: "đối thoại" in (row.text or ''))
        wizard.write({'line_ids': [Command.delete(task.id)]})
        self.assertFalse(wizard.line_ids.filtered(lambda row: row.type == 'unit'))
