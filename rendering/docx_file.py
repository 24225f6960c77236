"""The file of a Word document: of python-docx's template only what is used, and the same document gives the same bytes."""
import io
import zipfile

from docx.oxml.ns import qn

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
#: Parts of the template that nobody sees: its picture, and its styles again for Word 2010.
_UNSEEN = ("/thumbnail", "/stylesWithEffects")
_NAMES = [qn(f"w:{name}") for name in ("pStyle", "rStyle", "tblStyle")]
_RELATED = [qn(f"w:{name}") for name in ("basedOn", "link", "next")]


def packed(file):
    """Return the bytes of a Word file of python-docx."""
    _leave_out_unseen(file)
    _leave_out_unused(file)
    raw, result = io.BytesIO(), io.BytesIO()
    file.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


def _leave_out_unseen(file):
    for relations in (file.part.package.rels, file.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_UNSEEN)]:
            del relations[key]


def _leave_out_unused(file):
    """Leave out styles that no paragraph, letter or table has, nor another style that stays."""
    styles = {style.get(qn("w:styleId")): style for style in file.styles.element.iter(qn("w:style"))}
    waiting = [key for key, style in styles.items() if style.get(qn("w:default"))]
    for part in file.part.package.iter_parts():
        if hasattr(part, "element"):
            waiting += (each.get(qn("w:val")) for each in part.element.iter(*_NAMES))
    kept = set()
    while waiting:
        if (key := waiting.pop()) in styles and key not in kept:
            kept.add(key)
            waiting += (each.get(qn("w:val")) for each in styles[key].iter(*_RELATED))
    for key in styles.keys() - kept:
        file.styles.element.remove(styles[key])
