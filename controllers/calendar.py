import re

from odoo import http
from odoo.http import request

from ..models.overview.deadline_feed import SCOPE
from .download import download

KEY = re.compile('[0-9a-f]{40}')


class DeadlineCalendar(http.Controller):
    """Deadlines for calendars on desks and phones, which know no login."""

    @http.route(
        '/dan_van/calendar/<string:key>.ics', type='http', auth='public', methods=['GET'], sitemap=False, readonly=True,
        save_session=False)
    def deadline_calendar(self, key):
        """Download the deadlines of the user to whom the key belongs, in his own rights.

        :param key: of the calendar's scope; a wrong, withdrawn or expired one, or one of somebody who has left, finds nothing
        """
        # sudo: whose key it is must be found before there is a user; the key is compared with its hash.
        user_id = KEY.fullmatch(key) and request.env['res.users.apikeys'].sudo()._check_credentials(scope=SCOPE, key=key)
        user = request.env(user=user_id or request.env.uid, su=False).user
        if not user_id or not user.has_group('dan_van.group_staff'):
            raise request.not_found()
        # Neither the companies nor the language of whoever asks: a calendar brings no cookies.
        user = user.with_context(lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids)
        return download(user._deadline_calendar(), 'text/calendar; charset=utf-8', 'deadlines.ics', inline=True)
