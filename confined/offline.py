"""Cuts a process, and all that it will start, off from every network: the kernel refuses it the sockets for one."""
import ctypes
import errno
import platform
import struct
import sys

#: Of each kind of machine the number of its calls' convention, and that of the call ``socket``.
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
#: Calls above belong to another convention of the same machine; a call that makes sockets besides.
_FOREIGN, _IO_URING = 0x40000000, 425
_LOCAL = 1
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
#: Where the kernel puts number, convention and first argument of a call.
_NUMBER, _CONVENTION, _ARGUMENT = 0, 4, 16


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def cut():
    """Refuse this process and its children every socket but local ones, for the rest of their lives.

    :return: whether the kernel knows how to
    """
    known = _MACHINES.get(platform.machine())
    if known is None or sys.byteorder != "little":
        return False
    steps = _steps(*known)
    program = _Program(len(steps), b"".join(struct.pack("<HBBI", *step) for step in steps))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl.argtypes = (ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong)
    return not prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) and not prctl(_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0)


def _steps(convention, socket):
    """Return the steps of the filter, each operation, steps to go on by if so and if not, and value."""
    return (
        (_LOAD, 0, 0, _CONVENTION),
        (_EQUAL, 0, 6, convention),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 4, 0, _FOREIGN),
        (_EQUAL, 3, 0, _IO_URING),
        (_EQUAL, 0, 3, socket),
        (_LOAD, 0, 0, _ARGUMENT),
        (_EQUAL, 1, 0, _LOCAL),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    )
