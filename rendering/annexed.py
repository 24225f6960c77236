"""What a document says of its annexes: their headings, whose they are, which stand in its own file."""
from . import lines, wording

#: Letters of the line of an annex that names its document, as in the stylesheet; pt.
ANNEX_SOURCE_SIZE = 13


class Annexed:
    """The annexes of a :class:`document.Document`, which gives ``annexes`` and what the lines are made of."""

    @property
    def annexes_within(self):
        """``(index, annex)`` of the annexes that stand in the file of the document; who reads a draft reads them all there."""
        return [(index, annex) for index, annex in enumerate(self.annexes) if self.draft or not annex.apart]

    def annex_mark(self, moment):
        """Return what the file of an annex says at its upper right: number and symbol, and when it was signed.

        Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1.

        :param moment: datetime in the country's time
        """
        return f"{self.number_line}; {moment:%d/%m/%Y %H:%M:%S} +07:00"

    def annex_name(self, index):
        """Return the name of the file of an annex, for its properties."""
        code = wording.code_text(self._shown_number, self.symbol)
        return f"{self.annex_heading(index)}: {self.annexes[index].title_line} ({self._type_name} số {code})"

    def annex_heading(self, index):
        """Return the heading of the ``index``-th annex (from 0): the type of a text that is put in force, else "Phụ lục" and
        its number; the only one has no number."""
        annex = self.annexes[index]
        if annex.type:
            return wording.clean(annex.type).upper()
        place = sum(1 for each in self.annexes[:index + 1] if not each.type)
        is_only = sum(1 for each in self.annexes if not each.type) == 1
        return "Phụ lục" if is_only else f"Phụ lục {wording.roman_label(place)}"

    def annex_source(self, annex):
        """Return the line of an annex that names the document it belongs to."""
        code = wording.code_text(self._shown_number, self.symbol)
        begin = "Ban hành kèm theo" if annex.type else "Kèm theo"
        return f"({begin} {self._type_name} số {code} {wording.date_text(self._shown_date)} của {self._issuer_name})"

    def annex_title_lines(self, annex):
        """The title of an annex in lines of about the same length."""
        return lines.balanced(annex.title_line, self._annex_room(annex), self.page.body_size, "Bold")

    def annex_source_lines(self, annex):
        """:meth:`annex_source` in lines of about the same length; the date stays whole."""
        date = wording.date_text(self._shown_date)
        source = self.annex_source(annex).replace(date, date.replace(" ", "\u00a0"))
        return lines.balanced(source, self._annex_room(annex), ANNEX_SOURCE_SIZE, "Italic")

    def _annex_room(self, annex):
        return self.page.text_width_across if annex.lies_across else self.page.text_width
