import base64
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ...importer import UnreadableFile, read_page
from ...importer.readers.scans import Scanned, require
from ...models.core.foreign_file import SCAN, TooBusy, read_foreign
from ...models.core.mail_thread import spoken
from ..core.dialog import HOURS

# Pages that are read while the user waits, and most that are read at all.
AT_ONCE, MOST = 2, 100


class PlanImportPage(models.TransientModel):
    """A page of a scan or photo, and what was read of it."""

    _name = 'dan_van.plan.import.page'
    _description = 'Page of a scan that is imported'
    _inherit = ['dan_van.dialog.row']
    _order = 'import_id, index'
    _transient_max_hours = HOURS

    _row_of = 'import_id'

    import_id = fields.Many2one('dan_van.plan.import', required=True, ondelete='cascade', index=True)
    index = fields.Integer('Number of the page, from 0', readonly=True)
    state = fields.Selection(
        [('waiting', "Waiting"), ('read', "Read"), ('unread', "Not readable")], default='waiting', required=True, readonly=True)
    words = fields.Json(readonly=True)
    rules = fields.Json(readonly=True)
    width = fields.Float('Width in points', readonly=True)
    height = fields.Float('Height in points', readonly=True)
    picture = fields.Binary(attachment=False, readonly=True)

    def _read(self):
        """Read the page; one that takes too long or too much is left out, and told.

        :raise TooBusy: too many files are being read
        :raise UserError: the program that reads it is missing
        """
        self.ensure_one()
        wizard = self.import_id._opened('read')
        page = self.with_env(wizard.env)
        try:
            found = read_foreign(wizard.env, read_page, wizard._source()[1], self.index, limits=SCAN)
        except UnreadableFile as error:
            if error.code == 'no_ocr':
                raise wizard._refusal(error) from error
            page.state = 'unread'
        except TooBusy:
            raise
        except UserError:
            page.state = 'unread'
        else:
            page.write({
                'state': 'read', 'picture': base64.b64encode(found.picture),
                **{name: getattr(found, name) for name in ('words', 'rules', 'width', 'height')}})

    def _scanned(self):
        """:return: :class:`importer.readers.scans.Scanned`; without words where the page could not be read"""
        return Scanned(self.words or [], self.rules or [], self.width or 1.0, self.height or 1.0, b'')


class PlanImport(models.TransientModel):
    """A scan is read page by page: a short one while the user waits, a longer one by a scheduled action."""

    _inherit = 'dan_van.plan.import'

    page_ids = fields.One2many('dan_van.plan.import.page', 'import_id', 'Pages of the scan', readonly=True)
    page_count = fields.Integer('Pages', compute='_compute_page_count')
    read_count = fields.Integer('Pages read', compute='_compute_page_count')
    pictures = fields.Json(compute='_compute_page_count')
    number = fields.Char('Number in the file', help="As it is printed or written by hand; the draft gets one of the register when it is issued.")
    document_date = fields.Date('Date in the file', help="As it is printed or written by hand; the draft gets its own when it is issued.")
    problem = fields.Text('Why it was not imported', readonly=True)

    @api.depends('page_ids.state')
    def _compute_page_count(self):
        for wizard in self:
            pages = wizard.page_ids
            wizard.page_count = len(pages)
            wizard.read_count = len(pages.filtered(lambda page: page.state != 'waiting'))
            wizard.pictures = [
                {'id': page.id, 'page': page.index} for page in pages if page.state == 'read'] if wizard.state == 'preview' else []

    def _doubtful_words(self):
        """:return: ``{place: list of words}`` that the scan left in doubt, by the innermost place that a row stands for"""
        found, known = defaultdict(list), None
        for doubt in (self.document or {}).get('doubts') or ():
            if known is None:
                known = {path for rows in (self.line_ids, self.basis_ids) for row in rows for path in row.paths or ()}
            path = doubt.get('path') or ''
            while path and path not in known:
                path = path[:max(path.rfind('.'), path.rfind('['), 0)]
            found[path].append(doubt['word'])
        return found

    def _scanned(self):
        """:return: ``{index: Scanned}`` of the pages that were read from their picture"""
        return {page.index: page._scanned() for page in self.page_ids if page.state != 'waiting'}

    def _read_pages(self, indexes):
        """Read pages from their picture: at once, or by the scheduled action where the user would wait too long.

        :param indexes: numbers of the pages, from 0
        :raise UserError: there are too many, or the program that reads them is missing
        """
        if len(indexes) > MOST:
            raise UserError(self.env._(
                "The file holds %(count)s pictures of pages; at most %(most)s are read. Save the plan alone as a new file, then import "
                "that.", count=len(indexes), most=MOST))
        try:
            read_foreign(self.env, require, limits=SCAN)
        except UnreadableFile as error:
            raise self._refusal(error) from error
        self._opened('read').write({
            'state': 'reading', 'problem': False,
            'page_ids': [Command.clear(), *(Command.create({'index': index}) for index in indexes)]})
        if len(indexes) <= AT_ONCE:
            for page in self.page_ids:
                page._read()
            self._show(self._parsed())
        else:
            # sudo: it starts the system's own action, which reads each import in the rights of its user
            self.env.ref('dan_van.cron_read_scans').sudo()._trigger()

    def _head_values(self, header):
        """:return: number and date that the file carries, where they are printed"""
        date = header.date
        try:
            printed = fields.Date.to_date(f'{date.year:04}-{date.month:02}-{date.day:02}')
        except (TypeError, ValueError):  # a part is blank, or there is no such day
            printed = False
        return {'number': header.number or False, 'document_date': printed}

    def _told(self):
        """:return: what is said on the plan beside the file that it was made of"""
        self = spoken(self)  # noqa: PLW0642
        told = [self.env._("Imported from the file.")]
        if number := (self.number or '').strip():
            symbol = ((self.document or {}).get('header') or {}).get('symbol')
            told.append(self.env._("Number in the file: %s.", number if '/' in number or not symbol else f'{number}/{symbol}'))
        if self.document_date:
            told.append(self.env._("Date in the file: %s.", format_date(self.env, self.document_date)))
        return ' '.join(told)

    def action_cancel(self):
        """Leave the pages that have not been read yet, and go back to the upload."""
        self.ensure_one()
        self.action_back()

    @api.model
    def _cron_read_scans(self):
        """Read the pages that wait, one after the other; whatever ends the server in between, the next run goes on."""
        pages = self.env['dan_van.plan.import.page'].search([('state', '=', 'waiting'), ('import_id.state', '=', 'reading')])
        self.env['ir.cron']._dan_van_in_batches(pages, self._read_waiting, size=1)

    @api.model
    def _read_waiting(self, page):
        """Read ``page`` in the rights of who imports it; behind the last one show what was recognised, and tell him."""
        page = page._as_user(page.import_id.create_uid, page.import_id.company_id)
        if page.import_id.state != 'reading' or page.state != 'waiting':
            return
        wizard = page.import_id
        try:
            page._read()
            if wizard.read_count < wizard.page_count:
                return
            wizard._show(wizard._parsed())
        except TooBusy:
            self.env.ref('dan_van.cron_read_scans')._trigger(at=fields.Datetime.now() + timedelta(minutes=1))
            return
        except UserError as error:
            wizard.action_back()
            wizard._opened('read').problem = str(error)
        wizard._tell_read()

    def _tell_read(self):
        """Tell who imports that all pages are read, where he looks and in his inbox."""
        if self.problem:
            message = self.env._("“%s” was read, but not imported.", self._source_name())
        else:
            message = self.env._("“%s” was read: look at what was recognised.", self._source_name())
        self._tell_user('dan_van.plan_import_action', self.env._("Import a plan"), message, bool(self.problem))
