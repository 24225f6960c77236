"""Foreign files are read in a process of their own, with limits of memory and time; knows nothing of Odoo.

``run`` calls a function of a pure package there. ``process`` feeds and ends the process, ``forks`` has it forked, ``worker``
is what runs in it, ``values`` writes arguments and results as bytes, ``slots`` bounds how many there are at once.
"""
from .process import Limits, NotRead, run

__all__ = ["Limits", "NotRead", "run"]
