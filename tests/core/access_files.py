"""What a row of the access matrix is made of, and its records of files (hồ sơ)."""
from typing import NamedTuple


class Target(NamedTuple):
    """A record of the matrix and what is tried on it.

    ``record`` is a record, or a dict of one per role where each role has its own. ``create`` is ``None`` where a
    record of this kind can't be made at will; ``followed`` tells whether it may have followers at all.
    """

    record: object
    write: dict
    create: dict | None = None
    followed: bool = True

    def of(self, role):
        return self.record[role] if isinstance(self.record, dict) else self.record


class FiledRecords:
    """The lists of files of two agencies, a file of each place, and a paper in it."""

    @classmethod
    def _files(cls, members):
        Catalog, File, Line = (cls.env[f'dan_van.{name}'] for name in ('file.catalog', 'work.file', 'work.file.line'))
        for place, (company, unit) in cls.places.items():
            catalog = Catalog._of_year(company, 2001)
            if not catalog:
                listed = {'company_id': company.id, 'year': 2001}
                catalog = Catalog.create(listed)
                cls.targets[f'file list {place}'] = Target(catalog, {'year': 2003}, {**listed, 'year': 2002})
            values = {'catalog_id': catalog.id, 'department_id': unit.id, 'title': "Hồ sơ"}
            paper = {'work_file_id': File.create(values).id, 'subject': "Phiếu trình"}
            cls.targets |= {
                f'work file {place}': Target(File.create(values), {'title': "Khác"}, values),
                f'filed {place}': Target(Line.create(paper), {'note': "Bản sao"}, paper, followed=False)}
