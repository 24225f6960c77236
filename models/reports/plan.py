from odoo import models
from odoo.tools.misc import groupby

from ...importer.words import canonical


class Plan(models.Model):
    """A plan that replaces another one is reported on as its work goes on."""

    _inherit = 'dan_van.plan'

    def _hand_over_to(self, plan, pairs):
        """Let what is being reported at this moment be reported under the new plan too; nobody writes it a second time."""
        if plan.theme_id == self.theme_id:
            self.period_ids._go_over(plan, pairs)
        return super()._hand_over_to(plan, pairs)

    def _same_contents(self, plan):
        """:return: ``{content of this plan: the one of plan that says the same}``; the label tells apart what is said twice"""
        found = {}
        for key in (_words, lambda part: (_words(part), canonical(part.label or ''))):
            there = {words: same[0] for words, same in groupby(plan.content_ids, key) if len(same) == 1}
            found |= {old: there[key(old)] for old in self.content_ids if key(old) in there}
        return found


def _words(content):
    return canonical(content.title or ''), canonical(content.text or '')
