from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ...models.ratings.rating import STEPS
from .test_rating import RatingCase

WHY = "Có nhiều việc ngoài kế hoạch."
SECRET = "Chưa nói với ai."


class TestRatingSteps(RatingCase):
    """Own assessment, head, leadership; three duties of the year, all done on time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duties(*[('2026-05-01', '2026-05-01')] * 3)
        cls.duties(*[('2026-05-01', '2026-05-01')] * 3, unit='outreach', user='outreach_staff')
        cls.ratings = cls.open_year()
        cls.own = cls.rating('policy_staff')
        cls.of_head = cls.rating('policy_head')
        cls.unit = cls.rating('policy')

    def turn(self, rating):
        return rating.sudo().activity_ids.user_id

    def test_from_the_own_assessment_to_the_conclusion(self):
        self.act('policy_staff', self.own, 'submit', self_general=28, self_note="Hoàn thành tốt.")
        self.assertEqual((self.own.self_level, self.own.self_points), ('excellent', 98), "as the points propose")
        self.assertEqual(self.turn(self.own), self.users['policy_head'])
        self.act('policy_head', self.own, 'assess', head_general=19)
        self.assertEqual((self.own.head_level, self.own.head_points), ('good', 89))
        self.assertEqual(self.turn(self.own), self.users['head'])
        self.act('head', self.own, 'conclude')
        self.assertEqual((self.own.state, self.own.final_level, self.own.final_points), ('concluded', 'good', 89))
        self.assertFalse(self.turn(self.own))
        self.assertEqual(self.own.approval_ids.mapped('step'), ['conclude', 'assess', 'submit'])

    def test_another_level_needs_a_word_why(self):
        self.act('policy_staff', self.own, 'submit', self_general=28)
        with self.assertRaises(UserError):
            self.act('policy_head', self.own, 'assess', head_general=28, head_level='completed')
        self.act('policy_head', self.own, 'assess', head_level='completed', head_note=WHY)
        with self.assertRaises(UserError):
            self.act('head', self.own, 'conclude', final_level='good')
        self.act('head', self.own, 'conclude', final_level='good', final_note=WHY)
        self.assertEqual(self.own.final_level, 'good')

    def test_nobody_without_duties_is_rated_by_figures(self):
        rating = self.rating('inspectorate_staff')
        with self.assertRaises(UserError):
            self.act('inspectorate_staff', rating, 'submit', self_general=30)
        self.act('inspectorate_staff', rating, 'submit', self_level='good', self_note=WHY)

    def test_the_head_of_a_unit_is_assessed_by_the_leader_in_charge(self):
        self.act('policy_head', self.of_head, 'submit', self_level='good', self_note=WHY)
        self.assertEqual(self.turn(self.of_head), self.users['deputy_1'])
        for user in ('policy_head', 'deputy_2'):
            with self.subTest(user), self.assertRaises(UserError):
                self.act(user, self.of_head, 'assess')
        self.act('deputy_1', self.of_head, 'assess', head_level='good', head_note=WHY)
        self.assertEqual(self.turn(self.of_head), self.users['head'])
        with self.assertRaises(UserError):
            self.act('deputy_1', self.of_head, 'conclude')
        self.act('head', self.of_head, 'conclude')
        self.assertEqual(self.of_head.state, 'concluded')

    def test_a_unit_begins_with_its_head(self):
        with self.assertRaises(UserError):
            self.act('policy_head', self.unit, 'submit')
        self.act('policy_head', self.unit, 'assess', head_general=18)
        self.assertEqual((self.unit.state, self.unit.head_level), ('assessed', 'good'))
        self.act('head', self.unit, 'conclude')
        self.assertEqual(self.unit.final_level, 'good')

    def test_the_deputy_acts_within_the_delegation_but_not_on_himself(self):
        deputy = self.users['policy_staff']
        self.act('policy_staff', self.own, 'submit', self_level='good', self_note=WHY)
        self.units['policy'].write({
            'deputy_user_id': deputy.id, 'delegation_from': '2026-12-01', 'delegation_to': '2026-12-31'})
        self.assertEqual(self.turn(self.unit), deputy, "the inbox follows the delegation")
        self.assertEqual(self.turn(self.own), self.users['policy_head'])
        with self.assertRaises(UserError):
            self.act('policy_staff', self.own, 'assess')
        self.act('policy_staff', self.unit, 'assess', head_general=10)
        self.assertEqual(self.unit.approval_ids[0].on_behalf_id, self.users['policy_head'])
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.of_head).read(['self_level'])
        self.units['policy'].delegation_to = '2026-12-09'
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.unit).read(['head_level'])

    def test_back_with_a_reason(self):
        self.act('policy_staff', self.own, 'submit', self_level='good', self_note=WHY)
        self.as_user('policy_staff', self.own).action_withdraw()
        self.act('policy_staff', self.own, 'submit')
        with self.assertRaises(UserError):
            self.as_user('policy_head', self.own).action_return(" ")
        self.as_user('policy_head', self.own).action_return("Bổ sung kết quả.")
        self.assertEqual((self.own.state, self.turn(self.own)), ('draft', self.users['policy_staff']))
        self.act('policy_staff', self.own, 'submit')
        self.act('policy_head', self.own, 'assess', head_note=WHY, head_level='good')
        with self.assertRaises(UserError):
            self.as_user('policy_head', self.own).action_return("Muộn.")
        self.act('head', self.own, 'conclude')
        self.as_user('head', self.own).action_reopen("Xem lại theo kiến nghị.")
        self.assertEqual(self.own.state, 'assessed')
        self.as_user('head', self.own).action_return("Đánh giá lại.")
        self.assertEqual(self.own.state, 'draft')

    # The share of excellent ones

    def test_how_many_may_be_excellent(self):
        people = ('outreach_staff', 'inspectorate_staff', 'policy_staff', 'party_staff', 'office_staff', 'clerk')
        heads = {'clerk': 'office_head', **{name: name.replace('staff', 'head') for name in people if 'staff' in name}}
        ratings = {name: self.rating(name) for name in people}
        for name, rating in ratings.items():
            self.act(name, rating, 'submit', self_level='good', self_note=WHY)
            self.act(heads[name], rating, 'assess', head_level='good', head_note=WHY)
        best = {'final_level': 'excellent', 'final_note': "Có sáng kiến."}
        with self.assertRaises(UserError) as caught:
            self.act('head', ratings['policy_staff'], 'conclude', **best)
        self.assertIn("With 0 rated good, at most 0 may be rated excellent (20 %", str(caught.exception))
        self.assertIn("Hồ Thị L", str(caught.exception))
        for name in ('policy_staff', 'clerk'):
            self.as_user('head', ratings[name]).write(best)
        together = self.env['dan_van.rating'].union(*ratings.values())
        with self.assertRaises(UserError):
            self.as_user('head', together).action_conclude()  # two of four
        self.as_user('head', ratings['clerk']).write({'final_level': 'good'})
        self.as_user('head', together).action_conclude()  # one of five
        self.assertEqual(set(together.mapped('state')), {'concluded'})

    # What is whose to write

    def test_each_writes_his_own_step_and_nothing_else(self):
        values = {
            'self_general': 20, 'self_level': 'good', 'self_note': WHY, 'head_general': 20, 'head_level': 'good',
            'head_note': WHY, 'final_general': 20, 'final_level': 'good', 'final_note': WHY}
        others = {
            'frozen': {}, 'of_head': True, 'year': 2025, 'official_id': self.users['policy_head'].id, 'subject': 'unit',
            'department_id': self.units['outreach'].id, 'scheme_id': self.env.ref('dan_van.rating_scheme_2020').id,
            'state': 'concluded', 'on_time_count': 9, 'result_share': 100}
        writers = {'draft': ('self', 'policy_staff'), 'submitted': ('head', 'policy_head'), 'assessed': ('final', 'head'),
                   'concluded': (None, None)}
        steps = [('policy_staff', 'submit'), ('policy_head', 'assess'), ('head', 'conclude'), None]
        for step in steps:
            mine, writer = writers[self.own.state]
            for user in ('policy_staff', 'policy_head', 'head', 'deputy_1', 'office_head', 'clerk', 'admin'):
                rating = self.as_user(user, self.own)
                if rating.has_access('read'):
                    self.assertEqual([step for step in STEPS if rating[f'can_{step}']], [mine] if user == writer else [])
                for name, value in {**values, **others}.items():
                    with self.subTest(state=self.own.state, user=user, field=name):
                        if user == writer and name.startswith(f'{mine}_'):
                            rating.write({name: value})
                            continue
                        with self.assertRaises(UserError):
                            rating.with_context(dan_van_keys=True, dan_van_turn=True).write({name: value})
            if step:
                self.act(step[0], self.own, step[1])

    def test_nobody_makes_a_rating_by_hand(self):
        values = {'year': 2025, 'company_id': self.company.id, 'subject': 'official', 'official_id': self.users['clerk'].id,
                  'department_id': self.units['office'].id, 'scheme_id': self.env.ref('dan_van.rating_scheme_2020').id}
        for user in ('policy_staff', 'office_head', 'head', 'admin', 'clerk'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, 'dan_van.rating').create(values)

    # Who reads

    def test_each_sees_his_own_only(self):
        unit = self.ratings.filtered(lambda each: each.department_id == self.units['policy'])
        for user, seen in [
                ('policy_staff', self.own), ('policy_head', unit), ('clerk', self.rating('clerk')),
                ('admin', self.own.browse()), ('office_staff', self.ratings), ('head', self.ratings),
                ('deputy_2', self.ratings)]:
            with self.subTest(user):
                Rating = self.as_user(user, 'dan_van.rating')
                self.assertEqual(Rating.search([]).ids, seen.sorted().ids)
                grouped = Rating._read_group([], ['official_id'], ['__count'])
                self.assertEqual(sum(count for _official, count in grouped), len(seen), "groups follow the rules")
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        self.assertTrue(self.as_user('policy_staff', self.own).export_data(['head_level']))
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.of_head).export_data(['head_level'])
        log = self.env['dan_van.approval'].search([('res_model', '=', 'dan_van.rating')])
        self.assertFalse(self.as_user('policy_staff', log)._filtered_access('read'))

    def test_another_agency_sees_nothing(self):
        company = self.env['res.company'].create({'name': "Cơ quan khác"})
        stranger = new_test_user(
            self.env, 'stranger', 'dan_van.group_office,dan_van.group_leadership', company_id=company.id,
            company_ids=company.ids)
        self.assertFalse(self.env['dan_van.rating'].with_user(stranger).with_context(
            allowed_company_ids=company.ids).search([]))

    def test_nothing_of_a_rating_leaks_by_mail(self):
        self.act('policy_staff', self.own, 'submit', self_level='good', self_note=WHY)
        self.act('policy_head', self.own, 'assess', head_level='completed', head_note=WHY)
        self.assertFalse(self.own.message_partner_ids)
        with self.assertRaises(UserError):
            self.as_user('policy_head', self.own).message_subscribe(self.users['outreach_staff'].partner_id.ids)
        with self.assertRaises(UserError):
            self.as_user('policy_head', self.own).message_post(
                body="Trao đổi.", partner_ids=self.users['outreach_staff'].partner_id.ids)
        self.own.sudo()._message_subscribe(self.users['outreach_staff'].partner_id.ids)
        self.as_user('policy_head', self.own).message_post(
            body="Trao đổi.", partner_ids=self.users['policy_staff'].partner_id.ids, message_type='comment',
            subtype_xmlid='mail.mt_comment')
        told = self.env['mail.notification'].search([('mail_message_id', 'in', self.own.sudo().message_ids.ids)])
        self.assertEqual(told.res_partner_id, self.users['policy_staff'].partner_id)
        for message in self.own.sudo().message_ids:
            self.assertNotIn(WHY, message.body or '')

    # What is about to be judged

    def judging(self):
        """Yield each step while somebody is at it: ``(rating, step, who is at it, who else may read the rating)``."""
        readers = {'policy_staff', 'policy_head', 'head', 'deputy_1', 'office_staff'}
        own = self.own
        self.as_user('policy_staff', own).write({'self_general': 21, 'self_level': 'failed', 'self_note': f'{SECRET} self'})
        yield own, 'self', 'policy_staff', readers
        self.as_user('policy_staff', own).action_submit()
        self.as_user('policy_head', own).write({'head_general': 22, 'head_level': 'failed', 'head_note': f'{SECRET} head'})
        yield own, 'head', 'policy_head', readers
        self.as_user('policy_head', own).action_assess()
        self.as_user('head', own).write({'final_general': 23, 'final_level': 'good', 'final_note': f'{SECRET} final'})
        yield own, 'final', 'head', readers

    def test_nobody_reads_along_while_somebody_judges(self):
        for rating, step, author, readers in self.judging():
            secret = f'{SECRET} {step}'
            names = [f'{step}_{part}' for part in ('general', 'level', 'note', 'points', 'proposed')]
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self.as_user(author, rating).web_read({f'{step}_note': {}})[0][f'{step}_note'], secret)
            for user in sorted(readers - {author}):
                with self.subTest(step, user=user):
                    self.env.invalidate_all()
                    theirs = self.as_user(user, rating)
                    Rating = theirs.browse()
                    empty = {'id': rating.id, **dict.fromkeys(names, False)}
                    specification = {name: {} for name in names}
                    self.assertEqual(theirs.read(names), [empty])
                    self.assertEqual(theirs.web_read(specification), [empty])
                    self.assertEqual(Rating.search_read([('id', '=', rating.id)], names), [empty])
                    self.assertEqual(Rating.web_search_read([('id', '=', rating.id)], specification)['records'], [empty])
                    if theirs.has_access('write'):
                        changed = theirs.onchange({'exceeded_count': 1}, ['exceeded_count'], {**specification, 'exceeded_count': {}})
                        self.assertFalse(changed['value'].keys() & set(names))
                    self.users[user].group_ids |= self.env.ref('base.group_allow_export')
                    [row] = theirs.export_data(['year', *names])['datas']
                    self.assertEqual([str(cell) for cell in row], [str(rating.year), *[''] * len(names)])
                    for name in names:
                        self.assertRaises(AccessError, lambda name=name: theirs[name])
                    for domain in (
                            [(f'{step}_note', 'ilike', secret)], [(f'{step}_general', '>', 20)], [(f'{step}_level', '!=', False)],
                            [('id', 'any', [(f'{step}_level', 'in', ['failed', 'good'])])]):
                        self.assertNotIn(rating, Rating.search(domain))
                    for groups in (
                            Rating.formatted_read_group([('id', '=', rating.id)], [f'{step}_level'], [f'{step}_general:max']),
                            Rating.formatted_read_group([('id', '=', rating.id)], [], [f'{step}_note:array_agg'])):
                        self.assertNotIn(secret, str(groups))
                        self.assertFalse([value for group in groups for key, value in group.items()
                                          if key.startswith(step) and value and value != [None]])
                    self.assertNotIn(secret, str(theirs._sheet()))
                    self.assertNotIn(secret, str(theirs.env['dan_van.rating.sheet']._summary_line(theirs)))
                    self.assertNotIn(secret, str(theirs.message_ids.mapped('body')))

    def test_what_is_given_is_read_by_all_whom_it_concerns(self):
        for _step in self.judging():
            pass
        self.as_user('head', self.own).action_conclude()
        for user in ('policy_staff', 'policy_head', 'office_staff', 'deputy_1'):
            self.env.invalidate_all()
            theirs = self.as_user(user, self.own)
            self.assertEqual((theirs.self_note, theirs.head_note, theirs.final_note), tuple(f'{SECRET} {step}' for step in ('self', 'head', 'final')))
            self.assertIn(theirs, theirs.browse().search([('final_level', '=', 'good')]))
            self.assertEqual(theirs.web_read({'final_points': {}})[0]['final_points'], 123 - 30)
        self.as_user('head', self.own).action_reopen("Xem lại.")
        self.env.invalidate_all()
        self.assertFalse(self.as_user('policy_staff', self.own).web_read({'final_level': {}})[0]['final_level'])
