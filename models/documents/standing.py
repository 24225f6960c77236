"""What the states of an official document mean, said once; how records are asked: ``is_frozen`` and its like of the mixin."""
DRAFT = ('draft',)
IN_FORCE = ('issued', 'closed')
GONE = ('recalled', 'replaced')
OUT = IN_FORCE + GONE
# Field -> operator and states. Frozen is whatever is no draft: a step of another addon may lead to a state of its own.
STANDING = {'is_frozen': ('not in', DRAFT), 'is_out': ('in', OUT), 'is_in_force': ('in', IN_FORCE), 'is_gone': ('in', GONE)}
