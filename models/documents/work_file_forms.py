from odoo import api, models

from ...rendering.annex import Row, Table
from ...rendering.filing import (
    CATALOG, CONTENTS, HANDED_OVER, FilingForm, count_line, group_heading, handed_line, sheet_spans, smaller_heading,
    span_text,
)
from ...rendering.wording import date_text, short_date_text
from ..core.res_company import legal_today


class WorkFileForms(models.AbstractModel):
    """Files as the decree's forms have them (Nghị định 30/2020/NĐ-CP, Phụ lục V)."""

    _name = 'dan_van.work.file.forms'
    _description = 'Forms on files'

    # Danh mục hồ sơ

    @api.model
    def _catalog(self, catalog):
        """:return: :class:`rendering.filing.FilingForm`, the list of the files of a year"""
        files = catalog.work_file_ids
        decision = self._decision(catalog)
        said = decision and f"(Kèm theo {decision} của {catalog.company_id.name})"
        profile = self._profile(catalog.company_id, catalog.approved_date)
        authority, leader = self._leader(catalog, profile)
        return FilingForm(
            **profile._sheet_head(), heading=("DANH MỤC HỒ SƠ", f"Năm {catalog.year}"),
            subheading=tuple(filter(None, (said, catalog.state != 'approved' and "(Dự thảo)"))),
            table=Table(CATALOG, tuple(self._catalog_rows(files))),
            after=(count_line(catalog.permanent_count, catalog.file_count - catalog.permanent_count),),
            place=profile.place, date=catalog.approved_date or None, signers=((authority, leader),))

    def _decision(self, catalog):
        """:return: str, number and day of the decision with which the list was issued; empty where there is none"""
        decision = catalog.decision_entry_id
        return f"Quyết định số {decision.code} {date_text(decision.date)}" if decision else ""

    def _leader(self, catalog, profile):
        """:return: title and name of who approves: the head of the agency, or who did"""
        # sudo: who heads the agency is no secret.
        head = catalog.sudo().company_id._dan_van_leadership().head_user_id
        return profile.head_title.upper(), head.name or ''

    def _catalog_rows(self, files):
        for position, (unit, of_unit) in enumerate(files.grouped('department_id').items(), 1):
            yield group_heading(position, unit.name)
            smaller = 0
            for heading, below in of_unit.grouped('heading').items():
                if heading:
                    smaller += 1
                    yield smaller_heading(smaller, heading)
                for file in below:
                    yield Row(self._catalog_cells(file))

    def _catalog_cells(self, file):
        note = '; '.join(filter(None, (file.is_added and "Bổ sung", file.note)))
        # sudo: the name of a colleague.
        return (file.notation, file.title, file.retention_text, file.sudo().keeper_id.name or '', note)

    # Mục lục văn bản trong hồ sơ

    @api.model
    def _contents(self, file):
        """:return: :class:`rendering.filing.FilingForm`, the list of the documents in a file"""
        lines = file.line_ids._in_order()
        spans = sheet_spans(lines.mapped('pages'))
        rows = tuple(Row((
            str(position), line.code or '', short_date_text(line.date) if line.date else '',
            ': '.join(filter(None, (line.kind, line.subject))), line.author or '', span, self._note(line)))
            for position, (line, span) in enumerate(zip(lines, spans, strict=True), 1))
        profile = self._profile(file.company_id, file.closed_date)
        return FilingForm(
            **profile._sheet_head(), heading=("MỤC LỤC VĂN BẢN, TÀI LIỆU", "trong hồ sơ"),
            subheading=(f"Hồ sơ số {file.notation}, năm {file.year}: {file.title}", f"Thời hạn bảo quản: {file.retention_text}"),
            table=Table(CONTENTS, rows), place=profile.place, date=file.closed_date or None,
            after=(f"Mục lục này có {len(lines)} văn bản, tài liệu.",), signers=(("NGƯỜI LẬP HỒ SƠ", self._keeper(file)),))

    def _note(self, line):
        return '; '.join(filter(None, (line.note, line.entry_id.recalled and "Đã thu hồi")))

    def _keeper(self, file):
        # sudo: the name of a colleague.
        return file.sudo().keeper_id.name or ''

    # Mục lục hồ sơ, tài liệu nộp lưu and biên bản giao nhận

    @api.model
    def _handed_over(self, files):
        """:return: list of :class:`rendering.filing.FilingForm`: for each unit and year what is handed over, and the record of it"""
        forms = []
        for (unit, year), group in files.grouped(lambda file: (file.department_id, file.year)).items():
            forms += [self._record(unit, year, group), self._list(unit, year, group)]
        return forms

    def _list(self, unit, year, files):
        rows = tuple(Row((
            str(position), file.notation, file.title, span_text(file.date_from, file.date_to), file.retention_text,
            str(file.page_count or ''), file.note or '')) for position, file in enumerate(files, 1))
        profile = self._profile(files.company_id, legal_today(self))
        return FilingForm(
            **profile._sheet_head(), heading=("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU", f"Năm {year}"), subheading=(unit.name,),
            table=Table(HANDED_OVER, rows), after=(handed_line(len(files)),), place=profile.place,
            signers=(("NGƯỜI LẬP", ""),))

    def _record(self, unit, year, files):
        decision = self._decision(files.catalog_id)
        listed = decision and f" ban hành kèm theo {decision}"
        head = unit.sudo().head_user_id  # sudo: the name of a colleague
        profile = self._profile(files.company_id, legal_today(self))
        span = span_text(*(pick(filter(None, files.mapped(name)), default=None) for name, pick in (('date_from', min), ('date_to', max))))
        return FilingForm(
            **profile._sheet_head(), heading=("BIÊN BẢN", "Giao nhận hồ sơ, tài liệu"), place=profile.place,
            before=(
                "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
                f"Căn cứ Danh mục hồ sơ năm {year}{listed},", "Chúng tôi gồm:",
                f"BÊN GIAO: {unit.name}", f"1. Ông (bà): {head.name or '.' * 40}", "Chức vụ: " + '.' * 60,
                "2. Ông (bà): " + '.' * 40, "Chức vụ: " + '.' * 60,
                "BÊN NHẬN: Lưu trữ cơ quan", "1. Ông (bà): " + '.' * 40, "Chức vụ: " + '.' * 60,
                "2. Ông (bà): " + '.' * 40, "Chức vụ: " + '.' * 60,
                "Thống nhất lập biên bản giao nhận hồ sơ, tài liệu với những nội dung như sau:",
                f"1. Tên khối hồ sơ, tài liệu giao nộp: hồ sơ năm {year} của {unit.name}.",
                f"2. Thời gian của hồ sơ, tài liệu: {span or '.' * 30}.",
                "3. Số lượng hồ sơ, tài liệu:", "a) Đối với hồ sơ, tài liệu giấy:",
                "- Tổng số hộp (cặp): " + '.' * 20, f"- Tổng số hồ sơ (đơn vị bảo quản): {'.' * 20} Quy ra mét giá: {'.' * 12} mét.",
                "b) Đối với hồ sơ, tài liệu điện tử:", f"- Tổng số hồ sơ: {len(files)}.",
                f"- Tổng số tệp tin trong hồ sơ: {self.env['dan_van.work.file.package']._count(files)}.",
                "4. Tình trạng hồ sơ, tài liệu giao nộp: " + '.' * 50,
                "5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo.",
                "Biên bản này được lập thành hai bản; bên giao giữ một bản, bên nhận giữ một bản./."),
            signers=(("ĐẠI DIỆN BÊN GIAO", ""), ("ĐẠI DIỆN BÊN NHẬN", "")))

    def _profile(self, company, date):
        return self.env['dan_van.agency.profile']._valid_on(company, date or legal_today(self))
