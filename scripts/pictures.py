"""The pictures of the README and the manuals: the main job done in the browser, a picture at each stop.

Run by the environment's Python: `pictures.py ADDRESS FOLDER`, with ADDRESS of an Odoo that serves a fresh demo.
"""
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import Browser
from PIL import Image

DESKTOP, PHONE = (1366, 820), (390, 844)
SHORT = 320  # pixels of a list with two lines
PASSWORD = "danvan"
INBOX, VIEWER = ".o_dan_van_inbox_row", "iframe"
DEMO_PLAN = Path(__file__).resolve().parents[1] / "demo" / "ke-hoach-mau.txt"
# The demo's plan is issued already; what is imported here is the same plan a year later.
YEAR, NEXT = "2026", "2027"


class Album:
    """Takes the pictures of one Odoo into one folder."""

    def __init__(self, browser, address, folder):
        self.browser = browser
        self.address = address
        self.folder = Path(folder)

    def user(self, login, size=DESKTOP):
        """Return a page on which the demo user `login` has logged in."""
        page = self.browser.page(*size, phone=size == PHONE)
        page.goto(f"{self.address}/web/login", "input[name=password]")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", PASSWORD)
        page.click(".oe_login_form button[type=submit]")
        page.find(".o_main_navbar")
        return page

    def open(self, page, path, selector=".o_action_manager .o_view_controller .o_renderer"):
        """Open a screen of the web client by its path."""
        page.goto(f"{self.address}/odoo/{path}", selector)

    def open_plan(self, page, year):
        """Open the form of the plan of a year, from the list or, on a phone, from the cards."""
        self.open(page, "dan-van-plans")
        page.click(".o_data_row .o_data_cell[name=subject], .o_kanban_record", f"năm {year}")
        page.find(".o_form_view .o_form_statusbar")
        page.settle()

    def keep(self, name, png, height=None):
        """Write a picture with as few colours as it takes to look the same.

        :param height: pixels to keep from the top, where below is nothing but an empty list
        """
        image = Image.open(io.BytesIO(png)).convert("RGB")
        image = image.crop((0, 0, image.width, height or image.height))
        image.quantize(256, dither=Image.Dither.NONE).save(self.folder / f"{name}.png", optimize=True)

    def take(self, name, page, height=None):
        """Take a picture of what the page shows now."""
        self.keep(name, page.picture(), height)


def overview(album):
    """As the head: how the plan stands, at the desk and on the phone; as a member of a unit: an event on the phone."""
    for size, name in ((DESKTOP, "dashboard"), (PHONE, "dashboard-phone")):
        page = album.user("truongban", size)
        album.open(page, "dan-van-dashboard", ".o_dan_van_dashboard table")
        page.settle()
        album.take(name, page)
    phone = album.user("chuyenvien.ttdb", PHONE)
    album.open(phone, "dan-van-events")
    phone.click(".o_kanban_record")
    phone.find(".o_form_view .o_field_widget[name=participant_count]")
    album.take("event", phone)


def import_and_submit(album):
    """As the office: import next year's plan, look at the preview, create the draft, submit it."""
    page = album.user("chuyenvien.vp")
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder, f"ke-hoach-{NEXT}.txt")
        plan.write_text(DEMO_PLAN.read_text(encoding="utf-8").replace(YEAR, NEXT), encoding="utf-8")
        album.open(page, "dan-van-import", ".o_field_widget[name=file]")
        page.choose_file(".o_field_widget[name=file] input[type=file]", plan)
    page.click("button[name=action_read]")
    page.click(".o_dan_van_source [role=button]", "Văn phòng")
    page.find(".o_field_widget[name=line_ids] .o_data_row.o_dan_van_lit")
    album.take("import", page)
    page.click("button[name=action_create]")
    page.click("button[name=action_submit]")
    page.find(".o_arrow_button_current[data-value=submitted]")


def sign(album):
    """As the head: what waits, the plan as it is signed, at the desk and on the phone; signed at the desk."""
    phone = album.user("truongban", PHONE)
    album.open(phone, "dan-van-inbox", INBOX)
    album.take("inbox-phone", phone)
    phone.click(INBOX, f"năm {NEXT}")
    phone.find(f"{VIEWER}[src*=viewer]")
    album.take("phone", phone)
    page = album.user("truongban")
    album.open(page, "dan-van-plans")
    album.take("plans", page, SHORT)
    album.open(page, "dan-van-inbox", INBOX)
    album.take("inbox", page)
    page.click(INBOX, f"năm {NEXT}")
    page.find(f"{VIEWER}[src*=viewer]")
    album.take("sign", page)
    page.click("button[name=action_sign]")
    page.click(".modal-footer .btn-primary")
    page.find(".o_action_manager > .o_action")


def issue(album):
    """As the clerk: number and date, the register, the issued document."""
    page = album.user("vanthu")
    album.open_plan(page, NEXT)
    page.click("button[name=action_issue]")
    page.click(".modal-footer .btn-primary")
    page.find(".o_arrow_button_current[data-value=issued]")
    album.open(page, "dan-van-register")
    album.take("register", page, SHORT)
    album.open_plan(page, NEXT)
    number = page.evaluate("""fetch('/web/dataset/call_kw', {
        method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify({params: {
            model: 'dan_van.plan', method: 'search_read', args: [[['year', '=', %s]], ['pdf_attachment_id']],
            kwargs: {}}})}).then((answer) => answer.json()).then((answer) => answer.result[0].pdf_attachment_id[0])""" % NEXT)
    pdf = page.fetch(f"/web/content/{number}")
    pages = ["pdftoppm", "-png", "-f", "1", "-singlefile", "-scale-to-x", "900", "-scale-to-y", "-1"]
    album.keep("document", subprocess.run(pages, input=pdf, stdout=subprocess.PIPE, check=True).stdout)


def work(album):
    """As the office all duties in several views, as a member of a unit one of them."""
    page = album.user("chanhvanphong")
    album.open(page, "dan-van-assignments")
    page.click(".o_searchview .o_facet_remove")
    album.take("assignments", page)
    for view in ("kanban", "calendar"):
        page.click(f".o_switch_view.o_{view}")
        album.take(view, page)
    page = album.user("chuyenvien.ttdb")
    album.open(page, "dan-van-assignments")
    page.click(".o_data_row .o_data_cell[name=text]", "Tuyên truyền chính sách")
    page.find(".o_form_view .o_field_widget[name=result]")
    album.take("duty", page)


def report(album):
    """A unit's report; the agency's, made by the office; and what the leader has before him on the phone."""
    page = album.user("chuyenvien.cs")
    album.open(page, "dan-van-reports")
    page.click(".o_data_row .o_data_cell[name=department_id]", "Phòng Chính sách")
    page.find(".o_form_view .o_field_widget[name=line_ids] .o_data_row")
    album.take("report", page)
    page = album.user("chanhvanphong")
    album.open(page, "dan-van-periods")
    page.click(".o_data_row .o_data_cell[name=name]", "Chuyên đề")
    page.click("button[name=action_consolidate]")
    page.find(".o_form_view .o_field_widget[name=line_ids] .o_data_row")
    album.take("agency-report", page)
    page.click("button[name=action_submit]")
    page.fill(".modal .o_field_widget[name=reason] textarea", "Các đơn vị khác gửi báo cáo sau.")
    page.click(".modal button[name=action_confirm]")
    page.find(".o_arrow_button_current[data-value=submitted]")
    phone = album.user("truongban", PHONE)
    album.open(phone, "dan-van-to-sign")
    phone.click(".o_kanban_record", "Chuyên đề")
    phone.find(".o_dan_van_pdf_frame iframe:not(.invisible)")
    phone.settle()
    album.take("review", phone)


def main(address, folder):
    """Take all pictures of the Odoo at `address` into `folder`."""
    with Browser() as browser:
        album = Album(browser, address, folder)
        for part in (overview, import_and_submit, sign, issue, work, report):
            part(album)


if __name__ == "__main__":
    main(*sys.argv[1:])
