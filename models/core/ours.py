"""Which records are ours, and who keeps them, wherever a door asks: for keys in addresses, headers of answers, owners of files."""
#: Models of OCA dms; records of theirs are ours where they lie in the storage of this addon's documents.
DMS_MODELS = ('dms.directory', 'dms.file')
# What stands on another record, and the field that says on which kind.
_STANDING = {
    **dict.fromkeys(DMS_MODELS, 'res_model'), 'ir.attachment': 'res_model', 'mail.activity': 'res_model',
    'mail.message': 'model', 'mail.scheduled.message': 'model'}
_DEEPEST = 8  # A file of a picture of a message ...; whoever hangs records on each other in a ring finds an end.


def administers(env):
    """:return: whether the current user, or the superuser, sets up this addon for others; superuser rights of code say nothing"""
    return env.user._is_superuser() or any(map(env.user.has_group, ('dan_van.group_admin', 'base.group_system')))


def is_ours(record, depth=_DEEPEST):
    """Tell whether a record is one of this addon, or lies on one: its file, its message, a picture of these.

    Folders and files in the storage of this addon's documents are ours, whatever they stand for.

    :param record: one record of any model, seen by whomever
    :return: bool; nothing else of the record is told, so who asks need not read it
    """
    if record._is_of_dan_van() or hasattr(record, '_dan_van_filed') and record._dan_van_filed():
        return True
    if record._name not in _STANDING or not depth:
        return False
    # sudo: where it stands.
    on = record.sudo()
    name, env = on[_STANDING[record._name]], record.env
    if not name or name not in env:
        return bool(name) and name.startswith('dan_van.')
    below = env[name].browse(on.res_id or ())
    return is_ours(below.exists() if name in _STANDING else below, depth - 1)
