"""Who answers for a duty or is named for it learns of it once: one notice a person and source."""
from collections import defaultdict

from markupsafe import Markup

from odoo.tools import format_date

LINES = 20  # duties of a notice; the web client shows the rest


def tell_of_issue(duties):
    """Tell heads, persons and who stands in for these which duties an issued plan or a directive asks of them; not those they had before it.

    :param duties: dan_van.assignment
    """
    told = defaultdict(duties.browse)
    for duty in duties.filtered(lambda duty: duty.is_tracked and not duty.continues_id):
        for user in duty.department_id._acting_head() | duty.user_ids | duty._working_users():
            told[duty._document(), user] |= duty
    _tell(told)


def tell_of_named(before):
    """Tell those who are named for duties now, or stand in for these, others than who names them; reminders pass to them.

    :param before: ``{duty: res.users that were named for it until now}``
    """
    told = {}
    for duty, users in before.items():
        duty._keep_reminders()
        named = duty.user_ids - users
        for user in (named | duty._working_users() if named else named) - users - duty.env.user:
            told[duty._document(), user] = told.get((duty._document(), user), duty) | duty
    _tell(told)


def _tell(told):
    """Send each person one notice of what is asked of him, and until when.

    :param told: ``{(dan_van.duty.source, res.users): dan_van.assignment}``
    """
    for (source, user), duties in told.items():
        spoken = source.with_context(lang=user.lang)._telling()
        spoken.message_notify(
            partner_ids=user.partner_id.ids,
            subject=spoken.env._("New duties: %s", source.display_name),
            body=_html(spoken._duty_notice(), duties.with_env(spoken.env)))


def _html(notice, duties):
    env = duties.env
    lines = [
        Markup('<li>%s</li>') % env._("%(duty)s Deadline: %(deadline)s", duty=duty.text, deadline=(
            format_date(env, duty.deadline) if duty.deadline else duty.deadline_text or env._("none named")))
        for duty in duties[:LINES]]
    if len(duties) > LINES:
        lines.append(Markup('<li>%s</li>') % env._("and %s more", len(duties) - LINES))
    return Markup('<p>%s</p><ul>%s</ul>') % (notice, Markup().join(lines))
