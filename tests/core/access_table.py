"""The table of who may do what to which record."""
from itertools import product

# What each role may do: r(ead), w(rite), c(reate), u(nlink); "-" is nothing. Where the text can't be written any more,
# f(ollow up) says that followers and activities can.
#
# All roles are members of the unit of "own". "other" is another unit, "foreign" another agency; for dialogs and imports
# "own" are those that the user has made, "other" somebody else's. "duty" is a duty of one unit: in a draft it lies
# with the drafting unit, once issued with the unit that has it; "general" is a duty of all units, at the drafting unit.
# "plain" is an internal user without a role here. Writing tries a field that the state leaves open, if there is one.
# "a/b" stands for a row of each. A report is of a unit, or of the agency, which has no other unit; "shared" are records
# of all agencies. A certificate "recorded" is of the leader, "mine" of the user himself, "seal" the agency's.
# A reminder lies with the unit that it goes to; "reminded" is a line of it. A case is "handled" by the role itself, "led" by it as the leader in charge;
# "former" lies with a unit of all roles that receives petitions no more. A "day off" is one of an agency or of all of them, a "leave" that of one person. A
# rating "own" is of the user himself, "of head" is of another head of the unit; "year" is the dialog that opens the ratings of one. A "directive" is what a
# leader writes on an incoming document, "asked" a duty that it gives. "Agencies" are a group of the directory's. "Handed" is a duty of an agency below, by a
# plan that the unit has drafted; "superior" one that the superior gives to us, "asked" a report for it. What is "exchanged" are messages between agencies, a "recipient" one to whom
# a document was sent. A "heading" is a section of the reports of a theme, a "section" what one report says below it.
MATRIX = """
record                   staff head  office clerk leader admin plain portal public

plan draft own           rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
plan draft other         -     -     rwcu   -     r      r     -     -      -
plan draft foreign       -     -     -      -     -      -     -     -      -
plan submitted own       rf    rf    rf     rf    rf     rf    -     -      -
plan submitted other     -     -     rf     rf    rf     r     -     -      -
plan submitted foreign   -     -     -      -     -      -     -     -      -
plan issued own          rf    rf    rf     rf    rf     rf    -     -      -
plan issued other        r     r     rf     rf    rf     r     -     -      -
plan issued foreign      -     -     -      -     -      -     -     -      -

basis draft own          rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
basis draft other        -     -     rwcu   -     r      r     -     -      -
basis draft foreign      -     -     -      -     -      -     -     -      -
basis submitted own      r     r     r      r     r      r     -     -      -
basis submitted other    -     -     r      r     r      r     -     -      -
basis submitted foreign  -     -     -      -     -      -     -     -      -
basis issued own         r     r     r      r     r      r     -     -      -
basis issued other       r     r     r      r     r      r     -     -      -
basis issued foreign     -     -     -      -     -      -     -     -      -
content draft own        rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
content draft other      -     -     rwcu   -     r      r     -     -      -
content draft foreign    -     -     -      -     -      -     -     -      -
content submitted own    r     r     r      r     r      r     -     -      -
content submitted other  -     -     r      r     r      r     -     -      -
content submitted foreign -    -     -      -     -      -     -     -      -
content issued own       r     r     r      r     r      r     -     -      -
content issued other     r     r     r      r     r      r     -     -      -
content issued foreign   -     -     -      -     -      -     -     -      -
duty draft own           rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
duty draft other         -     -     rwcu   -     r      r     -     -      -
duty draft foreign       -     -     -      -     -      -     -     -      -
duty submitted own       r     r     r      r     r      r     -     -      -
duty submitted other     -     -     r      r     r      r     -     -      -
duty submitted foreign   -     -     -      -     -      -     -     -      -
duty issued own          rw    rw    rw     rw    rw     rw    -     -      -
duty issued other        -     -     rw     -     rf     r     -     -      -
duty issued foreign      -     -     -      -     -      -     -     -      -
occurrence own           rw    rw    rw     rw    rw     rw    -     -      -
occurrence other         -     -     rw     -     r      r     -     -      -
occurrence foreign       -     -     -      -     -      -     -     -      -
step own                 rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
step other               -     -     rwcu   -     r      r     -     -      -
step foreign             -     -     -      -     -      -     -     -      -
change own               r     r     rw     r     rw     rw    -     -      -
change other             -     -     rw     -     rw     rw    -     -      -
change foreign           -     -     -      -     -      -     -     -      -
change dialog own        rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
change dialog other      -     -     -      -     -      -     -     -      -
acceptance own           r     r     r      r     r      r     -     -      -
acceptance other         -     -     r      -     r      r     -     -      -
acceptance foreign       -     -     -      -     -      -     -     -      -
general draft own        rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
general draft other      -     -     rwcu   -     r      r     -     -      -
general submitted own    r     r     r      r     r      r     -     -      -
general submitted other  -     -     r      r     r      r     -     -      -
general issued own       -     -     rf     -     rf     r     -     -      -
general issued other     -     -     rf     -     rf     r     -     -      -
general issued foreign   -     -     -      -     -      -     -     -      -
log draft own            r     r     r      r     r      r     -     -      -
log draft other          -     -     r      -     r      r     -     -      -
log draft foreign        -     -     -      -     -      -     -     -      -
log submitted own        r     r     r      r     r      r     -     -      -
log submitted other      -     -     r      r     r      r     -     -      -
log issued own           r     r     r      r     r      r     -     -      -
log issued other         r     r     r      r     r      r     -     -      -
log issued foreign       -     -     -      -     -      -     -     -      -

organ own                r     r     rwcu   rwcu  r      rwcu  -     -      -
organ foreign            -     -     -      -     -      -     -     -      -
agencies own             r     r     rwcu   rwcu  r      rwcu  -     -      -
agencies foreign         -     -     -      -     -      -     -     -      -
absence own              rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
absence unit             r     rwcu  rwcu   r     r      rwcu  -     -      -
absence other            r     r     rwcu   r     r      rwcu  -     -      -
absence foreign          -     -     -      -     -      -     -     -      -
day off own              r     r     r      r     r      rwcu  r     -      -
day off foreign          -     -     -      -     -      -     -     -      -
day off shared           r     r     r      r     r      r     r     -      -
leave own                rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  rwcu  -      -
leave other              -     -     -      -     -      -     -     -      -
headship own             r     r     r      r     r      rwcu  -     -      -
headship foreign         -     -     -      -     -      -     -     -      -
profile own              r     r     r      r     r      rwcu  -     -      -
profile foreign          -     -     -      -     -      -     -     -      -
council own              r     r     r      r     r      rwcu  -     -      -
council foreign          -     -     -      -     -      -     -     -      -
register own             r     r     r      r     rwcu   rwcu  -     -      -
register foreign         -     -     -      -     -      -     -     -      -
entry own                r     r     r      rw    r      r     -     -      -
entry foreign            -     -     -      -     -      -     -     -      -
incoming own             r     r     rf     rwc   rf     r     -     -      -
incoming foreign         -     -     -      -     -      -     -     -      -
exchanged own            -     -     r      r     -      -     -     -      -
exchanged foreign        -     -     -      -     -      -     -     -      -
recipient own            r     r     r      r     r      r     -     -      -
recipient foreign        -     -     -      -     -      -     -     -      -
copy own                 r     r     rwcu   rwcu  r      r     -     -      -
copy foreign             -     -     -      -     -      -     -     -      -
file list own            r     r     rwcu   rwcu  rw     r     -     -      -
file list foreign        -     -     -      -     -      -     -     -      -
work file own            rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
work file other          r     r     rwcu   rwcu  r      r     -     -      -
work file foreign        -     -     -      -     -      -     -     -      -
filed own                rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
filed other              -     -     rwcu   rwcu  r      -     -     -      -
filed foreign            -     -     -      -     -      -     -     -      -
directive own            r     r     rw     rw    rw     r     -     -      -
directive foreign        -     -     -      -     -      -     -     -      -
asked own                rw    rw    rw     rw    rw     rw    -     -      -
asked other              -     -     rw     -     rf     r     -     -      -
asked foreign            -     -     -      -     -      -     -     -      -
handed own               r     r     rw     r     r      r     -     -      -
handed other             -     -     rw     -     r      r     -     -      -
handed foreign           -     -     -      -     -      -     -     -      -
superior own             r     r     rw     rw    rw     r     -     -      -
superior/asked foreign   -     -     -      -     -      -     -     -      -
asked own                r     r     rw     r     r      r     -     -      -
asked occurrence own     rw    rw    rw     rw    rw     rw    -     -      -
asked occurrence other   -     -     rw     -     r      r     -     -      -
asked occurrence foreign -     -     -      -     -      -     -     -      -
return own               rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
return other             -     -     -      -     -      -     -     -      -
difference own           rwu   rwu   rwu    rwu   rwu    rwu   -     -      -
difference other         -     -     -      -     -      -     -     -      -
message own              -     -     -      rwcu  -      -     -     -      -
message other            -     -     -      -     -      -     -     -      -
letter file own          -     -     -      rwc   -      -     -     -      -
letter file other        -     -     -      -     -      -     -     -      -
file own                 r     r     r      r     r      r     -     -      -
file foreign             -     -     -      -     -      -     -     -      -
authority shared         -     -     -      -     -      r     -     -      -
authority own            -     -     -      -     -      rwcu  -     -      -
authority foreign        -     -     -      -     -      -     -     -      -
signature own            r     r     r      r     r      r     -     -      -
signature foreign        -     -     -      -     -      -     -     -      -
certificate own          rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
certificate other        -     -     -      -     -      -     -     -      -
recorded own             -     -     -      -     r      rwcu  -     -      -
recorded mine            r     r     r      r     r      rwu   -     -      -
recorded seal            r     r     r      r     r      rwu   -     -      -
recorded foreign         -     -     -      -     -      -     -     -      -
tries own                r     r     r      r     r      r     -     -      -
tries other              -     -     -      -     -      -     -     -      -
signing own              rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
signing other            -     -     -      -     -      -     -     -      -
dialog own               rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
dialog other             -     -     -      -     -      -     -     -      -
number issue own         -     -     rwc    rwc   -      -     -     -      -
number reserve/release own
                         -     -     -      rwc   -      -     -     -      -
number issue/reserve/release other
                         -     -     -      -     -      -     -     -      -
print own                rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
print other              -     -     -      -     -      -     -     -      -
import own               rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
import other             -     -     -      -     -      -     -     -      -
import basis own         rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
import basis other       -     -     -      -     -      -     -     -      -
import part own          rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
import part other        -     -     -      -     -      -     -     -      -
import page own          ru    ru    ru     ru    ru     ru    -     -      -
import page other        -     -     -      -     -      -     -     -      -
import photo own         rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
import photo other       -     -     -      -     -      -     -     -      -
import warning own       ru    ru    ru     ru    ru     ru    -     -      -
import warning other     -     -     -      -     -      -     -     -      -

scheme/indicator/check shared
                         r     r     r      r     r      r     -     -      -
scheme/indicator/check own
                         r     r     rwcu   r     r      rwcu  -     -      -
scheme/indicator/check foreign
                         -     -     -      -     -      -     -     -      -
period planned own       r     r     rwcu   r     r      r     -     -      -
period open own          r     r     rf     r     r      r     -     -      -
period planned/open foreign
                         -     -     -      -     -      -     -     -      -
report unit draft own    rw    rw    rw     rw    rw     rw    -     -      -
report unit draft other  -     -     r      -     r      r     -     -      -
report unit submitted/approved/received own
                         rf    rf    rf     rf    rf     rf    -     -      -
report unit submitted/approved/received other
                         -     -     rf     -     r      r     -     -      -
report unit draft/submitted/approved/received foreign
                         -     -     -      -     -      -     -     -      -
report below draft own   -     -     rw     -     r      r     -     -      -
report below received own -    -     rf     -     r      r     -     -      -
report below draft/received foreign
                         -     -     -      -     -      -     -     -      -
report agency draft own  -     -     rwcu   -     r      r     -     -      -
report agency submitted/signed own
                         -     -     rf     rf    rf     r     -     -      -
report agency issued own r     r     rf     rf    rf     r     -     -      -
report agency draft/submitted/signed/issued foreign
                         -     -     -      -     -      -     -     -      -

line/unprinted/figure/section unit draft own
                         rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
line/figure/section unit draft other
                         -     -     r      -     r      r     -     -      -
line/figure/section unit submitted/approved/received own
                         r     r     r      r     r      r     -     -      -
line/figure/section unit submitted/approved/received other
                         -     -     r      -     r      r     -     -      -
line/figure/section unit draft/received foreign
                         -     -     -      -     -      -     -     -      -
line/figure/section below draft own
                         -     -     rwcu   -     r      r     -     -      -
line/figure/section below received own
                         -     -     r      -     r      r     -     -      -
line/figure/section below draft/received foreign
                         -     -     -      -     -      -     -     -      -
line/unprinted/figure/section agency draft own
                         -     -     rwcu   -     r      r     -     -      -
line/figure/section agency submitted/signed own
                         -     -     r      r     r      r     -     -      -
line/figure/section agency issued own
                         r     r     r      r     r      r     -     -      -
unprinted agency issued own
                         -     -     r      r     r      r     -     -      -
line/figure/section agency draft/issued foreign
                         -     -     -      -     -      -     -     -      -
log unit draft/submitted/approved/received own
                         r     r     r      r     r      r     -     -      -
log unit draft/submitted/approved/received other
                         -     -     r      -     r      r     -     -      -
log agency draft own     -     -     r      -     r      r     -     -      -
log agency submitted/signed own
                         -     -     r      r     r      r     -     -      -
log agency issued own    r     r     r      r     r      r     -     -      -
log unit/agency draft foreign
                         -     -     -      -     -      -     -     -      -

extension requested own  rwc   rwc   rfc    rwc   rfc    rwc   -     -      -
extension requested other
                         -     -     rfc    -     rf     r     -     -      -
extension decided own    rf    rf    rf     rf    rf     rf    -     -      -
extension decided other  -     -     rf     -     rf     r     -     -      -
extension requested/decided foreign
                         -     -     -      -     -      -     -     -      -
reminder/reminded draft own/other
                         -     -     rwcu   -     r      r     -     -      -
reminder submitted own/other
                         -     -     rf     rf    rf     r     -     -      -
reminder issued own      r     r     rf     rf    rf     r     -     -      -
reminder issued other    -     -     rf     rf    rf     r     -     -      -
reminded submitted own/other
                         -     -     r      r     r      r     -     -      -
reminded issued own      r     r     r      r     r      r     -     -      -
reminded issued other    -     -     r      r     r      r     -     -      -
reminder/reminded draft/issued foreign
                         -     -     -      -     -      -     -     -      -

letter draft own         rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
letter draft other       -     -     rwcu   -     r      r     -     -      -
letter submitted own     rf    rf    rf     rf    rf     rf    -     -      -
letter submitted other   -     -     rf     rf    rf     r     -     -      -
letter issued own        rf    rf    rf     rf    rf     rf    -     -      -
letter issued other      r     r     rf     rf    rf     r     -     -      -
letter draft/submitted/issued foreign
                         -     -     -      -     -      -     -     -      -
annex plan/letter draft own
                         rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
annex plan/letter draft other
                         -     -     rwcu   -     r      r     -     -      -
annex plan/letter submitted own
                         r     r     r      r     r      r     -     -      -
annex plan/letter submitted other
                         -     -     r      r     r      r     -     -      -
annex plan/letter issued own/other
                         r     r     r      r     r      r     -     -      -
annex plan/letter draft/submitted/issued foreign
                         -     -     -      -     -      -     -     -      -

theme/heading shared     r     r     r      r     r      r     -     -      -
theme/heading own        r     r     r      r     r      rwcu  -     -      -
theme/heading foreign    -     -     -      -     -      -     -     -      -
type shared              r     r     r      r     r      r     -     -      -
type own                 r     r     r      r     r      rwcu  -     -      -
type foreign             -     -     -      -     -      -     -     -      -
event own                rwcu  rwcu  rwcu   rwcu  rwcu   rwcu  -     -      -
event other              -     -     r      -     r      -     -     -      -
event foreign            -     -     -      -     -      -     -     -      -
kind shared              r     r     r      r     r      r     -     -      -
kind own                 r     r     r      r     r      rwcu  -     -      -
kind foreign             -     -     -      -     -      -     -     -      -
case own                 rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
case other/former/foreign
                         -     -     -      -     -      -     -     -      -
case handled/led         rw    rw    rw     rw    rw     rw    -     -      -
reading own              -     r     -      -     -      -     -     -      -
reading other/former/foreign/handled/abroad
                         -     -     -      -     -      -     -     -      -
reading led              r     r     r      r     r      r     -     -      -

list import own          -     -     rwcu   rwcu  -      -     -     -      -
list import other        -     -     -      -     -      -     -     -      -
list row own             -     -     ru     ru    -      -     -     -      -
list row other           -     -     -      -     -      -     -     -      -
file add own             rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
file add other           -     -     -      -     -      -     -     -      -
handover own             rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
handover other           -     -     -      -     -      -     -     -      -
volume own               ru    ru    ru     ru    ru     ru    -     -      -
volume other             -     -     -      -     -      -     -     -      -
event import own         rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
event import other       -     -     -      -     -      -     -     -      -
calendar own             rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
calendar other           -     -     -      -     -      -     -     -      -
event row own            ru    ru    ru     ru    ru     ru    -     -      -
event row other          -     -     -      -     -      -     -     -      -
tracking import own      rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
tracking import other    -     -     -      -     -      -     -     -      -
tracking change own      rwu   rwu   rwu    rwu   rwu    rwu   -     -      -
tracking change other    -     -     -      -     -      -     -     -      -
report file own          rwc   rwc   rwc    rwc   rwc    rwc   -     -      -
report file other        -     -     -      -     -      -     -     -      -
report said own          rwu   rwu   rwu    rwu   rwu    rwu   -     -      -
report said other        -     -     -      -     -      -     -     -      -
target own               r     r     rwcu   r     r      r     -     -      -
target foreign           -     -     -      -     -      -     -     -      -

rating draft own         rw    rw    rwu    rw    rw     rw    -     -      -
rating draft other       -     -     ru     -     rf     -     -     -      -
rating submitted own     rf    rf    rf     rf    rf     rf    -     -      -
rating submitted other   -     -     r      -     rf     -     -     -      -
rating draft/submitted foreign
                         -     -     -      -     -      -     -     -      -
rating of head own       -     -     r      -     rw     -     -     -      -
unit rating draft own    -     rw    ru     -     rf     -     -     -      -
unit rating draft other  -     -     ru     -     rf     -     -     -      -
unit rating assessed own -     rf    r      -     rw     -     -     -      -
rating scheme/level shared
                         r     r     r      r     r      r     -     -      -
rating scheme/level own  r     r     r      r     r      rwcu  -     -      -
rating scheme/level foreign
                         -     -     -      -     -      -     -     -      -
quality own              r     rcu   rcu    r     r      r     -     -      -
quality other            -     -     rcu    -     r      -     -     -      -
quality foreign          -     -     -      -     -      -     -     -      -
year own                 -     -     rwc    -     -      -     -     -      -
year other               -     -     -      -     -      -     -     -      -

unit own                 r     r     r      r     r      rwcu  r     -      -
unit other               r     r     r      r     r      rwcu  r     -      -
unit foreign             -     -     -      -     -      -     -     -      -
unit shared              r     r     r      r     r      r     r     -      -
unit name own/other      r     r     rwcu   r     r      rwcu  -     -      -
unit name foreign        -     -     -      -     -      -     -     -      -
"""

# What the system administrator may who has no role here: nothing else.
SYSTEM = """
scheme/indicator/check/authority/type/kind/theme/heading shared/own
                         rwcu
rating scheme/level shared/own
                         rwcu
unit own/other/shared    rwcu
headship own             rwcu
day off own              rwcu
leave own                rwcu
day off shared           rwu
"""


def matrix():
    """Return the tables as ``{record: {role: letters}}``."""
    head, _empty, rows = MATRIX.partition('\n\n')
    cells = _cells(rows, head.split()[1:])
    system = _cells(SYSTEM, ['system'])
    return {name: {**row, **system.get(name, {'system': '-'})} for name, row in cells.items()}


def _cells(table, roles):
    # A long name has a line of its own.
    lines = filter(None, (line.split() for line in table.replace('\n ', ' ').splitlines()))
    return {
        ' '.join(words): dict(zip(roles, line[-len(roles):]))
        for line in lines for words in product(*(word.split('/') for word in line[:-len(roles)]))}
