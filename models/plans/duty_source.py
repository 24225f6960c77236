from odoo import models

from .duty_notice import tell_of_issue


class DutySource(models.AbstractModel):
    """What gives duties to units: a plan, an incoming document by its directive, or another document of ours.

    Its ``state`` has the names of every document's: its duties are tracked while it is in force, and worked on while it is issued.
    The model that inherits gives ``assignment_ids``; a duty names its source by one of the fields in ``_documents`` of dan_van.assignment.
    """

    _name = 'dan_van.duty.source'
    _description = 'Source of duties'

    def unlink(self):
        """As before; the duties that go with a draft leave no to-dos, messages and files behind."""
        self.check_access('unlink')
        duties = self.env['dan_van.assignment']
        if duties._fields[self._fields['assignment_ids'].inverse_name].ondelete == 'cascade':
            self.filtered(lambda source: source.state == 'draft').assignment_ids.unlink()
        return super().unlink()

    def _duty_leader(self):
        """:return: res.users, who decides on its duties where no leader is in charge of their unit"""
        raise NotImplementedError

    def _duty_theme(self):
        """:return: dan_van.theme to whose reports its duties belong, maybe none"""
        raise NotImplementedError

    def _duty_day(self):
        """:return: date from which on its duties run, or nothing"""
        raise NotImplementedError

    def _duty_year(self):
        """:return: int, the year in which its duties are planned"""
        raise NotImplementedError

    def _duty_folders(self):
        """:return: list of dms_folder.Folder, where evidence of its duties is filed; ``None`` while it has no folder"""
        raise NotImplementedError

    def _heading(self):
        """:return: str, the source as sheets name it"""
        raise NotImplementedError

    def _reference(self):
        """:return: str, the source as a letter names it in brackets"""
        raise NotImplementedError

    def _duty_notice(self):
        """:return: str, the sentence above the duties in the notice to who has to do them"""
        raise NotImplementedError

    def _missing_units(self):
        """:return: sentences that name the duties for which no unit is chosen"""
        return [
            self.env._("Choose the unit for the assignment “%s”.", duty.unit_label or duty.display_name)
            for duty in self.assignment_ids if not duty.parent_id and duty.scope == 'unit' and not duty.department_id]

    def _begin_work(self):
        """Let units work on the duties from now on, and tell them; runs inside the issue."""
        self.env['dan_van.occurrence']._follow(self.assignment_ids, at_issue=True)
        tell_of_issue(self.assignment_ids)

    def _stop_work(self):
        """Let nobody be reminded of duties that take no more progress."""
        self.assignment_ids._restart_follow_up()
        self._follow_work()

    def _follow_work(self):
        """Let what is asked for about the duties wait for somebody as long as they are at work, and no longer."""
        self.assignment_ids.extension_ids._keep_turns()
        self.assignment_ids.change_ids._keep_turns()
        self.assignment_ids.occurrence_ids.acceptance_ids._keep_turns()
