from dataclasses import replace
from unittest.mock import patch

from odoo.tools import config, mute_logger

from ... import exchange
from ...exchange import Business, Folder, StatusCode, folder
from ...models.core.foreign_file import TooBusy
from ...models.documents.res_company import OPTION
from ..common import ROOT
from ..killed import Killed, dying, killed_at_commit
from .test_exchange import MESSAGE
from .test_messages import MessageCase

FOLDER = 'odoo.addons.dan_van.models.documents.message_folder'


class TestMessagesFolder(MessageCase):
    """The agency's client puts messages into a folder and fetches others; nobody uploads by hand, and each is taken once."""

    def put(self, number=1, name=None, **values):
        """:return: bytes of a message that the client has put into the folder"""
        raw = exchange.write(replace(
            MESSAGE, number=f'{number:02d}', identifier=f'{MESSAGE.sender.code},2026/02/05,{number:02d}/KH-BDT', **values))
        (self.folder / 'in' / (name or f'{number:03d}.edxml')).write_bytes(raw)
        return raw

    def run_cron(self, die_at=None, committed=True):
        """Run the schedule as the server does, in a cursor of its own; ``die_at`` and ``committed`` as for :func:`killed_at_commit`.

        :return: number of commits
        """
        with (dying(self, die_at is not None), killed_at_commit(self.registry, die_at, committed=committed) as calls,
              self.enter_registry_test_mode(), self.registry.cursor() as cr):
            self.env(cr=cr, user=self.env.ref('base.user_root').id, su=True, context={'lang': 'vi_VN'})['dan_van.message']._cron_exchange()
            cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()
        return len(calls)

    def files(self, part):
        """:return: sorted names of what lies in ``part`` of the folder, without the notes"""
        return sorted(path.name for path in (self.folder / part).iterdir() if path.suffix != '.txt')

    def entries(self):
        """:return: dan_van.incoming of messages, the first one first"""
        return self.env['dan_van.incoming'].search([('company_id', '=', self.company.id), ('identifier', '!=', False)], order='id')

    def test_what_comes_is_entered_and_moved(self):
        for number in range(1, 4):
            self.put(number)
        self.put(4, name='chua-xong.part')
        self.run_cron()
        entries = self.entries()
        self.assertEqual(entries.mapped('code'), ['01/KH-BDT', '02/KH-BDT', '03/KH-BDT'])
        first = entries[0].arrival_number
        self.assertEqual(entries.mapped('arrival_number'), [first, first + 1, first + 2])
        self.assertEqual((self.files('in'), self.files('done')), (['chua-xong.part'], ['001.edxml', '002.edxml', '003.edxml']))
        self.assertIn(f"số đến {first}", (self.folder / 'done' / '001.edxml.txt').read_text().lower())
        self.assertEqual(self.queued_statuses(entries[0]), ['01'], "nobody has looked at it yet")
        self.assertEqual(entries[0].activity_ids.user_id, self.users['clerk'], "who finds it where he finds what waits for him")
        self.as_user('clerk', entries[0]).write({'directive_leader_id': self.users['head'].id})
        self.as_user('clerk', entries[0]).action_submit()
        self.assertEqual(self.queued_statuses(entries[0]), ['01', '03'])
        self.assertEqual(entries[0].activity_ids.user_id, self.users['head'])

    def test_what_can_t_be_taken_says_why_and_is_told(self):
        (self.folder / 'in' / 'hong.xml').write_bytes(b'%PDF-1.7')
        self.put(1, name='thu-hoi.edxml', business=Business.REVOKE, concerned=('X,2026/01/01,1/X',))
        (self.folder / 'in' / 'lien-ket.edxml').symlink_to('/etc/passwd')
        self.run_cron()
        self.assertEqual((self.files('in'), self.files('failed')), ([], ['hong.xml', 'lien-ket.edxml', 'thu-hoi.edxml']))
        for name in self.files('failed'):
            self.assertRegex((self.folder / 'failed' / f'{name}.txt').read_text(), "[ạảãàáệộđ]", "in the country's language")
        refused = self.messages(state='refused')
        self.assertEqual(len(refused), 3)
        self.assertEqual(refused.activity_ids.user_id, self.users['clerk'])
        self.assertEqual(len(refused.activity_ids), 3)
        self.assertFalse(self.entries())

    def test_what_failed_is_taken_when_it_is_put_there_again(self):
        """A revocation that came before its document."""
        revoking = {'business': Business.REVOKE, 'reason': "Sai", 'concerned': (f'{MESSAGE.sender.code},2026/02/05,01/KH-BDT',)}
        raw = self.put(1, name='a.edxml', **revoking)
        self.run_cron()
        self.assertEqual(self.files('failed'), ['a.edxml'])
        self.put(1, name='b.edxml')
        self.run_cron()
        (self.folder / 'in' / 'a.edxml').write_bytes(raw)
        self.run_cron()
        self.assertTrue(self.entries().revoked_date)
        self.assertEqual(self.messages(direction='in').mapped('state'), ['taken', 'taken'])

    def test_the_same_message_counts_once_whatever_its_file_is_called(self):
        raw = self.put(1)
        self.put(1, name='again.edxml')
        (self.folder / 'in' / 'later.edxml').write_bytes(raw.replace(b'14:03:09', b'15:03:09'))
        self.run_cron()
        self.put(1, name='001.edxml')
        self.run_cron()
        self.assertEqual(len(self.entries()), 1)
        self.assertEqual((self.files('in'), self.files('failed'), len(self.files('done'))), ([], [], 4))

    def test_documents_and_statuses_come_side_by_side(self):
        letter = self.issued()
        (self.folder / 'in' / 's.edxml').write_bytes(self.status(letter, StatusCode.REFUSED, words="Trùng"))
        self.put(1)
        self.run_cron()
        self.assertEqual((letter.sent_ids.status, letter.sent_ids.words, len(self.entries())), ('02', "Trùng", 1))
        self.assertEqual(self.messages(status='02', direction='in').activity_ids.user_id, self.users['clerk'])

    # Out

    def test_what_waits_is_written(self):
        letter = self.issued()
        self.run_cron()
        message = self.messages(entry_id=letter.register_entry_id.id)
        [name] = self.files('out')
        self.assertEqual((message.state, message.filename), ('written', name))
        self.assertEqual(exchange.read((self.folder / 'out' / name).read_bytes()).code, letter.code)
        (self.folder / 'out' / name).unlink()
        self.run_cron()
        self.assertEqual(self.files('out'), [], "once")
        message.action_send_again()
        self.run_cron()
        self.assertEqual(self.files('out'), [name])

    # Killed

    def test_killed_at_every_point(self):
        """Before and after each commit: each message has one entry, and one file in the end."""
        self.issued()
        for number in range(1, 4):
            self.put(number)
        at = 0
        while True:
            try:
                self.run_cron(die_at=at, committed=False)
                self.run_cron(die_at=at)
            except AssertionError:
                break
            at += 1
        self.run_cron()
        self.assertGreater(at, 0)
        entries = self.entries()
        self.assertEqual(len(entries), 3)
        self.assertEqual(len(set(entries.mapped('arrival_number'))), 3)
        self.assertEqual((self.files('in'), self.files('done')), ([], ['001.edxml', '002.edxml', '003.edxml']))
        self.assertEqual(len(self.files('out')), 4, "the document, and three statuses")
        self.assertEqual(set(self.messages().mapped('state')), {'taken', 'written'})

    def test_killed_between_commit_and_move(self):
        self.put(1)
        with patch.object(Folder, 'take_away', side_effect=Killed):
            self.run_cron(die_at=99)
        self.assertEqual((len(self.entries()), self.files('in')), (1, ['001.edxml']))
        self.run_cron()
        self.assertEqual((len(self.entries()), self.files('in'), self.files('done')), (1, [], ['001.edxml']))

    def test_killed_between_writing_and_commit(self):
        self.issued()
        self.run_cron(die_at=1, committed=False)
        [name] = self.files('out')
        self.assertEqual(self.messages().mapped('state'), ['waiting'])
        self.run_cron()
        self.assertEqual((self.files('out'), self.messages().mapped('state')), ([name], ['written']))

    # The place of files

    def files_away(self):
        """:return: context in which the folder that servers share for files is not there"""
        return patch.object(self.registry['ir.attachment'], '_full_path', lambda _files, path: f'/dev/null/{path}')

    @mute_logger('odoo.addons.dan_van.models.core.ir_cron', 'odoo.addons.dan_van.models.core.stored_file')
    def test_what_waits_goes_out_when_its_file_can_be_read(self):
        """An empty file would be taken for the message."""
        letter = self.issued()
        with self.files_away():
            self.run_cron()
        self.assertEqual((self.files('out'), self.messages(entry_id=letter.register_entry_id.id).state), ([], 'waiting'))
        self.run_cron()
        [name] = self.files('out')
        self.assertEqual(exchange.read((self.folder / 'out' / name).read_bytes()).code, letter.code)

    @mute_logger('odoo.addons.dan_van.models.core.stored_file')
    def test_what_comes_is_taken_when_its_files_can_be_kept(self):
        self.put(1)
        with self.files_away():
            self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), (['001.edxml'], 0))
        self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), ([], 1))

    # What hinders

    def test_two_at_once_and_a_busy_reader_leave_it_to_the_next_run(self):
        self.put(1)
        with Folder(self.root, 'bdt'):
            self.run_cron()
        with patch.object(
                self.registry['dan_van.incoming.message'], '_read_message', side_effect=TooBusy("bận")):
            self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), (['001.edxml'], 0))
        self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), ([], 1))

    def test_an_error_that_nobody_has_foreseen_holds_up_no_other(self):
        self.put(1)
        self.put(2)
        taking = self.registry['dan_van.incoming.message']._take

        def take(model, message):
            if message.number == '01':
                raise ZeroDivisionError
            return taking(model, message)
        with patch.object(self.registry['dan_van.incoming.message'], '_take', take), mute_logger(FOLDER):
            self.run_cron()
        self.assertEqual((self.files('failed'), self.files('done')), (['001.edxml'], ['002.edxml']))

    def test_what_can_t_be_moved_or_read_holds_up_no_other(self):
        """E.g. a folder of the client's own that is called like a message."""
        def failing(name, act):
            def refusing(folder, of, *args):
                if of == name:
                    raise PermissionError(13, "Permission denied")
                return act(folder, of, *args)
            return refusing
        for number in range(1, 5):
            self.put(number)
        with (patch.object(Folder, 'take_away', failing('001.edxml', Folder.take_away)),
              patch.object(Folder, 'read', failing('002.edxml', Folder.read)), mute_logger(FOLDER)):
            self.run_cron()
        self.assertEqual((self.files('in'), self.files('done')), (['001.edxml', '002.edxml'], ['003.edxml', '004.edxml']))
        told = self.env['mail.activity'].search([('user_id', '=', self.users['admin'].id), ('res_model', '=', False)])
        for name in self.files('in'):
            self.assertTrue(told.filtered(lambda activity, name=name: name in activity.summary), name)
        self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), ([], 4))

    def test_pages_with_programs_are_kept_as_text(self):
        page = b'<html><script>alert(1)</script></html>'
        self.put(1, attachments=(exchange.Attachment("x.html", page, 'text/html'), exchange.Attachment("x.svg", page, 'image/svg+xml')))
        self.run_cron()
        files = self.env['ir.attachment'].search([('res_model', '=', 'dan_van.incoming'), ('res_id', '=', self.entries().id)])
        self.assertEqual((len(files), set(files.mapped('mimetype')), set(files.mapped('raw'))), (2, {'text/plain'}, {page}))

    def test_a_neutralized_copy_takes_nothing(self):
        queries = (ROOT / 'data' / 'neutralize.sql').read_text(encoding='utf-8')
        self.put(1)
        self.env.cr.execute(queries)
        self.env.invalidate_all()
        self.run_cron()
        self.assertEqual(self.files('in'), ['001.edxml'])

    def test_a_folder_that_can_t_be_used_is_told(self):
        (self.folder / 'in').rename(self.folder / 'weg')
        (self.folder / 'in').symlink_to(self.folder / 'weg')
        try:
            with mute_logger(FOLDER):
                self.run_cron()
        finally:
            (self.folder / 'in').unlink()
            (self.folder / 'weg').rename(self.folder / 'in')
        told = self.env['mail.activity'].search([('user_id', '=', self.users['admin'].id), ('res_model', '=', False)])
        self.assertTrue(told)

    def test_a_copy_of_the_database_elsewhere_touches_nothing(self):
        self.issued()
        self.put(1)
        with patch.dict(config._runtime_options, {OPTION: ''}):
            self.run_cron()
        self.assertEqual((self.files('in'), self.files('out')), (['001.edxml'], []))

    def test_what_is_still_being_written_waits(self):
        self.put(1)
        with patch.object(folder, 'SETTLED', 60):
            self.run_cron()
        self.assertEqual((self.files('in'), len(self.entries())), (['001.edxml'], 0))
