from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import AgencyCase


@tagged('dan_van_long')
class TestNewCase(AgencyCase):

    def test_who_enters_petitions_is_offered_to(self):
        """The button “New” stands where a petition could be saved: with members of units that receive them."""
        for user, may in (('inspectorate_staff', True), ('policy_staff', False), ('head', False), ('office_staff', False)):
            Case = self.as_user(user, 'dan_van.case')
            with self.subTest(user):
                self.assertEqual(Case.has_access('create'), may)
                for view_type in ('list', 'form', 'kanban'):
                    offered = etree.fromstring(Case.get_view(view_type=view_type)['arch']).get('create') != 'False'
                    self.assertEqual(offered, may, view_type)
        with self.assertRaisesRegex(AccessError, "You belong to no unit that receives petitions"):
            self.as_user('policy_staff', 'dan_van.case').create({'kind_id': self.env['dan_van.case.kind'].search([], limit=1).id})
