import time

from odoo.tests import BaseCase, tagged

from ...rendering.comparison import align, compare, likeness

LINES = tuple('abcdefghi')


@tagged('post_install', '-at_install')
class TestRenderingComparison(BaseCase):

    def compared(self, after, before=LINES, **options):
        """Write ``=`` for what is the same, ``-`` removed, ``+`` added and ``~`` for a gap."""
        signs = {'same': '=', 'removed': '-', 'added': '+', 'gap': '~'}
        return ' '.join(signs[kind] + line for kind, line in compare(before, list(after), **options))

    def test_equal_versions_have_nothing_to_show(self):
        self.assertEqual(compare(LINES, LINES), [])
        self.assertEqual(compare([], []), [])

    def test_changed_line_is_shown_before_and_after(self):
        self.assertEqual(self.compared('abcdXfghi'), '~ =d -e +X =f ~')

    def test_added_and_removed_lines(self):
        self.assertEqual(self.compared('abcdefghiX'), '~ =i +X')
        self.assertEqual(self.compared('bcdefghi'), '-a =b ~')
        self.assertEqual(self.compared('xy', before=[]), '+x +y')
        self.assertEqual(self.compared('', before=['x']), '-x')

    def test_short_unchanged_stretches_are_kept(self):
        self.assertEqual(self.compared('abXdeYghi'), '=a =b -c +X =d =e -f +Y =g ~')
        self.assertEqual(self.compared('abXdefYhi'), '=a =b -c +X =d ~ =f -g +Y =h =i')

    def test_more_context(self):
        self.assertEqual(self.compared('abcdefghX', context=3), '~ =f =g =h -i +X')
        self.assertEqual(self.compared('abcdXfghi', context=0), '~ -e +X ~')

    def test_repeated_lines_of_a_long_document_are_told_apart(self):
        before = ["Một dòng."] * 400
        after = [*before[:200], "Dòng mới.", *before[200:]]
        self.assertEqual([line for kind, line in compare(before, after) if kind not in ('gap', 'same')], ["Dòng mới."])

    def test_lines_without_end_take_no_time(self):
        before, after = ["a", "b"] * 10_000, ["b", "a", "a"] * 6_000
        start = time.process_time()
        self.assertEqual(compare(before, [*before, "c"])[-1], ('added', "c"))
        self.assertTrue(compare(before, after))
        self.assertGreater(likeness("a " * 20_000, "a " * 19_999 + "b"), 0.9)
        self.assertEqual(len(align(["a b " * 500] * 40, ["b a a " * 400] * 40)), 80)
        self.assertLess(time.process_time() - start, 5)
