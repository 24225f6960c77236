"""Plans as different agencies write them, each described in ``plans/`` so that the right answer is known.

``load_all()`` gives the plans, ``write(plan)`` the file, ``score`` compares what was recognised. README.md says how a
plan is described. Needs neither Odoo nor the importer itself.
"""

from .files import write
from .plan import load_all

__all__ = ["load_all", "write"]
