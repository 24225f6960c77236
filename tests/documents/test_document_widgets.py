from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import AgencyCase

ARCH = """
<form>
    <field name="subject"/>
    <notebook>
        <page string="Document" name="document">
            <widget name="dan_van_pdf_preview" report="dan_van.plan_document" seen="1"/>
        </page>
        <page string="Comparison" name="compare">
            <field name="snapshot" widget="dan_van_comparison"/>
        </page>
        <page string="Failing" name="failing">
            <widget name="dan_van_pdf_preview" report="dan_van.no_such_document"/>
        </page>
    </notebook>
</form>"""


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestDocumentWidgets(HttpCase, AgencyCase):
    """The document and what has changed in it, inside a form."""

    @mute_logger('odoo.addons.web.controllers.report', 'odoo.http')  # one page asks for a report that is not there
    def test_reader_sees_document_and_changes(self):
        first = self.new_plan(subject="Kế hoạch cũ")
        second = self.new_plan(subject="Kế hoạch khác")
        self.env.cr.execute("UPDATE dan_van_plan SET snapshot = %s WHERE id = %s", ["""[
            ["same", "I. NỘI DUNG"], ["gap", ""], ["removed", "1. Tổ chức quán triệt"], ["added", "1. Phổ biến"]
        ]""", first.id])
        view = self.env['ir.ui.view'].create(
            {'name': "Widgets", 'model': 'dan_van.plan', 'arch': ARCH, 'priority': 99})
        action = self.env['ir.actions.act_window'].create({
            'name': "Widgets", 'res_model': 'dan_van.plan', 'domain': [('id', 'in', [first.id, second.id])],
            'view_ids': [Command.create({'view_mode': 'list'}), Command.create({'view_mode': 'form', 'view_id': view.id})]})
        seen = []
        self.enterContext(patch.object(
            self.registry['dan_van.plan'], 'mark_seen', lambda plan: seen.extend(plan.ids), create=True))
        self.start_tour(f'/odoo/action-{action.id}', 'dan_van_widgets_tour', login='chuyenvien.vp')
        self.assertEqual(seen, first.ids, "seen once, however often the document was shown")
