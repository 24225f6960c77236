"""Writer of PDF files: two columns in the header, numbered pages, justified paragraphs that run over pages, tables."""

import logging
from functools import cache
from html import escape
from pathlib import Path

from . import text as plain_text

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
_FACES = (("Regular", "normal", "normal"), ("Bold", "bold", "normal"), ("Italic", "normal", "italic"))
_STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt Tinos; } }
@page :first { @top-center { content: none; } }
body { font: 14pt Tinos; line-height: 1.25; hyphens: manual; }
p { margin: 0 0 6pt; text-align: justify; text-indent: 1cm; }
table { width: 100%; border-collapse: collapse; }
td { vertical-align: top; }
td p, h1 { text-align: left; text-indent: 0; margin: 0; font-size: 13pt; }
.layout p, .centre { text-align: center; text-indent: 0; }
.layout td:first-child { width: 40%; }
.layout p { font-size: 12pt; }
.left p { text-align: left; font-size: 11pt; }
.data td { border: 0.5pt solid black; padding: 2pt 4pt; }
.bold { font-weight: bold; }
"""


def write(plan):
    """Return the content of the file of ``plan``."""
    weasyprint, fonts = _weasyprint()
    body = "".join(part for each in (plan, *plan.others) for part in _plan(each))
    style = f"<style>{_STYLE}{plan.meta.get('css', '')}</style>"
    html = f"<html lang='vi'><head><title>{plan.name}</title>{style}</head><body>{body}</body></html>"
    return weasyprint.HTML(string=html).write_pdf(font_config=fonts, pdf_identifier=b"corpus", stylesheets=[_faces()])


@cache
def _weasyprint():
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    import weasyprint  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return weasyprint, FontConfiguration()


@cache
def _faces():
    weasyprint, fonts = _weasyprint()
    rules = "".join(
        f"@font-face {{ font-family: Tinos; src: url({(FONTS / f'Tinos-{name}.ttf').as_uri()}); "
        f"font-weight: {weight}; font-style: {style}; }}"
        for name, weight, style in _FACES
    )
    return weasyprint.CSS(string=rules, font_config=fonts)


def _p(text, style=""):
    return f"<p class='{style}'>{escape(text)}</p>"


def _plan(plan):
    yield from (_p(line) for line in plan.lines("stray"))
    left = [_p(name) for name in plan.lines("parent")] + [_p(name, "bold") for name in plan.lines("issuer")]
    right = [_p(line, "bold") for line in plan.nation]
    number = [_p(plan.number_line), *(_p(line, "bold") for line in plan.lines("urgency"))]
    yield _layout([[left, right], [number, [_p(plan.date_line)]]], "layout")
    yield _p(plan.meta.get("type", "KẾ HOẠCH"), "bold centre")
    yield from (_p(line, "bold centre") for line in plan.lines("subject"))
    if plan.meta.get("rule"):
        yield _p(plan.meta["rule"], "centre")
    last = next((block for block in reversed(plan.blocks) if block.kind != "table"), None)
    for block in plan.blocks:
        yield from _block(block, plan.meta.get("endmark", "./.") if block is last else "")
    recipients = [_p(line) for line in plain_text.recipients(plan)]
    signer = [_p(line, "bold centre") for line in plain_text.signer(plan)]
    yield f"<table><tr><td class='left'>{''.join(recipients)}</td><td>{''.join(signer)}</td></tr></table>"
    for index, block in enumerate(plan.annexes):
        if not index:
            yield "<div style='page-break-before: always'></div>"
        yield from _block(block, "")


def _layout(rows, style):
    inner = "".join("<tr>" + "".join(f"<td>{''.join(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table class='{style}'>{inner}</table>"


def _block(block, end):
    if block.kind == "table":
        yield _table(block.rows)
        return
    text = "".join(text for style, text in block.inline.runs if style in ("", "ins", "to"))
    if end:
        text = text.rstrip(".") + end
    if block.label:
        text = f"{block.label} {text}"
    style = {"heading": "bold", "annex_label": "bold centre", "annex_title": "bold centre", "annex_note": "centre"}
    for line in text.split("\n"):
        yield _p(line, style.get(block.kind, ""))


def _table(rows):
    grid, out = [cells for _kind, cells in rows], {"head": [], "body": []}
    for number, cells in enumerate(grid):
        row = []
        for index, cell in enumerate(cells):
            if cell.text in ("^", "<"):
                continue
            wide = 1
            while index + wide < len(cells) and cells[index + wide].text == "<":
                wide += 1
            high = 1
            while number + high < len(grid) and grid[number + high][index].text == "^":
                high += 1
            inner = "".join(_p(line) for line in cell.text.lstrip("#").split("\n"))
            row.append(f"<td colspan='{wide}' rowspan='{high}'>{inner}</td>")
        out["head" if rows[number][0] == "head" and not out["body"] else "body"].append(f"<tr>{''.join(row)}</tr>")
    return f"<table class='data'><thead>{''.join(out['head'])}</thead><tbody>{''.join(out['body'])}</tbody></table>"
