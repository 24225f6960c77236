"""The addon was installed where nobody has prepared anything for it."""
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestInstall(TransactionCase):

    def test_the_demo_brings_its_language(self):
        """The test command installs in a database which knows English only: the people of the demo read Vietnamese."""
        self.assertEqual(self.env.ref('dan_van.user_head').lang, 'vi_VN')
        self.assertEqual(self.env.ref('dan_van.plan_menu').with_context(lang='vi_VN').name, "Kế hoạch")
        self.assertEqual(self.env.ref('base.menu_administration').with_context(lang='vi_VN').name, "Cài đặt")
