#!/usr/bin/env python3
"""Read mutated plans with the importer: each must be recognised or refused with its reason, in time and memory.

``benchmarks/fuzz.py [COUNT [SEED]]``, 20,000 inputs unless told otherwise. Needs no Odoo. Prints what went wrong, with
the number of the input; exit status 1 when anything did. The same seed gives the same inputs.
"""
import copy
import io
import os
import random
import resource
import signal
import sys
import time
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import docx
import weasyprint
from lxml import etree

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from importer import UnreadableFile, parse  # noqa: E402

SECONDS, MEGABYTES = 5, 1024
ODD = "\u0301\u0323\u200b\u202e\ufeff\u00ad\u2028\x0b\t;:.-–/()“”0Đđ\U0001f600"
NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
HEADS = ("TT", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm")


def sources():
    """Return the plans that are mutated: name and content of a text, a Word file with a task table, and a PDF."""
    text = (ROOT / "demo" / "ke-hoach-mau.txt").read_text(encoding="utf-8")
    document = docx.Document()
    for line in filter(None, text.split("\n")):
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=len(HEADS))
    for number in range(4):
        row = table.add_row().cells
        for cell, head in zip(row, HEADS):
            cell.text = f"{head} {number}"
    for cell, head in zip(table.rows[0].cells, HEADS):
        cell.text = head
    word = io.BytesIO()
    document.save(word)
    rows = "".join(f"<tr>{''.join(f'<td>{head} {n}</td>' for head in HEADS)}</tr>" for n in range(4))
    html = f"<style>td{{border:1px solid}}</style><pre>{text[:6000]}</pre><table>{rows}</table>"
    return [("a.txt", text.encode()), ("a.docx", word.getvalue()), ("a.pdf", weasyprint.HTML(string=html).write_pdf(uncompressed_pdf=True))]


def mutate(name, data, chance):
    """Return ``data`` with some changes: of bytes, of the order of lines or elements, of letters."""
    if name == "a.docx" and chance.random() < 0.8:
        return _word(data, chance)
    if name == "a.txt" and chance.random() < 0.8:
        lines = data.decode().split("\n")
        change = chance.choice((_shuffle, _letters))
        return change(lines, chance).encode(chance.choice(("utf-8", "utf-8", "utf-16", "utf-8-sig")), "replace")
    return _bytes(data, chance)


def _bytes(data, chance):
    """Change single bytes, stretches, or the end: a few, so that most files can still be opened."""
    data = bytearray(data)
    for _change in range(chance.choice((1, 1, 2, 5, 12))):
        at = chance.randrange(len(data))
        end = min(len(data), at + chance.choice((1, 1, 2, 30, 400)))
        kind = chance.randrange(8)
        if kind > 3 or kind == 0:
            data[at:end] = chance.randbytes(end - at)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.randint(1, 4)
        else:
            del data[chance.randrange(max(1, len(data) // 2), len(data)) :]
        if not data:
            return b" "
    return bytes(data)


def _shuffle(lines, chance):
    lines = list(lines)
    for _change in range(chance.randint(1, 30)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        kind = chance.randrange(5)
        if kind == 0:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 1 and len(lines) > 2:
            del lines[at]
        elif kind == 2:
            lines.insert(at, lines[other])
        elif kind == 3:
            lines[at] += lines[other]
        else:
            lines[at] = chance.choice(("\t", "  ", "1. ", "I. ", "- ", "a) ")) + lines[at]
    return "\n".join(lines)


def _letters(lines, chance):
    text = list("\n".join(lines))
    for _change in range(chance.randint(1, 300)):
        at = chance.randrange(len(text))
        text[at] = chance.choice((chance.choice(ODD), chr(chance.randrange(32, 0xD7FF)), "", text[at] * 3, text[at].upper()))
    text = "".join(text)
    return unicodedata.normalize(chance.choice(("NFC", "NFD")), text)


def _word(data, chance):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    body = etree.fromstring(members["word/document.xml"])
    for _change in range(chance.randint(1, 20)):
        elements = list(body.iter())[1:]
        one, other = chance.choice(elements), chance.choice(elements)
        kind = chance.randrange(5)
        if kind == 0 and one.getparent() is not body:
            one.getparent().remove(one)
        elif kind == 1 and not any(parent is one for parent in other.iterancestors()):
            other.append(copy.deepcopy(one))
        elif kind == 2:
            one.tag = other.tag
        elif kind == 3:
            one.text = _letters([one.text or "x"], chance).translate(NO_XML)
        else:
            one.attrib.update({key: chance.choice(("0", "-1", "99999999", "x", "")) for key in one.attrib})
    members["word/document.xml"] = etree.tostring(body)
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return result.getvalue()


def _timeout(_number, _frame):
    raise TimeoutError


def main(count=20_000, seed=2026):
    """Read ``count`` mutated plans; return the exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    signal.signal(signal.SIGALRM, _timeout)
    plans = sources()
    os.environ["PATH"] = ""  # no page is read from its picture: that takes seconds, and scans.py measures it
    ends, worst, failures = Counter(), 0, 0
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        name, data = chance.choice(plans)
        data = mutate(name, data, chance)
        signal.alarm(SECONDS)
        begin = time.perf_counter()
        try:
            document = parse(data, name)
            document.to_dict()
            ends[f"{name} read"] += 1
        except UnreadableFile as error:
            ends[f"{name} {error.code}"] += 1
        except (Exception, MemoryError) as error:  # noqa: BLE001 - whatever it is, it is what we look for
            failures += 1
            sys.stdout.write(f"input {number} ({name}): {error!r}\n")
        finally:
            signal.alarm(0)
        worst = max(worst, time.perf_counter() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    for end, times in sorted(ends.items()):
        sys.stdout.write(f"{times:7} {end}\n")
    sys.stdout.write(f"{count} inputs, {failures} failures; slowest {worst:.2f} s, peak memory {peak} MB\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
