from collections import defaultdict

from odoo import models

from ...importer.agency import words
from ...importer.names import doubt
from ...importer.units import match


class PlanImport(models.TransientModel):
    """By which names the import knows the agency's units, and what it remembers of those that were chosen."""

    _inherit = 'dan_van.plan.import'

    def _units(self, with_remembered=True):
        """:return: the agency's units as the importer matches them: id, name, abbreviation, other names, persons"""
        units = self.env['hr.department'].search([
            ('company_id', 'in', (self.company_id.id, False)), ('dan_van_kind', '!=', False)])
        others = defaultdict(list)
        for other in self._remembered() if with_remembered else ():
            others[other.department_id].append(other.name)
        return [(
            unit.id, unit.name, unit.dan_van_abbreviation, *others[unit],
            *(name for name in unit.member_user_ids.mapped('name') if ' ' in name)) for unit in units]

    def _remembered(self):
        return self.env['dan_van.unit.name'].search([('company_id', '=', self.company_id.id)])

    def _remembered_notices(self, rows):
        """:return: values of warnings that tell which names were matched only because they are remembered"""
        names = list(dict.fromkeys(row['unit'] for row in rows if row.get('unit') and row.get('department_id')))
        units = {unit.id: unit.name for unit in self._remembered().department_id}
        own, known = (self._units(each) if units else () for each in (False, True))
        found = [(name, match(name, known).unit) for name in names if units and not match(name, own).unit]
        return [{'code': 'name_remembered', 'text': f"{name} → {units[unit]}"} for name, unit in found if unit in units]

    def _remember_names(self):
        """Keep for the agency which unit was chosen for a name that fitted none, if the user may keep such names.

        A name for which two units were chosen, and one that is hardly a name at all, is not kept.
        """
        Name = self.env['dan_van.unit.name']
        if not Name.has_access('create'):
            return
        chosen = defaultdict(set)
        for row in self.line_ids:
            if row.type in ('duty', 'unit') and row.scope == 'unit' and row.unit and row.department_id:
                chosen[row.unit].add(row.department_id.id)
        own, remembered, new = self._units(with_remembered=False), self._remembered(), {}
        for name, units in chosen.items():
            if len(units) > 1 or doubt(name) or match(name, own).unit:
                continue
            [unit] = units
            if same := remembered.filtered(lambda each, name=name: match(name, [(each.id, each.name)]).unit):
                same.filtered(lambda each, unit=unit: each.department_id.id != unit).department_id = unit
            else:
                new[words(name)] = {'company_id': self.company_id.id, 'name': name, 'department_id': unit}
        Name.create(list(new.values()))
