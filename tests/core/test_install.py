"""The demo brings its language where the database knows English only."""
import tempfile

from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.convert import convert_xml_import

from ..common import ROOT


@tagged('post_install', '-at_install', 'dan_van_long')
class TestInstall(TransactionCase):

    def test_the_demo_brings_its_language(self):
        vietnamese = self.env['res.lang']._lang_get('vi_VN')
        self.env['res.lang']._activate_lang('en_US')
        self.env['ir.default'].search([('field_id.name', '=', 'lang')]).unlink()
        self.env['res.partner'].with_context(active_test=False).search([('lang', '=', 'vi_VN')]).lang = 'en_US'
        vietnamese.active = False
        demo = etree.parse(ROOT / 'demo' / 'agency.xml').getroot()
        for record in demo.findall('record'):
            demo.remove(record)  # they are there already; what is done beside them is done again

        with tempfile.NamedTemporaryFile(suffix='.xml') as file:
            file.write(etree.tostring(demo))
            file.seek(0)
            convert_xml_import(self.env, 'dan_van', file, {}, 'init')

        self.assertTrue(vietnamese.active)
        self.assertEqual(self.env.ref('dan_van.demo_company').partner_id.lang, 'vi_VN')
        self.assertEqual(self.env.ref('dan_van.plan_menu').with_context(lang='vi_VN').name, "Kế hoạch")
