from odoo import http
from odoo.http import request

from ..exchange.message import LARGEST
from ..exchange.online import LATER, PATH
from ..models.core.foreign_file import TooBusy


class Exchange(http.Controller):
    """Where the Odoo of another agency hands messages over."""

    @http.route(
        PATH, type='http', auth='dan_van_exchange', methods=['POST'], csrf=False, save_session=False, readonly=False,
        max_content_length=lambda _controller: LARGEST)
    def take_message(self):
        """Take an edXML message, the body of the request, from the agency whose key comes with it.

        :return: JSON ``{state, reason}``: ``taken``, ``known`` (it has come before), ``refused`` (sending it again is no use) or ``later``
        """
        Message = request.env['dan_van.message']
        organ = Message._sending_organ()
        if not organ:
            return self._said('refused', request.env._("This key opens nothing any more."), 403)
        try:
            # Kept by the request: after a conflict in the database Odoo calls this once more.
            return self._said(*Message._take_straight(request.httprequest.get_data(), organ))
        except TooBusy as error:
            return self._said(LATER, str(error), 503)

    @staticmethod
    def _said(state, reason, status=200):
        return request.make_json_response({'state': state, 'reason': reason or ''}, status=status)
