"""What a signer's revision holds for nobody to see yet: a later revision needs to change but little to bring it out."""
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, Reference

from .errors import SignatureError


def check_hidden(reader, number):
    """Refuse a revision with an object that nothing shows yet.

    Programs leave a number behind now and then, such as the length of a stream: it draws nothing.

    :param reader: ``PdfFileReader`` of the file
    :param number: index of the revision
    :raises SignatureError: ``changed``
    """
    revision = reader.get_historical_resolver(number)
    objects = {each: revision(each) for each in revision.explicit_refs_in_revision()}
    pointed = {each: set(_references(held)) for each, held in objects.items()}
    replaced = {each for each in objects if reader.xrefs.get_historical_ref(each, number - 1) is not None}
    used = _reached({*_references(revision.trailer_view), *replaced}, pointed) | _containers(reader, number)
    if any(isinstance(objects[each], (ArrayObject, DictionaryObject)) for each in objects.keys() - used):
        raise SignatureError("changed")


def values(waiting):
    """Yield all values of objects, those in their lists and dictionaries as well, without following a reference.

    :param waiting: iterable of pyHanko's objects
    """
    waiting = list(waiting)
    while waiting:
        each = waiting.pop()
        yield each
        if isinstance(each, DictionaryObject):
            waiting += map(each.raw_get, each)
        elif isinstance(each, ArrayObject):
            waiting += list.__iter__(each)


def _references(held):
    return (each.reference for each in values([held]) if isinstance(each, IndirectObject))


def _reached(waiting, pointed):
    """Return what is reached from the references ``waiting`` through the objects of the revision."""
    found, waiting = set(), list(waiting)
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += pointed.get(each, ())
    return found


def _containers(reader, number):
    """Return the streams that hold the table and the objects of a revision, which nothing refers to.

    :raises SignatureError: ``changed`` when one holds more objects than the table names
    """
    entries, table = reader.xrefs.get_xref_data(number), reader.xrefs.get_xref_container_info(number)
    named = [place.obj_stream_id for place in entries.xrefs_in_objstm.values()]
    containers = {Reference(idnum, 0, reader) for idnum in entries.obj_streams_used}
    if any(int(reader.get_object(each, number)["/N"]) != named.count(each.idnum) for each in containers):
        raise SignatureError("changed")
    return containers | ({table.stream_ref} if table.stream_ref else set())
