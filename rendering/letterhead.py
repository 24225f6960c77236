"""The names of agencies as they stand at the head of a sheet that is no official document."""
from .wording import clean


class Letterhead:
    """For dataclasses with ``parent``, the agency above, and ``issuer``, the lines of the agency's name."""

    @property
    def parent_line(self):
        """The agency above, in capitals."""
        return clean(self.parent).upper()

    @property
    def issuer_lines(self):
        """The agency's name, in capitals."""
        return [clean(line).upper() for line in self.issuer]
