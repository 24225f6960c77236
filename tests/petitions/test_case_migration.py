import datetime

from odoo.modules.module import load_script

from ..common import ROOT
from .test_case import CaseCase


class TestCaseMigration(CaseCase):
    """An upgrade counts the deadlines of open petitions by the terms in working days."""

    def migrate(self, name='19.0.1.6.0/post-terms.py'):
        self.env.flush_all()
        self.env.invalidate_all()
        load_script(str(ROOT / 'migrations' / name), 'migration').migrate(self.env.cr, '19.0.1.4.0')
        self.env.invalidate_all()

    def told(self, case):
        return case.sudo().message_ids.filtered(lambda message: case.deadline.strftime('%d/%m/%Y') in (message.body or ''))

    def test_open_ones_are_counted_anew_and_told_once(self):
        saturday = self.today - datetime.timedelta((self.today.weekday() + 2) % 7 + 7)
        # As they stood before the upgrade: days of the calendar, whatever day they ended on.
        started = saturday - datetime.timedelta(10)
        still_open, settled, other_law = (self.received() for _case in range(3))
        denounced = self.received(kind_id=self.denunciation.id)
        settled.write({'outcome': "Xong."})
        settled.action_withdraw()
        self.env.flush_all()
        for case, deadline in ((still_open, saturday), (settled, saturday), (other_law, saturday + datetime.timedelta(35)),
                               (denounced, started + datetime.timedelta(7))):
            self.env.cr.execute(
                "UPDATE dan_van_case SET received_date = %s, deadline = %s WHERE id = %s", [started, deadline, case.id])
        self.denunciation.acceptance_unit = 'calendar'
        for _again in range(2):
            self.migrate()
            self.assertEqual(still_open.deadline, self.due(started, 10))
            self.assertEqual(still_open.deadline.weekday(), 0, "the Monday after")
            self.assertEqual((settled.deadline, other_law.deadline), (saturday, saturday + datetime.timedelta(35)))
            self.assertEqual(self.denunciation.acceptance_unit, 'working')
            self.assertEqual(denounced.deadline, self.company._terms()(started, 7, 'working'))
            self.assertEqual([len(self.told(case)) for case in (still_open, settled, other_law, denounced)], [1, 0, 0, 1])

    def test_terms_are_kept_where_the_deadline_was_counted_by_them(self):
        case, other_law = self.received(), self.received()
        before = case.deadline
        self.env.flush_all()
        self.env.cr.execute("UPDATE dan_van_case SET term = NULL WHERE id IN %s", [(case.id, other_law.id)])
        later = before + datetime.timedelta(35)
        self.env.cr.execute("UPDATE dan_van_case SET deadline = %s WHERE id = %s", [later, other_law.id])
        for name in ('pre', 'post', 'post'):
            self.migrate(f'19.0.1.7.0/{name}-turns.py')
        self.assertEqual((case.term, case.deadline), ([str(self.today), 10, 'calendar'], before))
        self.assertEqual((other_law.term, other_law.deadline), (False, later))
