from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ...models.core.res_company import legal_today


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestActivityMenu(HttpCase):
    """The clock of the menu bar opens what it counts, though Odoo opens what is late or due today alone."""

    def test_what_is_due_later_only(self):
        user = self.env.ref('dan_van.user_policy_staff')
        self.env['mail.activity'].search([('user_id', '=', user.id)]).unlink()
        for subject, days, tour in (("Việc để sau", 7, 'later'), ("Việc hôm nay", 0, 'today')):
            letter = self.env['dan_van.letter'].create({
                'subject': subject, 'addressees': "Các phòng", 'body': "Nội dung.", 'company_id': user.company_id.id,
                'department_id': self.env.ref('dan_van.department_policy').id, 'signer_id': self.env.ref('dan_van.user_head').id})
            letter.activity_schedule(
                'mail.mail_activity_data_todo', user_id=user.id, date_deadline=legal_today(user) + timedelta(days))
            self.start_tour('/odoo', f'dan_van_activity_menu_{tour}_tour', login=user.login)
