import base64
import io
import zipfile

from PIL import Image, MpoImagePlugin

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...importer.readers import photos
from ...wizards.plans import plan_import_photo, plan_import_scan
from .. import scans
from ..importer_cases import make_pdf, plan_text
from .test_plan_import_scans import ScanCase


@tagged('dan_van_long')
class TestPlanImportPhotos(ScanCase):
    """Photos of a plan's pages, given at once or one after the other, are one document in the order that is shown."""

    def photos(self, *pictures, wizard=None, user='office_staff'):
        """:return: an import that holds ``pictures``, each a picture or the bytes of a file"""
        wizard = wizard or self.as_user('office_staff', 'dan_van.plan.import').create({})
        self.as_user(user, 'dan_van.plan.import.photo').create([{
            'import_id': wizard.id, 'name': f'IMG_{number}.jpg',
            'content': base64.b64encode(picture if isinstance(picture, bytes) else scans.photo(picture)),
        } for number, picture in enumerate(pictures)])
        return wizard

    def widths(self, wizard):
        data = wizard._source()[1]
        return [photos.page(data, index).width for index in range(photos.count(data))]

    def test_photos_are_one_document(self):
        page = scans.pages(make_pdf(plan_text()), stamps=False)[0]
        wizard = self.photos(scans.blank(), page)
        wizard.photo_ids[0].action_later()
        wizard.action_read()
        self.assertEqual(wizard.state, 'preview')
        self.assertTrue(wizard.line_ids.filtered(lambda row: "Niêm yết công khai" in (row.text or '')))
        self.assertEqual([page['page'] for page in wizard.pictures], [0, 1])
        plan = self.created(wizard)
        [file] = plan.message_ids.attachment_ids
        with zipfile.ZipFile(io.BytesIO(file.raw)) as archive:
            self.assertEqual(len(archive.namelist()), 2)
        self.assertFalse(wizard.photo_ids)

    def test_the_order_can_be_changed_and_a_new_one_is_the_last(self):
        wizard = self.photos(*(Image.new('RGB', (size, 50)) for size in (10, 20, 30)))
        self.assertEqual(self.widths(wizard), [10, 20, 30])
        wizard.photo_ids[2].action_earlier()
        wizard.photo_ids.sorted()[0].action_earlier()
        self.photos(Image.new('RGB', (40, 50)), wizard=wizard)
        self.assertEqual(self.widths(wizard), [10, 30, 20, 40])
        wizard.photo_ids.sorted()[1].unlink()
        self.assertEqual(self.widths(wizard), [10, 20, 40])

    def test_each_kind_of_picture_lies_as_it_was_taken(self):
        exif = Image.Exif()
        exif[0x0112] = 6  # turned by a quarter
        turned, fine, doubled = io.BytesIO(), Image.new('RGB', (4000, 6000), 'white'), io.BytesIO()
        Image.new('RGB', (160, 120), 'white').save(turned, 'JPEG', exif=exif)
        Image.new('RGB', (70, 90)).save(
            doubled, MpoImagePlugin.MpoImageFile.format, save_all=True, append_images=[Image.new('RGB', (7, 9))])
        wizard = self.photos(
            turned.getvalue(), scans.tiff(3), scans.photo(Image.new('RGBA', (50, 60)), 'PNG'), fine, doubled.getvalue())
        self.assertEqual(wizard.photo_ids.mapped('page_count'), [1, 3, 1, 1, 1])
        self.assertEqual(self.widths(wizard), [120, 1, 1, 1, 50, 2339, 70], "the small copy inside of a photo is no page")
        self.assertEqual(photos.page(wizard._source()[1], 4).getpixel((5, 5)), (255, 255, 255), "what is clear is paper")
        self.assertEqual(wizard._source_name(), "Photos of 7 pages.zip")

    def test_what_is_no_photo_is_refused_by_its_name(self):
        for data, reason in (
                (b'%PDF-1.7', "This type of file can't be read"), (b'', "can't be read"),
                (scans.photo(Image.new('RGB', (90, 90)))[:200], "damaged"),
                (scans.photo(Image.new('1', (20_000, 20_000)), 'PNG'), "80 million"),
                (b'\x89PNG' + bytes(21 << 20), "at most 20 MB")):
            with self.subTest(reason), self.assertRaisesRegex(UserError, f"IMG_0.jpg.*{reason}"):
                self.photos(data)

    def test_there_may_be_too_many(self):
        self.patch(plan_import_photo, 'MOST', 3)
        wizard = self.photos(scans.tiff(3))
        with self.assertRaisesRegex(UserError, "4 pages; at most 3"):
            self.photos(Image.new('RGB', (9, 9)), wizard=wizard)

    def test_nothing_chosen_is_told(self):
        with self.assertRaisesRegex(UserError, "Choose the file"):
            self.as_user('office_staff', 'dan_van.plan.import').create({}).action_read()

    def test_nobody_else_adds_to_or_sees_the_photos(self):
        wizard = self.photos(Image.new('RGB', (9, 9)))
        other = self.users['office_head']
        with self.assertRaises(AccessError):
            wizard.photo_ids.with_user(other).read(['content'])
        with self.assertRaises(AccessError):
            wizard.photo_ids.with_user(other).action_later()
        with self.assertRaises(AccessError):
            self.photos(Image.new('RGB', (9, 9)), wizard=wizard.with_user(other), user='office_head')

    def test_many_are_read_by_the_scheduled_action(self):
        wizard = self.photos(*(Image.new('RGB', (9, 9)) for _number in range(plan_import_scan.AT_ONCE + 1)))
        wizard.action_read()
        self.assertEqual((wizard.state, wizard.page_count), ('reading', 3))
        with self.pages():
            self.run_cron()
        self.assertEqual((wizard.state, len(wizard.photo_ids)), ('upload', 3), "nothing is lost")
