"""Faults of typists, made in the description, so that the right answer reads as the fault lets a clerk read it."""

import re
import unicodedata

_MARKUP = re.compile(r"(\{[A-Za-z]:|~[^{}<>]*\}|\}|<[^<>]*>|[|]|^ *@?[-+*] |^ +)")
_SMALL_WORD = re.compile(r"(?<!\w)[a-zà-ỹđ]+(?!\w)")
_COLON = re.compile(r"(?<=[^\W\d_]|\}): ")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def spoil(lines, choices):
    """Return ``lines`` of a description with the faults that this typist makes."""
    for name, (share, fault) in _FAULTS.items():
        if choices.chance(name, share):
            rolls = choices.random(f"{name}/places")
            lines = [fault(line, rolls, after) for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return lines


def _in_texts(line, change):
    """Return ``line`` with ``change`` made in its text, not in marks, labels, or names of units that a mark repeats."""
    if line[:1] in "=ATHG" or "|" not in line and not line.lstrip().startswith("@"):
        return line
    tag, bar, rest = line.partition("|")
    if not bar:
        tag, rest = "", line
    pieces, named = _MARKUP.split(rest), False
    for index, piece in enumerate(pieces):
        if index % 2 == 0 and not named:
            pieces[index] = change(piece)
        named = piece in ("{U:", "{Q:") or named and piece != "}"
    return f"{tag}{bar}{''.join(pieces)}"


def _double_blanks(line, rolls, _after):
    return _in_texts(line, lambda text: re.sub(r"(?<=\w) (?=\w)", lambda _m: "  " if rolls.random() < 0.08 else " ", text))


def _toneless(line, rolls, _after):
    def change(text):
        return _SMALL_WORD.sub(lambda m: _without_tone(m.group()) if rolls.random() < 0.04 else m.group(), text)

    return _in_texts(line, change)


def _without_tone(word):
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES))


def _no_full_stop(line, rolls, after):
    if _depth(after) > _depth(line) or line[:1] in "BEPCNLATHGRX=" or not line.endswith(".") or rolls.random() > 0.4:
        return line
    return line[:-1]


def _depth(line):
    return len(line) - len(line.lstrip(" "))


def _semicolon(line, rolls, _after):
    if line[:1] in "BEPCNLATHGRX=" or not line.endswith(".") or rolls.random() > 0.4:
        return line
    return f"{line[:-1]};"


def _letter_for_zero(line, rolls, _after):
    """Write O for a 0 in the day or month of a deadline."""
    def change(match):
        return match.group().replace("0", "O", 1) if rolls.random() < 0.5 else match.group()

    return re.sub(r"(?<=[DRd]:)[^~{}]*0[^~{}]*(?=~)", change, line)


def _mixed_labels(line, rolls, _after):
    """Close a number in another way than the others, or begin a bullet with another dash."""
    match = re.match(r"( *)(\d+)([./)])(?=\|)", line)
    if match and rolls.random() < 0.25:
        return f"{match[1]}{match[2]}{rolls.choice('./')}{line[match.end() :]}"
    if re.match(r" *-\|", line) and rolls.random() < 0.3:
        return line.replace("-|", "–|", 1)
    return line


def _skipped_numbers(line, rolls, after):
    """Count one too many; the next number then stands there twice."""
    match = re.match(r"( *)(\d+)(?=[./)]\|)", line)
    if match and _depth(after) <= _depth(line) and rolls.random() < 0.15:
        return f"{match[1]}{int(match[2]) + 1}{line[match.end() :]}"
    return line


def _blank_before_colon(line, rolls, _after):
    if line[:1] in "=BEPA":
        return line
    return _COLON.sub(lambda m: " : " if rolls.random() < 0.3 else m.group(), line)


_FAULTS = {
    "double blanks": (0.15, _double_blanks), "tones missing": (0.1, _toneless), "full stops missing": (0.12, _no_full_stop),
    "semicolons": (0.12, _semicolon), "O for 0": (0.04, _letter_for_zero), "labels mixed": (0.1, _mixed_labels),
    "numbers skipped": (0.08, _skipped_numbers),
    "blank before colon": (0.08, _blank_before_colon),
}  # fmt: skip
