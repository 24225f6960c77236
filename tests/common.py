import datetime
import os
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name

from ..models.core.mail_switches import QUIET
from .warm import Caches

ROOT = Path(__file__).parents[1].resolve()
SAMPLES = Path(os.environ.get('DAN_VAN_SAMPLES') or ROOT.parent / 'shared' / 'samples')


def sample(test, name):
    """:return: path of a real plan; skips ``test`` clearly where it is absent"""
    path = SAMPLES / name
    if not path.exists():
        test.skipTest(f"{name} is not in {SAMPLES}: set DAN_VAN_SAMPLES to the folder of the real plans")
    return path


@tagged('post_install', '-at_install')
class AgencyCase(TransactionCase):
    """The agency of the demo: its units and one user per role and unit, as ``cls.<name>``."""

    USERS = (
        'head', 'deputy_1', 'deputy_2', 'office_head', 'office_staff', 'clerk', 'outreach_head', 'outreach_staff',
        'policy_head', 'policy_staff', 'inspectorate_head', 'inspectorate_staff', 'party_head', 'party_staff', 'admin')
    UNITS = ('leadership', 'office', 'outreach', 'policy', 'inspectorate', 'party')

    @classmethod
    def setUpClass(cls):
        caches = Caches.known(Registry(get_db_name()))
        super().setUpClass()
        cls.addClassCleanup(caches.keep)
        cls.company = cls.env.ref('dan_van.demo_company')
        cls.users = {name: cls.env.ref(f'dan_van.user_{name}') for name in cls.USERS}
        cls.units = {name: cls.env.ref(f'dan_van.department_{name}') for name in cls.UNITS}
        # Whoever is made for a test gets no mail that invites him: it takes longer than to make him.
        cls.env = cls.env(context={
            **cls.env.context, 'allowed_company_ids': cls.company.ids, 'tracking_disable': QUIET, 'no_reset_password': True})

    def setUp(self):
        caches = Caches(self.registry)
        self.addCleanup(caches.restore)
        super().setUp()
        self.addCleanup(caches.end)

    @classmethod
    def refuse_briefly(cls):
        """Leave the words of Odoo's own refusals out: they take longer than to decide, and thousands are tried."""
        for model in ('ir.rule', 'ir.model.access'):
            cls.classPatch(cls.env.registry[model], '_make_access_error', lambda *_args: AccessError("refused"))

    @classmethod
    def as_user(cls, name, model):
        """:return: ``model`` (name or records) as the demo user ``name`` sees it, in a fresh cache"""
        records = cls.env[model] if isinstance(model, str) else model
        return records.with_env(records.env(user=cls.users[name], su=False))

    @classmethod
    def new_plan(cls, duties=None, unit='office', user='office_staff', **values):
        """:return: a complete draft of ``unit``, seen by ``user``

        :param duties: list of names of units, ``None`` for a duty of all units; default one of each kind
        """
        plan = cls.as_user(user, 'dan_van.plan').create({
            'subject': "Triển khai công tác dân vận chính quyền năm 2026",
            'year': 2026,
            'department_id': cls.units[unit].id,
            'recipients': "UBND tỉnh\nSở Nội vụ",
            **values,
        })
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        plan.write({'content_ids': [Command.create({
            'parent_id': section.id, 'label': '1', 'text': "Tổ chức quán triệt các chủ trương về công tác dân vận.",
            'sequence': section.sequence + 1,
        })]})
        duties = ['outreach', None] if duties is None else duties
        cls.as_user(user, 'dan_van.assignment').create([{
            'plan_id': plan.id,
            'sequence': 100 + index,
            'label': str(index),
            'unit_label': cls.units[name].name if name else "Các phòng chuyên môn",
            'text': f"Thực hiện nhiệm vụ thứ {index}.",
            'scope': 'unit' if name else 'all',
            'department_id': cls.units[name].id if name else False,
        } for index, name in enumerate(duties, 1)])
        return plan

    @classmethod
    def section(cls, report, key):
        """:return: the section ``key`` of the theme dân vận on ``report``, e.g. strengths"""
        return report.section_ids.filtered(lambda row: row.section_id == cls.env.ref(f'dan_van.theme_dan_van_{key}'))

    @classmethod
    def to_state(cls, plan, state):
        """Take a plan forward to ``state`` by the users who do so in the agency, as where it does not sign digitally; returns the plan."""
        if roots := cls.env['dan_van.trusted.root'].search([]):
            roots.active = False
            cls.to_state(plan, state)
            roots.active = True
            return plan
        if state == 'recalled':
            cls.to_state(plan, 'issued')
            cls.as_user('head', plan).action_recall("Có sai sót về thẩm quyền.")
        steps = {
            'draft': ('office_staff', 'action_submit'), 'submitted': ('head', 'action_sign'),
            'signed': ('clerk', 'action_issue'), 'issued': ('office_head', 'action_close')}
        while (before := plan.state) != state:
            user, action = steps[before]
            asked = getattr(cls.reading(user, plan), action)()
            if plan.state == before:
                raise AssertionError(f"{action} leaves {plan} where it was: {asked}")
        return plan

    @classmethod
    def asked_for_sizes(cls, records, method, *args, **kwargs):
        """:return: what a client's request answers that asks for the sizes of files instead of the files"""
        cls.env.flush_all()
        cls.env.invalidate_all()
        context = {**records.env.context, **kwargs.pop('context', {}), 'bin_size': True, **{
            f'bin_size_{name}': True for name in ('file', 'upload', 'image', 'certificate', 'raw', 'datas', 'content')}}
        return call_kw(records.browse(), method, [records.ids, *args] if records else args, {**kwargs, 'context': context})

    @classmethod
    def reading(cls, user, record):
        """:return: ``record`` as ``user`` sees it on the screen: his steps say which submission that is"""
        record = cls.as_user(user, record)
        return record.with_context(dan_van_shown=record.shown) if len(record) == 1 and 'shown' in record else record


class ReportCase(AgencyCase):
    """A plan of 05/02/2022 with its reporting periods."""

    @classmethod
    def report_plan(cls, schemes=('month', 'quarter'), duties=None, **values):
        """:return: an issued plan of 2022 with the report schemes of ``schemes``"""
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(
                duties=duties, **{
                    'year': 2022, 'subject': "Triển khai thực hiện công tác dân vận chính quyền năm 2022",
                    'scheme_ids': [Command.set([cls.env.ref(f'dan_van.scheme_{name}').id for name in schemes])], **values})
            # On no day, else they would be due with every report.
            plan.assignment_ids.filtered(lambda duty: not duty.deadline).deadline_text = "Khi có yêu cầu"
            return cls.to_state(plan, 'issued').sudo()

    @contextmanager
    def at(self, moment):
        """Let it be ``moment`` (UTC), for Python and for what the database stamps."""
        now = datetime.datetime.fromisoformat(moment)
        with freeze_time(now), patch.object(self.env.cr, 'now', lambda: now):
            yield

    def cron(self, date):
        """Run the crons that open periods and keep turns on ``date``, as the server does: it remembers nothing of the day before."""
        self.env.flush_all()
        self.env.invalidate_all()
        with freeze_time(f'{date} 01:00:00'), patch.object(self.env.cr, 'commit', lambda: None):
            for model, name in (('dan_van.period', '_cron_open'), ('dan_van.workflow.mixin', '_cron_turns')):
                getattr(self.env[model].with_user(self.env.ref('base.user_root')).sudo(), name)()
        self.env.invalidate_all()

    @classmethod
    def opened(cls, plan, name):
        """Open the period called ``name`` on its cut-off; return it."""
        period = plan.period_ids.filtered(lambda each: each.name == name)
        with freeze_time(f'{period.date_to} 01:00:00'):
            cls.as_user('office_staff', period).action_open()
        return period

    @classmethod
    def report_of(cls, period, unit):
        """:return: the report of ``unit`` (name) for ``period``"""
        return period.report_ids.filtered(lambda report: report.department_id == cls.units[unit])


@tagged('dan_van_queries')
class QueryCase(AgencyCase):
    """Counts queries; mail tracking is on, as in the client."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={'allowed_company_ids': cls.company.ids})

    def assertFlat(self, prepare, act, small=10, large=60, batches=0):
        """``act`` costs as many queries for what ``prepare(large)`` gives as for ``prepare(small)``.

        Each size is measured from a cold record cache, after one run that warms the caches of the registry.

        :param batches: INSERT and UPDATE statements that the large size may take more: the ORM writes 100 rows by one
        """
        subjects = [prepare(small), prepare(small), prepare(large)]
        counts = []
        for subject in subjects:
            self.env.cr.flush()  # what mail keeps for the end of the transaction belongs to the preparation
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with self.assertQueryCount(counts[-1] + batches if len(counts) == 2 else 10_000):
                act(subject)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(counts[2], 0)
