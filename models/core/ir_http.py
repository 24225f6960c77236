from psycopg2 import DataError
from werkzeug.exceptions import HTTPException

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import code_translations


# What our records say is kept by no proxy and no browser, read as nothing else than it is, and named to nobody.
_PRIVATE = {'Cache-Control': 'private, no-store', 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer'}

# What is answered below these addresses tells of records, files or exports, a refusal of them included.
_ADDRESSES = (
    '/dan_van/', '/json/', '/mail/attachment/', '/my/dms', '/report/download', '/report/html/', '/report/pdf/', '/report/text/',
    '/web/export/')


def make_private(response):
    """Let nobody on its way keep ``response``.

    :return: ``response``
    """
    for name, value in _PRIVATE.items():
        response.headers[name] = value
    return response


class IrHttp(models.AbstractModel):
    """What holds for every answer about our records: it is private, and a conflict is told in plain words, not PostgreSQL's."""

    _inherit = 'ir.http'

    @classmethod
    def _post_dispatch(cls, response):
        """Keep files of our records private, whatever route of Odoo or of dms has handed them out."""
        if cls._is_private():
            make_private(response)
        return super()._post_dispatch(response)

    @classmethod
    def _is_private(cls):
        return getattr(request, 'dan_van_private', False) or request.httprequest.path.startswith(_ADDRESSES)

    @classmethod
    def _called(cls):
        """:return: the model of this addon, built on one, or of the folders and files of dms, that the request calls; or ``None``"""
        params = getattr(request, 'params', {})
        name = params.get('model') or params.get('__model__')  # below /json/2
        if params.get('service') == 'object' and isinstance(args := params.get('args'), list):
            name = next(iter(args[3:4]), None)  # of /jsonrpc: database, user, password, model
        model = request.env[name] if isinstance(name, str) and name in request.env else None
        return model if model is not None and (name.startswith('dan_van.') or model._is_checked_like_ours()) else None

    @classmethod
    def _in_words(cls, exception):
        """:return: what the client is told instead of ``exception``; the log has it as it was"""
        if isinstance(exception, UserError):
            # Halves of a letter, which a request can hold and no answer, are told as question marks.
            exception.args = tuple(
                arg.encode(errors='replace').decode() if isinstance(arg, str) else arg for arg in exception.args)
            return exception
        if isinstance(exception, HTTPException) or (called := cls._called()) is None:
            return exception
        if isinstance(exception, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            # Whoever gives a number waits for the one before him, then begins anew; among many clerks someone may wait in vain.
            return UserError(request.env._(
                "Somebody else changed the same data at the same moment, for example took a number of the same register. "
                "Nothing of what you did was saved. Wait a few seconds, then do it again."))
        if isinstance(exception, (DataError, UnicodeEncodeError)):
            return UserError(request.env._(
                "A value is too large, or of another kind than what it is for. Nothing was saved: enter another one."))
        if called._abstract and type(called)._inherit_children:
            return AccessError(request.env._(
                "“%s” is what several kinds of records have in common: nothing is done with it alone.", called._description))
        return exception

    @classmethod
    def _handle_error(cls, exception):
        """Tell in words what PostgreSQL and Python say in theirs, where it is the request's own; keep refusals private."""
        response = super()._handle_error(cls._in_words(exception))
        if cls._is_private():
            if isinstance(response, HTTPException):
                response = response.get_response(request.httprequest.environ)
            make_private(response)
        return response

    @api.model
    def _get_translations_for_webclient(self, modules, lang):
        """A word that another addon gives back in English, or of activities, which are no events, is looked up among those of ours
        (``i18n_extra``)."""
        lang = lang or self.env.context.get('lang')
        translations, parameters = super()._get_translations_for_webclient(modules, lang)
        ours = {term['id'] for term in code_translations.get_web_translations('dan_van', lang)['messages']}
        return {name: {**found, 'messages': [
            term for term in found['messages']
            if term['id'] not in ours or term['id'] != term['string'] and not (name == 'mail' and 'activit' in term['id'].lower())
        ]} for name, found in translations.items()}, parameters
