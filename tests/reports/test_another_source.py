from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.modules.module import Manifest
from odoo.tests import tagged

from ...models.core import lock
from .test_report_counted import CountingCase

ADDON = 'dan_van_surveys'


class Survey(models.Model):
    """Records of a kind that figures count, as another addon would bring them."""

    _name = 'dan_van_surveys.survey'
    _description = 'Survey'
    _inherit = ['dan_van.countable']
    _module = ADDON
    _deleted_in = ('uncounted',)
    _counted_action = 'dan_van.event_action'

    department_id = fields.Many2one('hr.department', open_in=('uncounted',))
    date = fields.Date(open_in=('uncounted',))

    def _lock_states(self):
        counted = self._counted_in()
        return {survey: 'counted' if survey in counted else 'uncounted' for survey in self}


class Indicator(models.Model):
    _inherit = 'dan_van.indicator'
    _module = ADDON

    source = fields.Selection(selection_add=[('survey', "Number of surveys")], ondelete={'survey': 'set default'})

    @api.model
    def _counted_models(self):
        return {**super()._counted_models(), 'survey': Survey._name}

    def _count(self, period, units, first, last):
        found = super()._count(period, units, first, last)
        for unit, count in self.env[Survey._name]._read_group(
                [('department_id', 'in', units.ids), ('date', '>=', first), ('date', '<=', last)], ['department_id'], ['__count']):
            found |= {(unit.id, indicator): count for indicator in self if indicator.source == 'survey'}
        return found

    def _records(self, period, units):
        if self.source != 'survey':
            return super()._records(period, units)
        return Domain('department_id', 'in', units.ids) & Domain('date', '>=', period.date_from) & Domain('date', '<=', period.date_to)


@tagged('dan_van_long')
class TestAnotherSource(CountingCase):
    """What another addon lets figures count is counted, kept, locked and told as events are, without a change here."""

    def setUp(self):
        super().setUp()
        found = Manifest.for_addon
        self.patch(Manifest, 'for_addon', staticmethod(
            lambda name, **options: {'depends': ['dan_van']} if name == ADDON else found(name, **options)))
        lock.builds_on_us.cache_clear()
        self.addCleanup(lock.builds_on_us.cache_clear)
        self.install()
        self.surveys = self.env['dan_van.indicator'].create({
            'name': "Khảo sát", 'source': 'survey', 'theme_id': self.plan.theme_id.id, 'company_id': self.company.id})
        self.first = self.survey() | self.survey('2022-02-14')
        self.survey('2022-02-15'), self.survey(unit='policy')

    def install(self):
        # As Odoo's own tests do: nothing else makes a model after the registry is loaded.
        from odoo.orm.model_classes import add_to_registry  # noqa: PLC0415  pylint: disable=import-outside-toplevel
        indicator = self.registry['dan_van.indicator']
        self.addCleanup(self.take_out, indicator._base_classes__)
        add_to_registry(self.registry, Survey)
        add_to_registry(self.registry, Indicator)
        self.registry._setup_models__(self.env.cr, [])
        self.env['ir.module.module'].create({'name': ADDON})
        self.env.flush_all()
        self.registry.init_models(self.env.cr, [Survey._name], {'module': ADDON}, install=False)

    def take_out(self, bases):
        del self.registry[Survey._name]
        indicator = self.registry['dan_van.indicator']
        indicator._base_classes__, indicator._setup_done__ = bases, False
        self.registry._setup_models__(self.env.cr, [indicator._name])

    def survey(self, date='2022-02-10', unit='outreach'):
        return self.env[Survey._name].create({'date': date, 'department_id': self.units[unit].id})

    def surveyed(self, report):
        return self.figure(report, self.surveys).value

    def kept(self, report):
        return self.first.search(self.figure(report, self.surveys).action_open_records()['domain'])

    def test_it_is_counted_until_the_report_is_submitted(self):
        self.shown(self.report)
        self.assertEqual((self.surveyed(self.report), self.kept(self.report)), (2, self.first))
        more = self.survey()
        self.submit()
        self.survey()
        self.assertEqual((self.surveyed(self.report), self.kept(self.report)), (3, self.first | more))

    def test_what_was_counted_is_locked_until_it_comes_back(self):
        self.submit()
        for values in ({'date': '2022-02-11'}, {'department_id': self.units['policy'].id}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.first.write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.first.unlink()
        self.survey().date = '2022-02-12'
        self.as_user('outreach_staff', self.report).action_withdraw()
        self.first.date = '2022-02-11'
        self.assertEqual(self.kept(self.report) & self.first, self.first)

    def test_the_agency_keeps_what_its_sources_have_counted(self):
        self.receive()
        agency = self.consolidated()
        self.survey()
        self.issue(agency)
        self.assertEqual((self.surveyed(agency), self.kept(agency)), (2, self.first))

    def test_what_comes_later_is_told(self):
        self.receive()
        self.survey()
        self.assertIn("Khảo sát: this period 2 → 3", self.shown(self.report)['later_changes'])
        march = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        figure = self.figure(march, self.surveys)
        self.assertEqual((figure.before, figure.adjustment), (3, 1))
