import ast
import io
import re
from collections import Counter
from pathlib import Path

import polib
from lxml import etree

from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import TRANSLATED_ATTRS, code_translations, trans_export

ADDON = Path(__file__).resolve().parents[2]
I18N = ADDON / 'i18n'
PLACEHOLDER = re.compile(r'%(?:\(\w+\))?[a-z]')
TAG = re.compile(r'</?\w+')
# Letters that only Vietnamese has: such a text is Vietnamese in the source already.
VIETNAMESE = re.compile('[À-ýĂăĐđĨĩŨũƠơƯưẠ-ỹ]')
# What reads the same in both languages: a name, an abbreviation, an expression, bare placeholders.
SAME_IN_BOTH = {
    'BDT', 'ID', 'PDF', 'SHA-256', 'Thanh tra', 'WeasyPrint', 'object._file_name()', '%(step)s: %(reason)s',
    'PAdES B-B', 'PKCS#7', 'Word', 'edXML', 'https://...', 'https://danvan.example.vn', '000.00.12.H10', '12/UBND-NC', '2-3, 5',
    '%(unit)s, %(content)s: %(figures)s', '(Theo', 'object._sheet_name()', 'object._slip_name()', '01.VP', 'HND', 'HỘI NÔNG DÂN TỈNH', 'Excel', 'object.display_name',
}

MENUS = {
    'dan_van.root_menu': "Dân vận", 'dan_van.plan_root_menu': "Kế hoạch", 'dan_van.assignment_menu': "Phân công",
    'dan_van.register_entry_menu': "Sổ văn bản đi", 'dan_van.configuration_menu': "Cấu hình",
    'dan_van.report_root_menu': "Báo cáo", 'dan_van.report_menu': "Báo cáo của đơn vị",
    'dan_van.report_agency_menu': "Báo cáo của cơ quan", 'dan_van.report_review_menu': "Chờ ký",
    'dan_van.period_menu': "Kỳ báo cáo", 'dan_van.extension_menu': "Gia hạn",
    'dan_van.reminder_menu': "Công văn đôn đốc", 'dan_van.report_scheme_menu': "Chế độ báo cáo", 'dan_van.theme_menu': "Lĩnh vực",
    'dan_van.indicator_menu': "Chỉ tiêu", 'dan_van.letter_root_menu': "Văn bản",
    'dan_van.organ_menu': "Danh bạ cơ quan", 'dan_van.organ_group_menu': "Nhóm cơ quan", 'dan_van.letter_review_menu': "Văn bản chờ ký", 'dan_van.incoming_menu': "Sổ văn bản đến",
    'dan_van.copy_menu': "Bản sao văn bản", 'dan_van.work_file_menu': "Hồ sơ công việc", 'dan_van.file_catalog_menu': "Danh mục hồ sơ",
    'dan_van.certificate_menu': "Chứng thư số của tôi", 'dan_van.trusted_root_menu': "Cơ quan chứng thực tin cậy",
    'dan_van.issued_file_menu': "Tệp đã ban hành", 'dan_van.event_root_menu': "Hoạt động",
    'dan_van.event_type_menu': "Loại hoạt động", 'dan_van.dashboard_menu': "Tổng quan",
    'dan_van.case_menu': "Đơn, kiến nghị, phản ánh", 'dan_van.rating_menu': "Đánh giá", 'dan_van.target_menu': "Chỉ tiêu kế hoạch",
    'dan_van.figure_check_menu': "Kiểm tra số liệu", 'dan_van.calendar_link_menu': "Đăng ký lịch thời hạn",
}
GROUPS = {
    'dan_van.group_staff': "Chuyên viên", 'dan_van.group_unit_head': "Trưởng phòng",
    'dan_van.group_office': "Văn phòng", 'dan_van.group_clerk': "Văn thư",
    'dan_van.group_leadership': "Lãnh đạo", 'dan_van.group_admin': "Quản trị", 'dan_van.group_exchange': "Liên thông với máy chủ khác",
}
STATUSES = {
    'draft': "Dự thảo", 'submitted': "Đã trình", 'signed': "Đã ký", 'numbered': "Đã cấp số", 'issued': "Đã ban hành",
    'closed': "Đã kết thúc", 'recalled': "Đã thu hồi",
}
HEALTH = {
    'overdue': "Quá hạn", 'undone': "Chưa hoàn thành", 'due_soon': "Sắp đến hạn", 'on_track': "Đúng tiến độ",
    'done_late': "Hoàn thành trễ", 'done_on_time': "Hoàn thành đúng hạn",
}
REPORT_STATUSES = {
    'draft': "Dự thảo", 'submitted': "Đã trình", 'approved': "Đã duyệt", 'received': "Đã tiếp nhận", 'signed': "Đã ký",
    'numbered': "Đã cấp số", 'issued': "Đã ban hành", 'recalled': "Đã thu hồi", 'replaced': "Đã được thay thế",
}
PUNCTUALITY = {
    'overdue': "Quá hạn", 'closed': "Đã kết thúc", 'pending': "Chưa đến hạn", 'late': "Gửi trễ hạn", 'on_time': "Gửi đúng hạn",
}
REASONS = {
    'not_begun': "Chưa triển khai", 'too_early': "Chưa đến kỳ báo cáo", 'postponed': "Lùi thời gian",
    'cancelled': "Không thực hiện",
}
DECISIONS = {
    'requested': "Chờ quyết định", 'accepted': "Đã chấp thuận", 'refused': "Không chấp thuận", 'withdrawn': "Đã rút lại",
}
# Headings of the report as the agencies write them.
SECTIONS = {
    'direction': "Công tác lãnh đạo, chỉ đạo, quán triệt", 'results': "Kết quả thực hiện",
    'strengths': "Đánh giá chung: Ưu điểm", 'weaknesses': "Đánh giá chung: Tồn tại, hạn chế",
    'causes_objective': "Đánh giá chung: Nguyên nhân khách quan", 'causes_subjective': "Đánh giá chung: Nguyên nhân chủ quan",
    'next_tasks': "Phương hướng, nhiệm vụ kỳ tới", 'proposals': "Kiến nghị, đề xuất",
}
FIGURES = {
    'value': "Kỳ này", 'previous': "Kỳ trước", 'cumulative': "Lũy kế từ đầu năm", 'last_year': "Cùng kỳ năm trước",
    'target': "Chỉ tiêu năm",
}
SCHEMES = {
    'month': "Báo cáo tháng", 'quarter': "Báo cáo quý", 'half': "Báo cáo sáu tháng đầu năm", 'nine': "Báo cáo chín tháng",
    'year': "Báo cáo năm", 'thematic': "Báo cáo chuyên đề", 'adhoc': "Báo cáo đột xuất",
}


def hidden_sentences(path):
    """Yield the lines of a Python file that give ``env._`` another name: the export finds no sentence behind it."""
    tree = ast.parse(path.read_text(encoding='utf-8'))
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == '_' and id(node) not in called:
            yield node.lineno


def is_left_english(source, shown):
    """Tell whether ``shown`` is ``source`` itself although that is an English text."""
    source, shown = (source or '').strip(), (shown or '').strip()
    return (source == shown and source not in SAME_IN_BOTH
            and bool(re.search('[A-Za-z]{2}', source)) and not VIETNAMESE.search(source))


@tagged('post_install', '-at_install')
class TestTranslationFile(TransactionCase):
    """i18n/vi.po is complete: `scripts/translate` brings it up to date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        exported = io.BytesIO()
        trans_export(None, ['dan_van'], exported, 'po', cls.env)
        cls.terms = {entry.msgid for entry in polib.pofile(exported.getvalue().decode())}
        cls.file = polib.pofile(str(I18N / 'vi.po'))

    def test_every_term_is_translated(self):
        self.assertTrue(self.terms)
        translated = {entry.msgid for entry in self.file if entry.msgstr.strip()}
        self.assertFalse(sorted(self.terms - translated), "Terms without Vietnamese in i18n/vi.po")

    def test_every_sentence_is_found(self):
        folders = ('models', 'wizards', 'controllers')
        hidden = [f'{path.relative_to(ADDON)}:{line}' for folder in folders
                  for path in sorted((ADDON / folder).rglob('*.py')) for line in hidden_sentences(path)]
        self.assertFalse(hidden, "Sentences that the export to i18n/ does not find: call env._ itself")

    def test_no_term_is_left_over(self):
        if not self.env.ref('base.module_dan_van').demo:
            self.skipTest("i18n/ holds the terms of the demo data too, which are not installed here")
        for name in ('vi.po', 'dan_van.pot'):
            known = {entry.msgid for entry in polib.pofile(str(I18N / name))}
            self.assertFalse(sorted(known - self.terms), f"i18n/{name} has terms that the addon has no more")

    def test_template_has_every_term(self):
        known = {entry.msgid for entry in polib.pofile(str(I18N / 'dan_van.pot'))}
        self.assertFalse(sorted(self.terms - known), "Terms that i18n/dan_van.pot lacks")

    def test_no_entry_is_doubtful(self):
        doubtful = self.file.fuzzy_entries() + self.file.obsolete_entries()
        self.assertFalse([entry.msgid for entry in doubtful], "Fuzzy or obsolete entries in i18n/vi.po")

    def test_placeholders_and_tags_are_kept(self):
        for pattern in (PLACEHOLDER, TAG):
            broken = [f'{entry.msgid} → {entry.msgstr}' for entry in self.file.translated_entries()
                      if Counter(pattern.findall(entry.msgid)) != Counter(pattern.findall(entry.msgstr))]
            self.assertFalse(broken, f"Differences in what {pattern.pattern} finds")

    def test_no_translation_repeats_the_english(self):
        repeated = [entry.msgid for entry in self.file if is_left_english(entry.msgid, entry.msgstr)]
        self.assertFalse(repeated, "Translations that are the English text itself")


@tagged('post_install', '-at_install')
class TestVietnameseScreens(TransactionCase):
    """What a user reads is Vietnamese, in the words of the agencies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('vi_VN')
        cls.env.ref('base.module_dan_van')._update_translations(['vi_VN'], overwrite=True)
        ids = cls.env['ir.model.data'].search([
            ('module', '=', 'dan_van'), ('model', '=', 'ir.ui.view')]).mapped('res_id')
        cls.views = cls.env['ir.ui.view'].browse(ids).filtered(lambda view: view.type != 'qweb')

    def _in(self, lang, records):
        return records.with_context(lang=lang)

    def _left_english(self, arch_en, arch_vi):
        """Return the texts that a user reads in ``arch_vi`` as they stand in ``arch_en``, both XML of one view."""
        pairs = list(zip(
            etree.fromstring(arch_en).iter('*'), etree.fromstring(arch_vi).iter('*'), strict=True))
        shown = [(english.get(name), vietnamese.get(name)) for english, vietnamese in pairs
                 for name in TRANSLATED_ATTRS if english.get(name)]
        shown += [texts for english, vietnamese in pairs for texts in (
            (english.text, vietnamese.text), (english.tail, vietnamese.tail))]
        return [source for source, text in shown if is_left_english(source, text)]

    def test_views(self):
        left = {}
        self.assertTrue(self.views, "no view was found")
        for view in self.views:
            if view.mode == 'extension':
                # The rest of the view is another addon's.
                english, vietnamese = (self._in(lang, view).arch_db for lang in ('en_US', 'vi_VN'))
            else:
                english, vietnamese = (
                    self._in(lang, self.env[view.model]).get_views([(view.id, view.type)])['views'][view.type]['arch']
                    for lang in ('en_US', 'vi_VN'))
            if found := self._left_english(english, vietnamese):
                left[view.xml_id] = found
        self.assertFalse(left, "English on Vietnamese screens")

    def test_fields(self):
        left = []
        for view in self.views.filtered(lambda item: not item.inherit_id):
            english, vietnamese = (
                self._in(lang, self.env[view.model]).get_views([(view.id, view.type)])['models']
                for lang in ('en_US', 'vi_VN'))
            for model in english:
                if not model.startswith('dan_van.'):
                    continue
                for name, field in english[model]['fields'].items():
                    if self.env[model]._fields[name]._module != 'dan_van':
                        # The choices of activities and messages are Odoo's own terms.
                        field = {**field, 'selection': None}
                    left += self._left_in_field(f'{model}.{name}', field, vietnamese[model]['fields'][name])
        self.assertFalse(sorted(set(left)), "English labels, help texts or choices on Vietnamese screens")

    def _left_in_field(self, where, english, vietnamese):
        pairs = [(english.get(name), vietnamese.get(name)) for name in ('string', 'help')]
        choices = dict(vietnamese.get('selection') or ())
        pairs += [(source, choices[key]) for key, source in english.get('selection') or ()]
        return [f'{where}: {source}' for source, text in pairs if is_left_english(source, text)]

    def test_fields_of_units(self):
        fields = {name: field for name, field in self.env['hr.department']._fields.items()
                  if field._module == 'dan_van'}
        self.assertTrue(fields)
        english, vietnamese = (
            self._in(lang, self.env['hr.department']).fields_get(list(fields)) for lang in ('en_US', 'vi_VN'))
        left = [text for name in english for text in self._left_in_field(name, english[name], vietnamese[name])]
        self.assertFalse(left, "English labels, help texts or choices on Vietnamese screens")

    def test_steps(self):
        for model, words in (
                ('dan_van.plan', ["Trình", "Ký nháy nội dung", "Ký nháy thể thức", "Rút lại", "Trả lại", "Nhận làm người ký", "Ký", "Cấp số", "Ban hành",
                                  "Chữ ký số của người ký", "Ghi nhận đã ký trên giấy", "Chữ ký số của cơ quan", "Kết thúc", "Mở lại", "Thay thế", "Thu hồi",
                                  "Không cần thông báo"]),
                ('dan_van.report', ["Trình", "Rút lại", "Duyệt", "Tiếp nhận", "Báo cáo đến", "Nhập báo cáo giấy", "Trả lại", "Nhận làm người ký", "Ký",
                                    "Cấp số", "Ban hành", "Chữ ký số của người ký", "Ghi nhận đã ký trên giấy", "Chữ ký số của cơ quan", "Thay thế", "Thu hồi",
                                  "Không cần thông báo"]),
                ('dan_van.period', ["Mở kỳ báo cáo", "Kết thúc", "Mở lại"]),
                ('dan_van.extension', ["Ký nháy đề nghị", "Chấp thuận", "Không chấp thuận", "Rút lại"])):
            transitions = self._in('vi_VN', self.env[model])._transitions()
            self.assertEqual([transition.label for transition in transitions.values()], words)

    def test_menus_and_groups(self):
        names = {xmlid: self._in('vi_VN', self.env.ref(xmlid)).name for xmlid in (*MENUS, *GROUPS)}
        self.assertEqual(names, {**MENUS, **GROUPS})

    def test_choices(self):
        for model, name, words in (
                ('dan_van.plan', 'state', STATUSES), ('dan_van.assignment', 'health', HEALTH),
                ('dan_van.report', 'state', REPORT_STATUSES), ('dan_van.report', 'lateness', PUNCTUALITY),
                ('dan_van.report.line', 'reason', REASONS),
                ('dan_van.extension', 'state', DECISIONS)):
            field = self._in('vi_VN', self.env[model]).fields_get([name])[name]
            self.assertEqual(dict(field['selection']), words)

    def test_columns_of_the_table_of_figures(self):
        fields = self._in('vi_VN', self.env['dan_van.report.figure']).fields_get(list(FIGURES))
        self.assertEqual({name: field['string'] for name, field in fields.items()}, FIGURES)

    def test_events_are_no_activities(self):
        """One English word for two things: what is to be done is called otherwise than the events that are counted."""
        event = self._in('vi_VN', self.env['ir.model'])._get('dan_van.event').name
        self.assertEqual(event, "Hoạt động")
        for model in self.env.registry.values():
            if model._name.startswith('dan_van.') and 'activity_ids' in model._fields:
                told = self._in('vi_VN', self.env[model._name]).fields_get(['activity_ids'], ['string'])['activity_ids']['string']
                with self.subTest(model._name):
                    self.assertNotEqual(told, event)

    def test_headings_of_reports(self):
        headings = {key: self.env.ref(f'dan_van.theme_dan_van_{key}').display_name for key in SECTIONS}
        self.assertEqual(headings, SECTIONS)

    def test_report_schemes(self):
        schemes = {kind: self._in('vi_VN', self.env.ref(f'dan_van.scheme_{kind}')).name for kind in SCHEMES}
        self.assertEqual(schemes, SCHEMES)


@tagged('post_install', '-at_install')
class TestDemo(TransactionCase):

    def test_what_was_told_names_models_in_vietnamese(self):
        """Odoo writes of each record that it was made, and keeps the words."""
        told = self.env['mail.message'].search([('model', '=like', 'dan_van.%'), ('body', 'ilike', "được tạo")])
        self.assertTrue(told)
        english = {message.body for message in told if self.env[message.model]._description in message.body}
        self.assertFalse(english)

    def test_steps_are_told_in_vietnamese(self):
        """The demo's steps name no language: the chatter says them in that of who takes them, as everybody there reads it."""
        told = self.env['mail.message'].search([('model', '=like', 'dan_van.%'), ('body', 'like', '→')])
        self.assertTrue(told)
        self.assertFalse(told.filtered(lambda message: any(
            word in message.body for word in ('Draft', 'Submitted', 'Planned'))).mapped('body'))
        texts = self.env['mail.message'].search([('model', '=', 'dan_van.plan')]).mapped('body')
        self.assertFalse([text for text in texts if "Next periods" in text or "Imported from" in text])

    def test_what_is_told_is_told_in_one_language(self):
        """A program names no language: it is that of the user."""
        self.env['res.lang']._activate_lang('vi_VN')
        self.env.ref('base.module_dan_van')._update_translations(['vi_VN'])
        self.env.user.lang = 'vi_VN'
        request = self.env['dan_van.extension'].with_context(lang=None).new()
        self.assertEqual(request._creation_message(), "Đề nghị gia hạn được tạo")
        self.assertEqual(request.with_context(lang='en_US')._creation_message(), "Extension of a deadline created")


@tagged('post_install', '-at_install')
class TestOtherAddons(TransactionCase):
    """What dms and the web client leave English is Vietnamese too: ``i18n_extra`` names the records of the one, the words of the other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('vi_VN')
        cls.env.ref('base.module_dan_van')._update_translations(['vi_VN'])
        cls.vietnamese = cls.env(context={'lang': 'vi_VN'})

    def test_menus_and_labels_of_dms(self):
        for menu, name in (('main_menu_dms', "Tài liệu"), ('menu_dms_file', "Tệp"), ('menu_dms_directory', "Thư mục")):
            self.assertEqual(self.vietnamese.ref(f'dms.{menu}').name, name)
        found = self.vietnamese['dms.file'].fields_get(['name', 'directory_id', 'locked_by'], ['string'])
        self.assertEqual([field['string'] for field in found.values()], ["Tên", "Thư mục", "Người khóa"])
        for model in ('dms.file', 'dms.directory'):
            for view_type in ('list', 'kanban', 'form', 'search'):
                arch = etree.fromstring(self.vietnamese[model].get_view(view_type=view_type)['arch'])
                shown = {text.strip() for text in arch.itertext()} | set(arch.xpath('//@string'))
                with self.subTest(model=model, view=view_type):
                    self.assertFalse(shown & {
                        "Actions", "Directories", "Files", "Lock", "Unlock", "Edit", "Delete", "Download", "My Files", "All Files"})

    def test_words_of_the_web_client(self):
        """Looked up among those of all addons where the web client's own Vietnamese has none."""
        own = {term['id'] for term in code_translations.get_web_translations('web', 'vi_VN')['messages']}
        given = {term['id']: term['string'] for term in code_translations.get_web_translations('dan_van', 'vi_VN')['messages']}
        self.assertIn("Missing required fields", given)
        self.assertNotIn("Missing required fields", own)
        self.assertIn("Search more...", own, "given back in English")
        shown, _parameters = self.env['ir.http']._get_translations_for_webclient(['web', 'dan_van'], 'vi_VN')
        self.assertNotIn("Search more...", {term['id'] for term in shown['web']['messages']})
        self.assertIn("Tìm thêm…", [term['string'] for term in shown['dan_van']['messages']])
        self.assertIn("Save", {term['id'] for term in shown['web']['messages']})

    def test_what_is_to_be_done_is_no_event(self):
        """The mail addon calls its activities as agencies call the events that they count: its words of them are ours."""
        shown, _parameters = self.env['ir.http']._get_translations_for_webclient(['mail', 'dan_van'], 'vi_VN')
        self.assertFalse([term['id'] for term in shown['mail']['messages'] if 'activit' in term['id'].lower()])
        self.assertIn("Việc đã lên lịch", [term['string'] for term in shown['dan_van']['messages']])
