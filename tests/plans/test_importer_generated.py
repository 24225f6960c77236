"""What the importer recognises on plans that are mixed from independent choices, and whether their right answer is whole."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import UnreadableFile, parse

from .. import corpus
from ..corpus import causes, confidence, generator, score

SEED, PLANS, DESCRIPTIONS = "test", 100, 600
#: Kinds of part that a generated plan leaves open.
OPEN = ("warnings", "footnotes", "others")
#: To be reached by every kind of part, by recall and by precision.
LEAST = 0.97


@tagged("post_install", "-at_install")
class TestImporterGenerated(BaseCase):
    def test_each_kind_of_part_is_found_and_nothing_else_taken_for_it(self):
        results = []
        for plan in generator.many(PLANS, SEED):
            name, data = corpus.write(plan)
            try:
                found = parse(data, name).to_dict()
            except UnreadableFile:
                found = score.NOTHING
            results.append((plan.choices, score.compare(plan, found)))
        for kind, tally in score.total(tallies for _choices, tallies in results).items():
            if kind in OPEN:
                continue
            with self.subTest(kind=kind):
                self.assertTrue(tally.expected, "No plan has such a part")
                why = [each for each in causes.find(results) if each.kind == kind]
                self.assertGreaterEqual(min(tally.recall, tally.precision), LEAST, why)


@tagged("post_install", "-at_install")
class TestGenerator(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = list(generator.many(DESCRIPTIONS, SEED))

    def test_a_seed_gives_the_same_plan_every_time_and_another_seed_another_one(self):
        for plan in self.plans[:30]:
            again = generator.make(plan.name.removeprefix("generated-"))
            self.assertEqual((again.description, again.expected), (plan.description, plan.expected))
            if plan.file != "pdf":
                self.assertEqual(corpus.write(again), corpus.write(plan))
        self.assertEqual(len({plan.description for plan in self.plans}), DESCRIPTIONS)

    def test_every_option_of_every_choice_occurs(self):
        made, offered = {}, {}
        for plan in self.plans:
            for name, options in plan.offered.items():
                offered.setdefault(name, set()).update(options)
                made.setdefault(name, set()).update(plan.choices.get(name, ()))
        self.assertEqual({name: options - made[name] for name, options in offered.items() if options - made[name]}, {})

    def test_choices_are_independent(self):
        for first, second in (("agency", "numbering"), ("numbering", "tasks as"), ("basis end", "duties as")):
            pairs = {
                (one, two) for plan in self.plans for one in plan.choices.get(first, ()) for two in plan.choices.get(second, ())
            }
            ones, twos = {one for one, _two in pairs}, {two for _one, two in pairs}
            self.assertGreater(len(pairs), len(ones) * len(twos) * 0.8, (first, second))

    def test_what_is_marked_in_a_description_is_in_its_right_answer(self):
        for plan in self.plans:
            expected, body = plan.expected, plan.description.partition("\n---\n")[2]
            lines = [line for line in body.split("\n") if not line.startswith(("R|", "N|"))]
            for marks, count in (
                (("{U:", "{Q:"), len(expected["assignments"])), (("{B:",), len(expected["bases"])),
                (("<P~",), len(expected["periods"])),
            ):  # fmt: skip
                found = sum(line.count(mark) for line in lines for mark in marks)
                found += sum(line.startswith("B|") for line in lines) if marks == ("{B:",) else 0
                self.assertEqual(found, count, f"{plan.name} {marks}")
            if not any(line.startswith("T|") for line in lines):
                deadlines = [item for item in score.all_items(expected) if item["deadline"]]
                self.assertEqual(body.count("{D:") + body.count("{d:"), len(deadlines), plan.name)

    def test_a_plan_that_is_recognised_wholly_gets_full_marks_and_a_changed_one_does_not(self):
        for plan in self.plans[:50]:
            tallies = score.compare(plan, {**score.NOTHING, **plan.expected, "parts": []})
            self.assertEqual({kind: tally.missed for kind, tally in tallies.items() if tally.missed or tally.wrong}, {},
                plan.name)
        plan = next(plan for plan in self.plans if plan.expected["header"]["number"])
        wrong = {**plan.expected, "header": {**plan.expected["header"], "number": "0"}}
        self.assertEqual(score.compare(plan, wrong)["header"].wrong, [("number", "0")])

    def test_the_option_that_goes_with_errors_is_named(self):
        bad, good = score.Tally(4, 4, 2, ["a", "b"], ["c", "d"]), score.Tally(4, 4, 4)
        results = [({"ink": {"red"}, "paper": {str(n % 2)}}, {"items": bad}) for n in range(6)]
        results += [({"ink": {"blue"}, "paper": {str(n % 2)}}, {"items": good}) for n in range(6)]
        self.assertEqual([(each.choice, each.option) for each in causes.find(results)], [("ink", "red")])

    def test_confidence_is_counted_by_tenths(self):
        self.assertEqual(confidence.by_tenths([(1.0, True), (0.92, False), (0.3, True)]), [(0.9, 2, 0.5), (0.3, 1, 1.0)])
