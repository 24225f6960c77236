from collections import defaultdict

from .access_cases import OPERATIONS
from .access_report_cases import ReportAccessCase
from .access_table import matrix


class TestAccessMatrix(ReportAccessCase):

    def test_every_cell(self):
        """Each role can do to each record what its cell says, and nothing else: tried, not asked."""
        for name, cells in matrix().items():
            target = self.targets[name]
            for role, expected in cells.items():
                with self.subTest(record=name, role=role):
                    self.assertEqual(self.letters(role, target), expected, f"{role} on “{name}”")
                    # Who reads it has found it, see _try_read().
                    self.assertFalse('r' not in expected and self.finds(role, target), f"{role} searching “{name}”")

    def test_two_roles_give_what_each_gives(self):
        """Who is of the office and clerk too may do what the one or the other may: no rule takes anything away."""
        for name, cells in matrix().items():
            expected = set(cells['office'] + cells['clerk'])
            if name.startswith('extension requested'):
                expected = set(cells['office'])  # who decides on a request rewrites none
            expected -= {'f'} if 'w' in expected else set()
            with self.subTest(record=name):
                self.assertEqual(set(self.letters('both', self.targets[name])), expected - {'-'} or {'-'})

    def test_the_matrix_is_whole(self):
        """Every model of the addon that has a table stands in the matrix, and every role of the privilege."""
        tested = {self.targets[name].of('staff')._name for name in matrix()}
        models = {name for name in self.env.registry if name.startswith('dan_van.') and not self.env[name]._abstract}
        self.assertEqual(models | {'hr.department', 'resource.calendar.leaves'}, tested)
        roles = self.env.ref('dan_van.privilege').group_ids
        self.assertEqual(roles & self.env['res.groups'].union(*(
            user.group_ids for user in self.role_users.values())), roles, "a role without a column")


class TestRulesMatter(ReportAccessCase):
    """Whatever is taken out of the rules or the access lists, a cell of the matrix changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unchanged = {}  # what assertMatters compares with: each change is undone
        cls.by_model = defaultdict(list)
        for name in matrix():
            cls.by_model[cls.targets[name].of('staff')._name].append(cls.targets[name])

    def outcome(self, model, operation):
        """Yield the records of the matrix that each role has access to."""
        for role in self.ROLES:
            yield self.role_env(role, self.env[model].union(*(
                target.of(role) for target in self.by_model[model])))._filtered_access(operation).ids

    def own(self, model):
        ids = self.env['ir.model.data'].search([('module', '=', 'dan_van'), ('model', '=', model)]).mapped('res_id')
        return self.env[model].browse(ids)

    def assertMatters(self, line, change, operations):
        """``change`` of a rule or an access line changes a cell of one of the ``operations``."""
        model = line.model_id.model
        for item in operations:
            if (model, item) not in self.unchanged:
                self.unchanged[model, item] = list(self.outcome(model, item))
        undo = {name: line[name] for name in change}
        line.write(change)
        # The first role whose cell changes is enough.
        changed = any(
            before != after for item in operations
            for before, after in zip(self.unchanged[model, item], self.outcome(model, item), strict=True))
        line.write(undo)
        with self.subTest(line=line.name, change=change):
            self.assertTrue(changed, f"no cell notices {change} of “{line.name}”")

    def test_cells_follow_from_rules(self):
        """The access that rules and lists give is what the cells say: so what changes it changes a cell."""
        for name, cells in matrix().items():
            target = self.targets[name]
            for role, expected in cells.items():
                record = self.role_env(role, target.of(role))
                access = {item: record.has_access(item) for item in OPERATIONS if item != 'create' or target.create}
                with self.subTest(record=name, role=role):
                    self.assertEqual(access, {
                        item: bool({OPERATIONS[item], 'f' if item == 'write' else None} & set(expected))
                        for item in access})

    def test_rules(self):
        rules = self.own('ir.rule')
        self.assertGreater(len(rules), 30)
        for rule in rules:
            granted = [item for item in OPERATIONS if rule[f'perm_{item}'] and self.lists(rule.model_id, item)]
            self.assertTrue(granted, rule.name)
            self.assertMatters(rule, {'active': False}, granted)
            self.assertMatters(rule, {'domain_force': "[(0, '=', 1)]"}, granted)
            if rule.domain_force != "[(1, '=', 1)]":
                self.assertMatters(rule, {'domain_force': "[(1, '=', 1)]"}, granted)
            if len(granted) > 1:
                for item in granted:
                    self.assertMatters(rule, {f'perm_{item}': False}, [item])

    def lists(self, model, operation):
        """:return: the access lines that grant ``operation`` on ``model``"""
        return self.env['ir.model.access'].search([('model_id', '=', model.id), (f'perm_{operation}', '=', True)])

    def test_access_lists(self):
        lines = self.own('ir.model.access')
        self.assertGreater(len(lines), 10)
        for line in lines:
            wider = line.group_id.all_implied_ids - line.group_id
            for item in OPERATIONS:
                # What an implied group grants is no gift of this line.
                if line[f'perm_{item}'] and not self.lists(line.model_id, item).group_id & wider:
                    self.assertMatters(line, {f'perm_{item}': False}, [item])
