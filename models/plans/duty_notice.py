"""Who answers for a duty or is named for it learns of it once: one notice a person and source."""
from collections import defaultdict

from markupsafe import Markup

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
    """Tell those who are named for duties or steps now, or stand in for these, others than who names them; reminders pass to them.

    :param before: ``{duty or step: res.users that were named for it until now}``, all of one model
    """
    told = {}
    if before:
        next(iter(before)).union(*before)._keep_reminders()
    for duty, users in before.items():
        named = duty.user_ids - users
        for user in (named | duty._working_users() if named else named) - users - duty.env.user:
            told[duty._duty_source(), user] = told.get((duty._duty_source(), user), duty) | duty
    _tell(told)


def _tell(told):
    """Send each person one notice of what is asked of him, and until when.

    :param told: ``{(dan_van.duty.source, res.users): dan_van.assignment, or steps of some}``
    """
    for (source, user), duties in told.items():
        spoken = source.with_context(lang=user.lang)._telling()
        subject, notice = duties.with_env(spoken.env)._notice_heading(spoken)
        spoken.message_notify(partner_ids=user.partner_id.ids, subject=subject, body=_html(notice, duties.with_env(spoken.env)))


def _html(notice, duties):
    env = duties.env
    lines = [
        Markup('<li>%s</li>') % env._("%(duty)s Deadline: %(deadline)s", duty=duty._notice_text(), deadline=duty._notice_day())
        for duty in duties[:LINES]]
    if len(duties) > LINES:
        lines.append(Markup('<li>%s</li>') % env._("and %s more", len(duties) - LINES))
    return Markup('<p>%s</p><ul>%s</ul>') % (notice, Markup().join(lines))
