import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

import markdown
from markupsafe import Markup

from odoo import http
from odoo.http import request

PAGES = Path(__file__).resolve().parent.parent / 'docs' / 'vi'
INDEX, STAFF, HEAD = 'README.md', 'chuyen-vien.md', 'truong-phong.md'
# Whose page somebody reads first.
OF_GROUPS = (
    ('dan_van.group_clerk', 'van-thu.md'), ('dan_van.group_leadership', 'lanh-dao.md'), ('dan_van.group_office', 'van-phong.md'),
    ('dan_van.group_admin', 'quan-tri.md'))
# How the headings call what a screen shows.
SUBJECTS = {
    'dan_van.inbox': "chờ tôi xử lý", 'dan_van.dashboard': "tình hình", 'dan_van.plan': "kế hoạch", 'dan_van.content': "kế hoạch",
    'dan_van.assignment': "nhiệm vụ", 'dan_van.occurrence': "thường xuyên", 'dan_van.extension': "gia hạn",
    'dan_van.reminder': "đôn đốc", 'dan_van.report': "báo cáo", 'dan_van.period': "kỳ báo cáo", 'dan_van.event': "hoạt động",
    'dan_van.case': "đơn thư", 'dan_van.rating': "đánh giá", 'dan_van.letter': "công văn", 'dan_van.incoming': "văn bản đến",
    'dan_van.register': "sổ văn bản", 'dan_van.register.entry': "văn bản đi", 'dan_van.absence': "vắng mặt",
    'dan_van.certificate': "ký số", 'dan_van.indicator': "chỉ tiêu", 'dan_van.theme': "lĩnh vực", 'hr.department': "đơn vị"}
_HEADING = re.compile(r'^#{2,3} (.+)$', re.MULTILINE)


class Manual(http.Controller):
    """The manual by role, as it lies beside the code, in the browser."""

    @http.route('/dan_van/manual', type='http', auth='user', readonly=True)
    def manual(self, about=None):
        """Open the page of the user's role, at what it says of a screen; where it says nothing, that of everybody.

        :param about: name of the model that the screen shows
        """
        words, own = SUBJECTS.get(about, ''), self._own_page()
        for page in dict.fromkeys((own, STAFF)) if words else ():
            for heading in _headings(page):
                if words in heading.lower():
                    return request.redirect(f'/dan_van/manual/{page}#{quote(_anchor(heading))}')
        return request.redirect(f'/dan_van/manual/{own}')

    @http.route('/dan_van/manual/<string:page>', type='http', auth='user', readonly=True)
    def page(self, page):
        """Show a page of the manual.

        :param page: name of its file
        """
        if page not in {file.name for file in PAGES.glob('*.md')}:
            raise request.not_found()
        title, body = _page(page)
        return request.render('dan_van.manual_page', {'title': title, 'body': body, 'is_index': page == INDEX})

    def _own_page(self):
        user = request.env.user
        page = next((page for group, page in OF_GROUPS if user.has_group(group)), STAFF)
        heads = page == STAFF and request.env['hr.department'].search_count([('dan_van_is_head', '=', True)], limit=1)
        return HEAD if heads else page


def _anchor(heading):
    """:return: what links of the pages call a heading"""
    return re.sub(r'[^\w -]', '', heading.lower()).replace(' ', '-')


@cache
def _headings(name):
    """:return: list of str, the headings of a page"""
    return _HEADING.findall((PAGES / name).read_text())


@cache
def _page(name):
    """:return: (title, body in HTML) of a page"""
    text = (PAGES / name).read_text().replace('../../static/', '/dan_van/static/')
    body = markdown.markdown(text, extensions=['tables', 'sane_lists'], output_format='html')
    body = re.sub(r'<(h[23])>(.*?)<', lambda found: f'<{found[1]} id="{_anchor(found[2])}">{found[2]}<', body)
    return text.partition('\n')[0].lstrip('# '), Markup(body)  # noqa: S704 - our own files, not what anybody typed
