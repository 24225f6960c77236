"""Choices of a plan, independent of each other: each has its own random numbers, drawn from the seed and its name."""

import random


class Choices:
    """What was chosen for one plan; ``made`` and ``offered`` hold names of options by the name of the choice."""

    def __init__(self, seed):
        self.seed = seed
        self.made, self.offered = {}, {}
        self._randoms = {}

    def random(self, name):
        """Return the random numbers that belong to ``name``, always the same for a seed."""
        if name not in self._randoms:
            self._randoms[name] = random.Random(f"{self.seed}/{name}")
        return self._randoms[name]

    def pick(self, name, options, weights=None):
        """Choose one of ``options``, note it, and return it, or what it stands for when ``options`` is a dict."""
        keys = list(options)
        self.offered.setdefault(name, set()).update(map(str, keys))
        key = self.random(name).choices(keys, weights)[0]
        self.note(name, key)
        return options[key] if isinstance(options, dict) else key

    def chance(self, name, share):
        """Note and return whether something that ``share`` of all plans have is so in this one."""
        return self.pick(name, {"yes": True, "no": False}, (share, 1 - share))

    def habits(self, name, options, most):
        """Return one to ``most`` of ``options``: nobody writes in every way at once."""
        self.offered.setdefault(name, set()).update(options)
        rolls = self.random(f"{name}/habit")
        return rolls.sample(list(options), rolls.randint(1, min(most, len(options))))

    def note(self, name, key):
        """Note that option ``key`` of the choice ``name`` occurs in the plan."""
        self.made.setdefault(name, set()).add(str(key))

    def one(self, pool, name="words"):
        """Return one of ``pool`` without noting it."""
        return self.random(name).choice(pool)

    def some(self, pool, least, most, name="words"):
        """Return ``least`` to ``most`` different ones of ``pool`` without noting them."""
        rolls = self.random(name)
        return rolls.sample(pool, min(len(pool), rolls.randint(least, most)))
