from lxml import etree

from ..common import AgencyCase


class TestFormNotices(AgencyCase):
    """At the top of a form stands whose turn it is, and who has returned the document and why."""

    def letter(self):
        return self.as_user('policy_staff', 'dan_van.letter').create({
            'subject': "Về việc phối hợp", 'addressees': "Sở Nội vụ", 'body': "Nội dung.", 'recipients': "Như trên"})

    def test_why_it_came_back(self):
        letter = self.letter()
        self.assertFalse(letter.return_notice)
        letter.action_submit()
        self.reading('head', letter).action_return("Thiếu căn cứ.")
        for user in ('policy_staff', 'policy_head', 'office_staff'):
            notice = self.as_user(user, letter).return_notice
            with self.subTest(user):
                self.assertIn("Thiếu căn cứ.", notice)
                self.assertIn(self.users['head'].name, notice)
        letter.action_submit()
        self.env.invalidate_all()
        self.assertFalse(self.as_user('policy_staff', letter).return_notice, "submitted again")

    def test_each_form_of_a_workflow_has_them(self):
        for name in self.env['dan_van.approval']._workflow_models():
            for view in self.env['ir.ui.view'].search([('model', '=', name), ('type', '=', 'form'), ('mode', '=', 'primary')]):
                arch = self.env[name].get_view(view.id, 'form')['arch']
                with self.subTest(view.xml_id):
                    self.assertEqual((arch.count('name="turn_note"'), arch.count('name="return_notice"')), (1, 1))

    def test_what_changes_on_the_form_of_documents_changes_on_each_of_them(self):
        self.env['ir.ui.view'].create({
            'name': "More on documents", 'model': 'dan_van.signing.mixin', 'priority': 99,
            'inherit_id': self.env.ref('dan_van.official_document_view_form').id,
            'arch': """<data>
                <button name="action_recall" position="after"><button name="action_check_files" type="object" string="More"/></button>
                <group name="signer" position="inside"><field name="submitted_date"/></group>
                <page name="approvals" position="inside"><field name="submitter_id"/></page>
            </data>"""})
        documents = self.env.registry['dan_van.signing.mixin']
        names = [name for name, model in self.env.registry.items() if not model._abstract and issubclass(model, documents)]
        self.assertLessEqual({'dan_van.plan', 'dan_van.report', 'dan_van.letter', 'dan_van.reminder'}, set(names))
        for name in names:
            arch = etree.fromstring(self.env[name].get_view(view_type='form')['arch'])
            for place in (
                    "//header/button[@name='action_recall']/following-sibling::button[1][@string='More']",
                    "//group[@name='signer']/field[@name='submitted_date']", "//page[@name='approvals']/field[@name='submitter_id']"):
                with self.subTest(name, place=place):
                    self.assertEqual(len(arch.xpath(place)), 1)

    def test_each_step_of_a_signer_is_on_the_form_that_he_signs_on(self):
        steps = ('action_review_content', 'action_review_form', 'action_sign', 'action_take_over', 'action_return')
        for name in ('letter', 'report'):
            view = self.env.ref(f'dan_van.{name}_view_form_review')
            arch = etree.fromstring(self.env[view.model].get_view(view.id, 'form')['arch'])
            with self.subTest(name):
                self.assertEqual(tuple(dict.fromkeys(arch.xpath('//button[@type="object"]/@name'))), steps)

    def test_who_has_read_it_may_approve_it_from_a_list(self):
        plan = self.new_plan()
        for _time in range(2):
            plan.action_submit()
            self.as_user('head', plan).mark_seen()
            if not _time:
                self.reading('head', plan).action_return("Sửa thời hạn.")
        self.env.invalidate_all()
        self.as_user('head', plan).action_sign()
        self.assertEqual(plan.state, 'signed')
        for name in ('plan', 'report'):
            self.assertIn('<widget name="dan_van_seen"', self.env[f'dan_van.{name}'].get_view(view_type='form')['arch'])
