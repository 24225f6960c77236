"""A plan to the file it is read from."""

from . import pdf, text, word

_WRITERS = {"docx": word.write, "pdf": pdf.write, "txt": text.write}


def write(plan):
    """Return name and content of the file of ``plan``."""
    return f"{plan.name}.{plan.file}", _WRITERS[plan.file](plan)
