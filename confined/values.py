"""Arguments and results as bytes: plain values, and the data classes and errors of the pure packages.

Nothing that the bytes say is executed: a class is one of those known here, and is filled with its fields.
"""
import dataclasses
import datetime
import importlib
import json
import sys

#: Packages whose functions run in the process and whose classes travel.
PURE = frozenset({"exchange", "importer", "pictures", "rendering", "sheets", "signatures"})
#: The package that holds the pure ones: the addon, or nothing where they are imported by their own names.
_ROOT = __name__.rpartition(".")[0].rpartition(".")[0]
_PREFIX = f"{_ROOT}." if _ROOT else ""
#: Bytes of the length that stands before the text.
_WORD = 8
_TIMES = {"datetime": datetime.datetime, "date": datetime.date, "time": datetime.time}


def encode(value):
    """Return ``value`` as a list of bytes to be written one after the other.

    :param value: ``None``, bool, number, str, bytes, list, tuple, dict, date, time, a data class, named tuple or error of
        a pure package, or any of these in another
    :raises TypeError: it is something else
    """
    blobs = []
    text = json.dumps(_packed(value, blobs), separators=(",", ":")).encode()
    return [len(text).to_bytes(_WORD, "big"), text, *blobs]


def decode(data, importing=False):
    """Return the value that :func:`encode` has written.

    :param importing: whether modules that are not loaded yet are imported for their classes
    :raises ValueError: the bytes are something else
    """
    view = memoryview(data)
    end = _WORD + int.from_bytes(view[:_WORD], "big")
    try:
        return _Reader(view[end:], importing).value(json.loads(bytes(view[_WORD:end])))
    except (TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        raise ValueError("no value") from error


def name_of(thing):
    """Return the name by which a function or class of a pure package is known in every process.

    :raises TypeError: it belongs to no pure package
    """
    module = thing.__module__
    local = module[len(_PREFIX):] if module.startswith(_PREFIX) else ""
    if local.partition(".")[0] not in PURE:
        raise TypeError(f"{module}.{thing.__qualname__} belongs to no pure package")
    return f"{local}:{thing.__qualname__}"


def named(name, importing):
    """Return the function or class called ``name``, see :func:`name_of`.

    :param importing: as for :func:`decode`
    :raises ValueError: there is none
    """
    local, _colon, own = name.partition(":")
    if local.partition(".")[0] not in PURE:
        raise ValueError(f"{name} belongs to no pure package")
    module = importlib.import_module(_PREFIX + local) if importing else sys.modules[_PREFIX + local]
    thing = getattr(module, own)
    if thing.__module__ != module.__name__:
        raise ValueError(f"{name} is defined elsewhere")
    return thing


def _packed(value, blobs):
    if value is None or isinstance(value, (str, int, float)):
        return value
    if type(value) is list:
        return [_packed(each, blobs) for each in value]
    kind, content = _described(value)
    if kind == "bytes":
        blobs.append(content)
        return {kind: len(content)}
    return {kind: content if isinstance(content, str) else _packed(content, blobs)}


def _described(value):
    """Return the kind of a value that JSON doesn't know, and what it is made of."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes", value
    if isinstance(value, dict):
        return "dict", [each for pair in value.items() for each in pair]
    if isinstance(value, datetime.timedelta):
        return "timedelta", [value.days, value.seconds, value.microseconds]
    for kind, known in _TIMES.items():
        if isinstance(value, known):
            return kind, value.isoformat()
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return "tuple", list(value)
    if isinstance(value, Exception):
        return "error", [name_of(type(value)), list(value.args), vars(value)]
    if isinstance(value, tuple):
        return "record", [name_of(type(value)), *value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return "data", [name_of(type(value)), *(getattr(value, field.name) for field in dataclasses.fields(value))]
    raise TypeError(f"{type(value).__qualname__} does not travel")


class _Reader:
    def __init__(self, blobs, importing):
        self._blobs = blobs
        self._importing = importing
        self._place = 0

    def value(self, packed):
        if isinstance(packed, list):
            return [self.value(each) for each in packed]
        if not isinstance(packed, dict):
            return packed
        [(kind, content)] = packed.items()
        if kind == "bytes":
            begin, self._place = self._place, self._place + content
            if not begin <= self._place <= len(self._blobs):
                raise ValueError("bytes are missing")
            return bytes(self._blobs[begin:self._place])
        if kind in _TIMES:
            return _TIMES[kind].fromisoformat(content)
        return self._built(kind, self.value(content))

    def _built(self, kind, content):
        if kind == "tuple":
            return tuple(content)
        if kind == "dict":
            return dict(zip(content[::2], content[1::2], strict=True))
        if kind == "timedelta":
            return datetime.timedelta(*content)
        known = named(content[0], self._importing)
        if kind == "error" and issubclass(known, Exception):
            error = known.__new__(known, *content[1])
            vars(error).update(content[2])
            return error
        if kind == "record" and issubclass(known, tuple):
            return known._make(content[1:])
        if kind == "data" and dataclasses.is_dataclass(known):
            return known(**dict(zip((field.name for field in dataclasses.fields(known)), content[1:], strict=True)))
        raise ValueError(f"{kind} is unknown")
