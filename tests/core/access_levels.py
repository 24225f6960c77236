"""Records of the access matrix that agencies above and below have given each other."""
from odoo.fields import Command

from ..keys import unlocked
from .access_files import Target


class LevelRecords:
    """Duties of agencies below, and duties of the superior agency."""

    @classmethod
    def _level_targets(cls, place, company):
        """What an agency below has by an issued plan of ``place``, and what the superior gives with a document that is not directed yet."""
        plan = cls.targets[f'plan issued {place}'].record
        organ = cls.env['dan_van.organ'].create({'company_id': company.id, 'name': f"UBND xã {place}"})
        duty = unlocked(cls.env['dan_van.assignment']).create({
            'plan_id': plan.id, 'text': "Nhiệm vụ", 'scope': 'agencies', 'organ_ids': [Command.set(organ.ids)]})
        handed = {'assignment_id': duty.id, 'organ_id': organ.id, 'key': 'k'}
        targets = {f'handed {place}': Target(
            unlocked(cls.env['dan_van.handed.duty']).create({**handed, 'note': "Điện thoại"}).with_env(cls.env), {'progress': 10},
            {**handed, 'organ_id': organ.copy({'name': f"UBND phường {place}"}).id}, followed=False)}
        if place != 'other':
            document = cls.env['dan_van.incoming'].create({'company_id': company.id, 'code': '5/UBND', 'issuer': "UBND", 'subject': "Việc"})
            given = {'incoming_id': document.id, 'key': 'k', 'text': "Báo cáo"}
            targets[f'superior {place}'] = Target(
                unlocked(cls.env['dan_van.superior.duty']).create(given).with_env(cls.env), {'own_deadline': '2026-05-01'},
                {**given, 'key': 'l'}, followed=False)
            asked = {'company_id': company.id, 'organ_id': organ.id, 'key': 'k', 'name': "Quý I", 'kind': 'quarter', 'date_from': '2026-01-01',
                     'date_to': '2026-03-14', 'due_date': '2026-03-18'}
            targets[f'asked {place}'] = Target(
                unlocked(cls.env['dan_van.asked.report']).create(asked).with_env(cls.env), {'period_id': False}, {**asked, 'key': 'l'}, followed=False)
        return targets
