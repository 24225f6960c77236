from odoo.exceptions import AccessError

from .test_reminder import ReminderCase


class TestWhoFilesReminders(ReminderCase):
    """Of some documents all of the agency know the line in the register, and the units that they are for read them."""

    def test_who_does_not_read_it_does_not_file_it(self):
        entry = self.issued('policy').register_entry_id
        catalog = self.as_user('clerk', 'dan_van.file.catalog').create({'year': 2022})

        def put(unit):
            file = self.as_user(f'{unit}_staff', 'dan_van.work.file').create({
                'catalog_id': catalog.id, 'department_id': self.units[unit].id, 'title': "Đôn đốc"})
            return file.line_ids.create({'work_file_id': file.id, 'entry_id': entry.id})

        with self.assertRaises(AccessError), self.env.cr.savepoint():
            put('outreach')
        self.assertEqual(put('policy').pages, 1)
