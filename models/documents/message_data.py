from odoo import api, fields, models
from odoo.exceptions import UserError

from ... import exchange
from ...exchange import package
from ..core.foreign_file import read_foreign
from ..core.res_company import legal_today
from .incoming_message import exchange_refusal


class DataMessage(models.AbstractModel):
    """Messages that bring no document, but data alone: a report is asked for, duties are said to stand so. They go straight, or by a file
    that the clerk hands over; the folder of an agency's client takes documents only."""

    _name = 'dan_van.data.message'
    _description = 'Message that may bring data alone'

    @api.model
    def _queue_data(self, company, organ, kind, body, subject):
        """Put data into the queue of what is to be sent to another agency.

        :param company: res.company that sends them
        :param organ: dan_van.organ of its directory; one without a code gets none
        :param kind: of a package that is a message of its own
        :param body: of that package, see :mod:`exchange.upward`
        :return: dan_van.message in superuser rights; none where one of the two has no code
        :raise UserError: they say what none may say
        """
        messages = self.env['dan_van.message'].sudo()  # sudo: the step that sends has been guarded
        code = self._own_code(company)
        if not code or not organ.code:
            return messages
        try:
            raw = exchange.write_package(package.Package(
                package.Sender(code, company.name), None, body, kind, fields.Datetime.now().replace(microsecond=0)))
        except exchange.ExchangeError as error:
            raise UserError(exchange_refusal(self.env, error)) from error
        # sudo: which way it takes.
        way = organ.sudo() if organ.sudo().carrier != 'folder' else ()
        return messages._queued(
            company, raw, kind, way, identifier=getattr(body, 'key', kind), kind='data', subject=subject, agency=organ.name, agency_code=organ.code)

    @api.model
    def _own_code(self, company):
        """:return: str, the code of ``company`` in electronic exchange today, or False"""
        # sudo: our own code is known to whoever writes to us.
        return self.env['dan_van.agency.profile'].sudo()._find(company, legal_today(self)).organ_code

    def _open_data(self):
        """:return: action that opens what the data are about; ``None``: nothing that the user reads"""
        return None


class IncomingMessage(models.AbstractModel):
    """Data that are a message of their own: whoever has sent them, they are for this agency, and of a kind that it takes."""

    _inherit = 'dan_van.incoming.message'

    @api.model
    def _read_message(self, raw):
        if not exchange.is_package(raw):
            return super()._read_message(raw)
        try:
            return read_foreign(self.env, exchange.read_alone, raw)
        except exchange.ExchangeError as error:
            raise UserError(exchange_refusal(self.env, error)) from error

    @api.model
    def _take_alone(self, found):
        """Take data that have come without a document.

        :param found: :class:`exchange.package.Package`
        :return: dict of values of dan_van.message
        :raise UserError: they are not for us, or not from whom they ought to be
        """
        code = self._own_profile().organ_code
        if not code or found.body.to.upper() != code.upper():
            raise UserError(self.env._("The data are for the agency with the code “%s”, not for this one.", found.body.to))
        taken = self._data_takers()[found.kind](found)
        return {'kind': 'data', 'identifier': getattr(found.body, 'key', found.kind), 'subject': taken}

    @api.model
    def _data_takers(self):
        """:return: ``{kind: method}``; each takes a :class:`exchange.package.Package` and returns what that is about, as a text"""
        return {}

    @api.model
    def _own_profile(self):
        """:return: dan_van.agency.profile of today in superuser rights"""
        # sudo: our own code, and which agency is above, are no secrets to who takes messages.
        return self.env['dan_van.agency.profile'].sudo()._find(self.env.company, legal_today(self))

    @api.model
    def _check_superior(self, sender):
        """:raise UserError: ``sender`` is not the agency that is above us today"""
        superior = self._own_profile().superior_id
        if not superior.code or superior.code.upper() != sender.code.upper():
            raise UserError(self.env._(
                "“%s” is not the superior agency that the agency profile names today, so it gives no duties and asks for no reports.", sender.name))

    @api.model
    def _below(self, sender):
        """
        :return: dan_van.organ in superuser rights, the agency of our directory that ``sender`` is; one that was below us still says what it
            was asked then
        :raise UserError: it never was below us
        """
        if organ := self._find_below(sender):
            return organ
        raise UserError(self.env._("“%s” is not one of the agencies below us that the directory names, so it reports nothing here.", sender.name))

    @api.model
    def _find_below(self, sender):
        # sudo: the directory is known to who takes messages.
        return self.env['dan_van.organ'].sudo().search([
            ('company_id', '=', self.env.company.id), ('code', '=', sender.code.upper()), ('below_from', '<=', legal_today(self))])

    @api.model
    def _check_level(self, sender):
        """:raise UserError: ``sender`` is neither above us nor below us today"""
        if not self._find_below(sender):
            self._check_superior(sender)
