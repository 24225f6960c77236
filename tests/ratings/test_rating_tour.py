from odoo.tests import HttpCase, tagged

from ...models.core.res_company import legal_today
from ..keys import unlocked

PHONE = '390x844'


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestRatingTour(HttpCase):

    def play(self, tour, login, phone):
        self.browser_size, self.touch_enabled = (PHONE, True) if phone else ('1366x768', False)
        self.start_tour('/odoo', f'dan_van_rating_{tour}_tour', login=login, timeout=120)

    def test_an_official_is_rated_from_phone_to_desk(self):
        official, office = (self.env.ref(f'dan_van.user_{name}') for name in ('policy_staff', 'office_head'))
        policy = self.env.ref('dan_van.department_policy')
        work = unlocked(self.env['dan_van.assignment'].search([
            ('scope', '=', 'unit'), ('department_id', '=', policy.id)]))
        today = legal_today(work)
        work.write({'user_ids': official.ids, 'deadline': today, 'done_date': today})
        unlocked(work.occurrence_ids).write({'due_date': today, 'done_date': today})
        unlocked(work.plan_id).write({'year': today.year, 'state': 'issued'})
        self.env['dan_van.rating.open'].with_user(office).create({'year': today.year}).action_open()
        year = self.env['dan_van.rating'].search([('year', '=', today.year), ('company_id', '=', office.company_id.id)])
        rating = year.filtered(lambda each: each.official_id == official)
        (year - rating).unlink()

        self.play('self', official.login, phone=True)
        self.play('head', self.env.ref('dan_van.user_policy_head').login, phone=True)
        self.play('conclude', self.env.ref('dan_van.user_head').login, phone=False)
        self.assertEqual(rating.approval_ids.sorted('id').mapped('step'), ['submit', 'assess', 'conclude'])
        self.assertEqual((rating.self_general, rating.final_general, rating.final_level), (28, 19, 'good'))
        self.assertEqual(rating.head_note, "Cần chủ động hơn.")
