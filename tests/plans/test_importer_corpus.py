"""What the importer recognises on the plans of the corpus, whose right answer is known."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import UnreadableFile, parse

from .. import corpus
from ..corpus import score

#: To be reached by every kind of part, and recall and precision that the others have reached so far.
LEAST = 0.98
REACHED = {"warnings": (0.98, 0.85)}


@tagged("post_install", "-at_install")
class TestImporterCorpus(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = corpus.load_all()
        cls.results, cls.lost = [], {}
        for plan in cls.plans:
            name, data = corpus.write(plan)
            for which, each in enumerate((plan, *plan.others)):
                try:
                    found = parse(data, name, which).to_dict()
                except UnreadableFile:
                    found = score.NOTHING
                cls.results.append(score.compare(each, found))
                cls.lost[f"{each.name}.{plan.file}"] = score.lost(plan, found)

    def test_there_are_plans_of_every_kind_of_file(self):
        self.assertGreaterEqual(len({plan.name for plan in self.plans}), 70)
        self.assertEqual({plan.file for plan in self.plans}, {"docx", "pdf", "txt"})

    def test_each_kind_of_part_is_found_and_nothing_else_taken_for_it(self):
        for kind, tally in score.total(self.results).items():
            with self.subTest(kind=kind):
                self.assertTrue(tally.expected, "No plan has such a part")
                recall, precision = REACHED.get(kind, (LEAST, LEAST))
                self.assertGreaterEqual(tally.recall, recall, f"Missed: {tally.missed}")
                self.assertGreaterEqual(tally.precision, precision, f"Wrong: {tally.wrong}")

    def test_no_letter_of_a_source_is_lost_or_moved(self):
        self.assertEqual({name: faults for name, faults in self.lost.items() if faults}, {})

    def test_a_description_gives_the_same_file_every_time(self):
        for plan in self.plans:
            if plan.file != "pdf":
                self.assertEqual(corpus.write(plan), corpus.write(plan), plan.name)
