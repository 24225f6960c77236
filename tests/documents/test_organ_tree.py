from datetime import timedelta

from psycopg2.errors import ForeignKeyViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from ...models.core.res_company import legal_today
from ..common import AgencyCase


class TestOrganTree(AgencyCase):
    """Which agencies are above and below: each says it for itself, by its directory and its profile."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile, cls.commune = cls.env.ref('dan_van.demo_profile'), cls.env.ref('dan_van.demo_organ_commune')
        cls.other = cls.env['res.company'].create({'name': "UBND xã Mẫu", 'phone': "0271 3999"})
        cls.third = cls.env['res.company'].create({'name': "Trung tâm Mẫu"})

    def organ(self, company, of):
        """:return: dan_van.organ, ``of`` as the directory of ``company`` has it"""
        organs = self.env['dan_van.organ']
        return organs.search([('company_id', '=', company.id), ('agency_id', '=', of.id)]) or organs.create({
            'name': of.name, 'company_id': company.id, 'agency_id': of.id})

    def new_profile(self, company, above, day):
        """:return: dan_van.agency.profile that says that ``above`` is the superior of ``company`` from ``day`` on"""
        return self.env['dan_van.agency.profile'].create({
            'company_id': company.id, 'date_from': day, 'issuer': company.name, 'symbol': 'X', 'place': "Tỉnh",
            'superior_id': above and self.organ(company, above).id})

    # Below

    def test_below_us_holds_from_day_to_day(self):
        clerk = self.as_user('clerk', self.commune)
        self.assertFalse(clerk.is_below)
        today = legal_today(clerk)
        days = today - timedelta(1), today, today + timedelta(1)
        for first, last, expected in (
                (days[1], False, True), (days[0], days[1], True), (days[0], days[0], False), (days[2], False, False)):
            with self.subTest(first=first, last=last):
                clerk.write({'below_from': first, 'below_to': last})
                self.assertEqual(clerk.is_below, expected)
                for value in (True, False):
                    found = clerk.search([('is_below', '=', value), ('id', '=', clerk.id)])
                    self.assertEqual(bool(found), value == expected)
        for first, last in ((False, days[0]), (days[1], days[0])):
            with self.assertRaisesRegex(ValidationError, "first day"):
                clerk.write({'below_from': first, 'below_to': last})

    def test_the_directory_is_imported_with_kinds_groups_and_days(self):
        office = self.as_user('office_staff', 'dan_van.organ.group')
        office.create([{'name': "Các xã"}, {'name': "Vùng sâu"}])
        result = office.env['dan_van.organ'].load(
            ['name', 'short_name', 'code', 'kind', 'group_ids', 'below_from'], [
                ["UBND xã Một", "Xã Một", "000.00.31.H99", "Rural commune", "Các xã,Vùng sâu", "2026-01-01"],
                ["UBND phường Hai", "", "", "Ward", "Các xã", ""]])
        self.assertFalse(result['messages'])
        first, second = office.env['dan_van.organ'].browse(result['ids'])
        self.assertEqual((first.kind, first.group_ids.mapped('name'), second.kind), ('commune', ["Các xã", "Vùng sâu"], 'ward'))
        self.assertTrue(first.is_below)
        found = office.env['dan_van.organ'].search([('group_ids', '=', "Vùng sâu")])
        self.assertEqual(found, first)
        refused = office.env['dan_van.organ'].load(['name', 'kind'], [["UBND xã Ba", "Bản"]])
        self.assertTrue(refused['messages'])
        with self.assertRaises(ForeignKeyViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            first.group_ids[0].unlink()

    def test_groups_are_those_of_the_own_directory(self):
        foreign = self.env['dan_van.organ.group'].create({'name': "Khối khác", 'company_id': self.other.id})
        with self.assertRaises(UserError):
            self.as_user('office_staff', self.commune).group_ids = [Command.link(foreign.id)]
        with self.assertRaises(UserError):
            self.commune.group_ids = [Command.link(foreign.id)]

    # Linked

    def test_one_line_a_directory_for_each_agency_and_none_for_itself(self):
        organ = self.organ(self.company, self.other)
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.commune.agency_id = self.other
        with self.assertRaisesRegex(ValidationError, "itself"):
            self.commune.agency_id = self.company
        self.assertEqual(organ.agency_id, self.other)

    def test_a_linked_agency_is_known_by_its_name_alone(self):
        organ = self.organ(self.company, self.other)
        for user in ('office_staff', 'clerk', 'admin', 'head', 'outreach_staff'):
            with self.subTest(user):
                seen = self.as_user(user, organ)
                [values] = seen.web_read({'name': {}, 'agency_id': {'fields': {'display_name': {}}}})
                self.assertEqual(values['agency_id']['display_name'], "UBND xã Mẫu")
                with self.assertRaises(AccessError):
                    seen.agency_id.read(['phone'])
                with self.assertRaises(AccessError):
                    seen.web_read({'agency_id': {'fields': {'phone': {}}}})
                self.assertFalse(seen.search([('agency_id.phone', 'ilike', "0271")]))

    def test_who_can_t_read_the_other_agency_does_not_link_it(self):
        with self.assertRaises(AccessError):
            self.as_user('office_staff', self.commune).agency_id = self.other.id
        system = new_test_user(
            self.env, 'system.keeper', 'base.group_system,dan_van.group_admin', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        self.commune.with_user(system).agency_id = self.other.id
        self.assertEqual(self.commune.agency_id, self.other)

    # Above

    def test_the_superior_stands_in_the_own_directory(self):
        admin = self.as_user('admin', self.profile)
        admin.superior_id = self.env.ref('dan_van.demo_organ_province').id
        self.assertEqual(admin.superior_id.name, "Ủy ban nhân dân tỉnh")
        with self.assertRaises(UserError):
            self.profile.superior_id = self.organ(self.other, self.third)
        with self.assertRaises(ForeignKeyViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            self.env.ref('dan_van.demo_organ_province').unlink()

    def test_nobody_is_above_itself(self):
        """Whichever of them is entered last, the profile or the link; what was once so hinders nobody."""
        day = self.profile.date_from
        self.profile.superior_id = self.organ(self.company, self.other)
        later = self.new_profile(self.other, self.third, day + timedelta(10))
        with self.assertRaisesRegex(ValidationError, "above itself"), self.env.cr.savepoint():
            self.new_profile(self.third, self.company, day)
        # From another day on the third agency is above nobody.
        self.new_profile(self.other, False, day + timedelta(20))
        third = self.new_profile(self.third, self.company, day + timedelta(20))
        with self.assertRaisesRegex(ValidationError, "above itself"), self.env.cr.savepoint():
            third.date_from = day + timedelta(15)
        organ = later.superior_id
        organ.agency_id = False
        third.date_from = day + timedelta(15)
        with self.assertRaisesRegex(ValidationError, "above itself"), self.env.cr.savepoint():
            organ.agency_id = self.third
