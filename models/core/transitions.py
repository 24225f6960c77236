"""The table of a workflow: a value without ORM, which models that inherit extend by the names of its entries."""
from collections.abc import Mapping
from typing import NamedTuple


class Transition(NamedTuple):
    """One permitted move of a workflow.

    ``name`` is also the suffix of the model's hooks: ``_may_<name>()`` (required:
    may the current user do this to this record?), ``_check_<name>()`` (is the record
    complete?) and ``_do_<name>(**values)`` (what else happens). ``version`` says that the log keeps
    the text of the record as its next version; ``seen`` that nobody takes the step on a submission that he has not read
    (``'shown'``: on another than his form shows; from a list it is taken). Without a ``target`` the record stays in its state.
    """

    name: str
    label: str
    sources: list
    target: str | None
    reason: bool = False
    version: bool = False
    seen: bool | str = False


class Transitions(Mapping):
    """Transitions by name, in the order of their buttons; immutable: each method gives a new table.

    Iterating gives the names, as of every mapping; ``values()`` the transitions. An addon puts a step of its own between
    two of a model that it inherits::

        def _transitions(self):
            table = super()._transitions()
            return table.replaced('sign', sources=['checked']).after(
                'submit', Transition('check', self.env._("Check"), ['submitted'], 'checked'))
    """

    def __init__(self, *transitions):
        """
        :raise ValueError: two transitions have one name
        """
        self._by_name = {transition.name: transition for transition in transitions}
        if len(self._by_name) < len(transitions):
            raise ValueError(f"Two steps of one name: {', '.join(transition.name for transition in transitions)}")

    def __getitem__(self, name):
        return self._by_name[name]

    def __iter__(self):
        return iter(self._by_name)

    def __len__(self):
        return len(self._by_name)

    def __repr__(self):
        return f"Transitions({', '.join(map(repr, self.values()))})"

    def after(self, name, *transitions):
        """:return: this table with ``transitions`` behind the one called ``name``
        :raise KeyError: there is none called ``name``
        """
        position = self._position(name) + 1
        known = tuple(self.values())
        return type(self)(*known[:position], *transitions, *known[position:])

    def before(self, name, *transitions):
        """:return: this table with ``transitions`` in front of the one called ``name``
        :raise KeyError: there is none called ``name``
        """
        position = self._position(name)
        known = tuple(self.values())
        return type(self)(*known[:position], *transitions, *known[position:])

    def replaced(self, name, **changes):
        """:return: this table where the transition called ``name`` has the values of ``changes``
        :raise KeyError: there is none called ``name``
        """
        changed = self[name]._replace(**changes)
        return type(self)(*(changed if each.name == name else each for each in self.values()))

    def without(self, *names):
        """:return: this table without the transitions called ``names``
        :raise KeyError: there is none of a name
        """
        for name in names:
            self._position(name)
        return type(self)(*(each for each in self.values() if each.name not in names))

    def _position(self, name):
        if name not in self._by_name:
            raise KeyError(name)
        return list(self._by_name).index(name)
