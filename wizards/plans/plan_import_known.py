"""Whom the names of a file mean: the agency's units first, then agencies below it, one, a group or all of a level. Nothing is written."""
from odoo.fields import Command

from ...importer.agency import words
from ...importer.levels import kinds
from ...importer.units import match_all


class Known:
    """The names that an agency knows.

    :param wizard: dan_van.plan.import
    """

    def __init__(self, wizard):
        self._env = wizard.env
        self._units = wizard._units()
        organs = self._env['dan_van.organ'].search([('is_below', '=', True), ('company_id', '=', wizard.company_id.id)])
        self._of_kind = {kind: of_kind.ids for kind, of_kind in organs.grouped('kind').items()}
        self._below = {}
        for named, organ in [(group.name, organs.filtered(lambda organ, group=group: group in organ.group_ids)) for group in organs.group_ids] + [
                (name, organ) for organ in organs for name in (organ.short_name, organ.name)]:
            if named:
                key = _key(named)
                self._below |= {key: organ.ids, key.removeprefix('ubnd '): organ.ids}

    def values(self, text):
        """Yield each name of a list such as "Phòng Chính sách, UBND các xã" with the values of its row; first the whole, which may hold a comma.

        :param text: as printed, nothing for no name
        """
        if not text:
            yield False, {'scope': 'unit'}
            return
        for found in match_all(text, self._units, lambda name: bool(self._agencies(name))):
            yield found.name, self._values_of(found)

    def _values_of(self, found):
        organs = self._agencies(found.name) if found.unit is None else []
        if organs:
            return {'scope': 'agencies', 'organ_ids': [Command.set(organs)]}
        names = self._env['hr.department'].browse(found.candidates).mapped('name')
        return {
            'scope': found.scope,
            'department_id': found.unit,
            'candidates': ', '.join(names) if not found.unit else False,
        }

    def _agencies(self, name):
        """:return: list of the ids of the agencies below that ``name`` means"""
        if not self._below:
            return []
        key = _key(name)
        return self._below.get(key) or self._below.get(key.removeprefix('ubnd ')) or [
            organ for kind in kinds(name) for organ in self._of_kind.get(kind, ())]


def _key(name):
    return ' '.join(words(name)).replace('uy ban nhan dan', 'ubnd')
