from lxml import etree

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

# In place of the day as such: how long until then.
_SPOKEN = ('remaining_days',)


@tagged('post_install', '-at_install')
class TestScreens(TransactionCase):
    """What an official reads at a glance, on whatever screen."""

    def fields_shown(self, view):
        """Yield the nodes of fields that ``view`` shows, each with its field; those of lists inside of a form too."""
        arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)['arch'])
        for node in arch.xpath('//field[not(@invisible="1" or @invisible="True" or @column_invisible="1" or @column_invisible="True")]'):
            model = self.env[view.model]
            for above in reversed([each for each in node.iterancestors('field')]):
                model = self.env[model._fields[above.get('name')].comodel_name]
            yield node, model._fields[node.get('name')]

    def test_days_are_written_with_their_year(self):
        """Numbers, as on paper: Odoo's own form leaves the year out of all days of this one."""
        views = self.env['ir.ui.view'].search([
            '|', ('model', '=like', 'dan_van.%'), ('model', 'in', ('dms.directory', 'dms.file')),
            ('type', 'in', ('form', 'list', 'kanban')), ('mode', '=', 'primary')])
        told = 0
        for view in views.filtered(lambda view: not self.env[view.model]._abstract):
            for node, field in self.fields_shown(view):
                if field.type in ('date', 'datetime') and node.get('widget') not in _SPOKEN:
                    told += 1
                    with self.subTest(view=view.xml_id, field=field.name):
                        self.assertTrue(safe_eval(node.get('options', '{}'), {'true': True, 'false': False}).get('numeric'))
        self.assertGreater(told, 80)

    def test_a_year_is_no_amount(self):
        """2026, not 2.026: lists and forms say so to their field, cards show the bare value."""
        views = self.env['ir.ui.view'].search([
            ('model', '=like', 'dan_van.%'), ('type', 'in', ('form', 'list', 'kanban')), ('mode', '=', 'primary')])
        told = 0
        for view in views.filtered(lambda view: not self.env[view.model]._abstract):
            for node, field in self.fields_shown(view):
                shown = view.type != 'kanban' or any(True for _above in node.iterancestors('t'))
                if field.name == 'year' and field.type == 'integer' and shown:
                    told += 1
                    with self.subTest(view=view.xml_id):
                        options = safe_eval(node.get('options', '{}'), {'true': True, 'false': False})
                        self.assertTrue(view.type != 'kanban' and options.get('enable_formatting') is False)
        self.assertGreater(told, 4)

    def test_a_question_says_what_it_asks(self):
        """Its title and the button that goes on are the step's own words: Ký, not Xác nhận and Đồng ý; lists of Odoo take none."""
        told = 0
        views = self.env['ir.ui.view'].search([('model', '=like', 'dan_van.%'), ('type', '=', 'form'), ('mode', '=', 'primary')])
        for view in views.filtered(lambda view: not self.env[view.model]._abstract):
            arch = etree.fromstring(self.env[view.model].get_view(view.id, view.type)['arch'])
            for button in arch.xpath('//button[@confirm][not(ancestor::list)]'):
                told += 1
                with self.subTest(view=view.xml_id, button=button.get('name')):
                    self.assertTrue(button.get('confirm-title'))
                    self.assertEqual(button.get('confirm-title'), button.get('confirm-label'))
        self.assertGreater(told, 30)

    def test_what_is_not_there_is_not_shown(self):
        """Odoo's samples behind an empty list are records that nobody has, in no language."""
        views = self.env['ir.ui.view'].search([('model', '=like', 'dan_van.%'), ('arch_db', 'like', ' sample=')])
        self.assertFalse(views.filtered(lambda view: etree.fromstring(view.arch).xpath('//*[@sample]')).mapped('xml_id'))

    def test_a_phone_shows_cards(self):
        """Where a menu leads to, of who configures too: a table is wider than a phone. What is made there has a form."""
        menus = self.env['ir.ui.menu'].search([('id', 'child_of', self.env.ref('dan_van.root_menu').id)])
        actions = [menu.action for menu in menus if menu.action and menu.action._name == 'ir.actions.act_window']
        self.assertGreater(len(actions), 30)
        for action in actions:
            modes = action.view_mode.split(',')
            if 'list' in modes:
                with self.subTest(action.xml_id or action.name):
                    self.assertIn('kanban', modes)
                    view = dict(zip(modes, (view for view, _mode in action.views), strict=True))['kanban']
                    cards = etree.fromstring(self.env[action.res_model].get_view(view or None, 'kanban')['arch'])
                    self.assertTrue('form' in modes or cards.get('create') in ('0', 'false'))

    def test_a_phone_takes_photos(self):
        """Where photos of pages are read a phone leads too: by a menu, or above the cards."""
        clerk = new_test_user(self.env, 'screens_clerk', 'dan_van.group_clerk')
        for name, model in (('plan_import_action', 'dan_van.plan'), ('incoming_file_action', 'dan_van.incoming')):
            action = self.env.ref(f'dan_van.{name}')
            menus = self.env['ir.ui.menu'].search([('action', '=', f'{action._name},{action.id}')])
            cards = etree.fromstring(self.env[model].with_user(clerk).get_view(view_type='kanban')['arch'])
            with self.subTest(name):
                self.assertTrue(menus or cards.xpath(f'/kanban/header/button[@name="{action.id}"][@display="always"]'))


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestHeadings(HttpCase):
    """Two columns that are cut to “Ngày …” say nothing: a heading goes on below."""

    def test_headings_are_read_whole(self):
        for path in ('acceptances', 'extensions', 'occurrences'):
            with self.subTest(path):
                self.start_tour(f'/odoo/dan-van-{path}', 'dan_van_headings_tour', login='truongphong.ttdb')
