from unittest.mock import patch

from odoo.modules.db import FunctionStatus

from ...hooks import allow_search_without_tones
from ..common import AgencyCase


class TestSearchWithoutTones(AgencyCase):
    """Whoever types quickly, or on a phone, leaves the tones out."""

    def found(self, model, words):
        return self.as_user('office_staff', model).name_search(words)

    def test_names_of_units_plans_and_people(self):
        plan = self.new_plan(subject="Đẩy mạnh công tác dân vận vùng biên giới")
        unit = self.units['policy']
        for model, words, record in (
                ('dan_van.plan', "day manh cong tac dan van", plan), ('dan_van.plan', "ĐẨY MẠNH", plan),
                ('hr.department', "phong chinh sach", unit), ('hr.department', "Phòng Chính sách", unit)):
            with self.subTest(words):
                self.assertIn(record.id, [id_ for id_, _name in self.found(model, words)])

    def test_text_of_duties_in_lists(self):
        plan = self.new_plan()
        duty = plan.assignment_ids[:1]
        duty.text = "Rà soát các điểm nóng về đất đai."
        found = self.as_user('office_staff', 'dan_van.assignment').search([('text', 'ilike', "ra soat cac diem nong ve dat dai")])
        self.assertIn(duty, found)

    def test_folders_and_files(self):
        plan = self.to_state(self.new_plan(), 'issued')
        found = self.as_user('office_staff', 'dms.directory').search([('name', 'ilike', "ke hoach"), ('res_model', '=', 'dan_van.plan')])
        self.assertIn(plan.id, found.mapped('res_id'))

    def test_who_may_not_make_the_extension_is_told_and_goes_on(self):
        self.env.cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if self.env.cr.fetchone() != (True,):
            self.skipTest("the database's user can't take another role")
        registry = self.env.registry
        self.enterContext(patch.multiple(  # what follows is for this database alone, and is rolled back
            registry, **{name: getattr(registry, name) for name in ('has_unaccent', 'has_trigram', 'unaccent', 'unaccent_python')}))
        self.env.cr.execute("DROP EXTENSION unaccent CASCADE")
        self.env.cr.execute("SET LOCAL ROLE pg_read_all_data")
        with self.assertLogs('odoo.addons.dan_van.hooks', 'WARNING') as log:
            allow_search_without_tones(self.env)
        self.env.cr.execute("RESET ROLE")
        self.assertFalse(registry.has_unaccent)
        self.assertEqual(registry.unaccent('"name"'), '"name"')
        self.assertIn("CREATE EXTENSION unaccent", log.output[0])
        allow_search_without_tones(self.env)
        self.env.cr.execute("SELECT unaccent('Đẩy mạnh')")
        self.assertEqual(self.env.cr.fetchone(), ("Day manh",))
        self.assertEqual(registry.has_unaccent, FunctionStatus.INDEXABLE, "as in databases that Odoo makes itself")
        self.assertEqual(registry.unaccent('"name"'), 'unaccent("name")')
