"""Ways of numbering headings and what stands below them."""

from dataclasses import dataclass

from ..plan import ALPHABET

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy")


@dataclass(frozen=True)
class Scheme:
    """Labels of headings, of headings inside them where there are any, and of items from the outside in.

    ``1`` stands for the number, ``I`` for a Roman one, ``a`` for a letter, ``^`` for the label above; an empty label is
    that of a paragraph without one.
    """

    heading: str
    items: tuple
    inner: str = ""
    below: bool = False
    auto: bool = False

    def label(self, form, number, above=""):
        """Return the label number ``number`` of ``form`` below the label ``above``."""
        made = "".join(self._letter(char, number, above) for char in form)
        return f"#{made}" if self.auto and made else made

    def _letter(self, char, number, above):
        if char == "^":
            return above.strip("#").rstrip(".)/-")
        letters = "abcdefghijkl" if self.auto else ALPHABET
        return {"1": str(number), "I": _ROMAN[number], "A": chr(64 + number), "a": letters[number - 1]}.get(char, char)

    def title(self, number, title, inner=False):
        """Return label and title of a heading as a line of the description has them."""
        form = self.inner if inner else self.heading
        if form == "Phần":
            return f"Phần thứ {_ORDINALS[number]}|¶{title}"
        return f"{self.label(form, number)}|{title}"


SCHEMES = {
    "I. 1. a) -": Scheme("I.", ("1.", "a)", "-")),
    "I. 1. - +": Scheme("I.", ("1.", "-", "+")),
    "I/ 1/ a/": Scheme("I/", ("1/", "a/", "-")),
    "I- 1- -": Scheme("I-", ("1-", "-", "+")),
    "I. 1. 1.1.": Scheme("I.", ("1.", "^.1.", "a)")),
    "I. 1. 1.1. 1.1.a.": Scheme("I.", ("1.", "^.1.", "^.a.")),
    "I. 1. 1.1. 1.1-a)": Scheme("I.", ("1.", "^.1.", "^-a)")),
    "1. 1.1. 1.1.1.": Scheme("1.", ("^.1.", "^.1.", "-")),
    "A. I. 1.": Scheme("A.", ("1.", "a)", "-"), inner="I."),
    "Phần I. 1.": Scheme("Phần", ("1.", "a)", "-"), inner="I."),
    "I. - +": Scheme("I.", ("-", "+", "*")),
    "I. 1) a)": Scheme("I.", ("1)", "a)", "-")),
    "I. plain": Scheme("I.", ("", "-", "+")),
    "none": Scheme("", ("1.", "a)", "-")),
    "Word": Scheme("I.", ("1.", "a)", "-"), auto=True),
    "Word 1.1": Scheme("I.", ("1.", "^.1", "-"), auto=True),
}
