from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

LINES = 20  # duties of a notice; the web client shows the rest


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    def _do_issue(self, date=None, reserved=None):
        result = super()._do_issue(date, reserved)
        told = defaultdict(self.env['dan_van.assignment'].browse)
        for duty in self.assignment_ids.filtered(lambda duty: duty.is_tracked and not duty.continues_id):
            for user in duty.department_id._acting_head() | duty.user_ids:
                told[duty.plan_id, user] |= duty
        self.env['dan_van.assignment']._tell_of_duties(told)
        return result


class Assignment(models.Model):
    """Who answers for a duty or is named for it learns of it once: one notice a person and plan."""

    _inherit = 'dan_van.assignment'

    def write(self, vals):
        before = {duty: duty.user_ids for duty in self} if 'user_ids' in vals and not self._in_step() else {}
        result = super().write(vals)
        told = defaultdict(self.browse)
        for duty, users in before.items():
            for user in duty.user_ids - users - self.env.user:
                told[duty.plan_id, user] |= duty
        self._tell_of_duties(told)
        return result

    @api.model
    def _tell_of_duties(self, told):
        """Send each person one notice of what is asked of him, and until when.

        :param told: ``{(dan_van.plan, res.users): dan_van.assignment}``
        """
        for (plan, user), duties in told.items():
            spoken = plan.with_context(lang=user.lang)._telling()
            spoken.message_notify(
                partner_ids=user.partner_id.ids,
                subject=spoken.env._("New duties: %s", plan.display_name),
                body=duties.with_env(spoken.env)._duties_html())

    def _duties_html(self):
        lines = [
            Markup('<li>%s</li>') % self.env._("%(duty)s Deadline: %(deadline)s", duty=duty.text, deadline=(
                format_date(self.env, duty.deadline) if duty.deadline else duty.deadline_text or self.env._("none named")))
            for duty in self[:LINES]]
        if len(self) > LINES:
            lines.append(Markup('<li>%s</li>') % self.env._("and %s more", len(self) - LINES))
        return Markup('<p>%s</p><ul>%s</ul>') % (
            self.env._("The plan asks of your unit, or of you:"), Markup().join(lines))
