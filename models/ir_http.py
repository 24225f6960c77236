from odoo import models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY


class IrHttp(models.AbstractModel):
    """Tells a user in plain words that others were quicker, where Odoo would show PostgreSQL's."""

    _inherit = 'ir.http'

    @classmethod
    def _handle_error(cls, exception):
        """Explain a conflict that was still there when Odoo had repeated the request as often as it does.

        Whoever gives a number waits for the one before him, then begins anew; among many clerks someone may wait in vain.
        """
        if isinstance(exception, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            exception = UserError(request.env._(
                "Somebody else changed the same data at the same moment, for example took a number of the same register. "
                "Nothing of what you did was saved. Wait a few seconds, then do it again."))
        return super()._handle_error(exception)
