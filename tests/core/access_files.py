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
                cls.targets[f'file list {place}'] = Target(
                    Catalog.create({**listed, 'year': 2004}), {'year': 2003}, {**listed, 'year': 2002})
            values = {'catalog_id': catalog.id, 'department_id': unit.id, 'title': "Hồ sơ"}
            paper = {'work_file_id': File.create(values).id, 'subject': "Phiếu trình"}
            cls.targets |= {
                f'work file {place}': Target(File.create(values), {'title': "Khác"}, values),
                f'filed {place}': Target(Line.create(paper), {'note': "Bản sao"}, paper, followed=False)}
        cls._filing_dialogs()

    @classmethod
    def _filing_dialogs(cls):
        """One of each role's own, and one of somebody else."""
        file = cls.targets['work file own'].record
        upload, row = {'catalog_id': file.catalog_id.id, 'file': b'eA=='}, {'title': "Hồ sơ"}
        dialogs = {
            'list import': ('file.catalog.import', upload, {'filename': "x"}),
            'file add': ('work.file.add', {'work_file_id': file.id}, {'work_file_id': file.id}),
            'handover': ('work.file.handover', {'work_file_ids': file.ids}, {'work_file_ids': file.ids})}
        owners = {role: cls.env(user=user, su=True) for role, user in cls.role_users.items()}
        for name, (model, values, change) in dialogs.items():
            own = {role: env[f'dan_van.{model}'].create(values) for role, env in owners.items()}
            strange = cls.env[f'dan_van.{model}'].create(values)
            cls.targets |= {f'{name} own': Target(own, change, values), f'{name} other': Target(strange, change)}
            if name == 'list import':
                place = ('import_id', 'dan_van.file.catalog.import.line', row)
                rows = {role: cls.row(dialog, *place) for role, dialog in own.items()}
                cls.targets |= {'list row own': Target(rows, row), 'list row other': Target(cls.row(strange, *place), row)}
        cls._volumes(owners)

    @classmethod
    def _volumes(cls, owners):
        """A volume of a register that each role prints in the background, and one of somebody else's."""
        volume, place = {'number': 1}, ('print_id', 'dan_van.register.print.volume', {'number': 1})

        def printed(env):
            return cls.row(env['dan_van.register.print'].create({'book': 'incoming'}), *place)

        cls.targets |= {
            'volume own': Target({role: printed(env) for role, env in owners.items()}, volume),
            'volume other': Target(printed(cls.env), volume)}
