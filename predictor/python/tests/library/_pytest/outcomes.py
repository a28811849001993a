"""Exceptions by which a test ends itself, and the functions that raise them."""

import sys


class OutcomeException(BaseException):
    def __init__(self, msg=None, pytrace=True):
        if msg is not None and not isinstance(msg, str):
            raise TypeError(
                "{} expected string as 'msg' parameter, got '{}' instead.\nPerhaps you meant to use a mark?".format(
                    type(self).__name__, type(msg).__name__
                )
            )
        super().__init__(msg)
        self.msg = msg
        self.pytrace = pytrace

    def __repr__(self):
        if self.msg is not None:
            return self.msg
        return f"<{self.__class__.__name__} instance>"

    __str__ = __repr__


class Skipped(OutcomeException):
    __module__ = "builtins"

    def __init__(self, msg=None, pytrace=True, allow_module_level=False, *, _use_item_location=False):
        super().__init__(msg=msg, pytrace=pytrace)
        self.allow_module_level = allow_module_level


class Failed(OutcomeException):
    __module__ = "builtins"


class XFailed(Failed):
    """An expected failure, by pytest.xfail()."""


class Exit(Exception):
    def __init__(self, msg="unknown reason", returncode=None):
        self.msg = msg
        self.returncode = returncode
        super().__init__(msg)


def fail(reason="", pytrace=True, msg=None):
    __tracebackhide__ = True
    raise Failed(msg=reason if msg is None else msg, pytrace=pytrace)


def skip(reason="", *, allow_module_level=False, msg=None):
    __tracebackhide__ = True
    raise Skipped(msg=reason if msg is None else msg, allow_module_level=allow_module_level)


def xfail(reason=""):
    __tracebackhide__ = True
    raise XFailed(reason)


def exit(reason="", returncode=None, msg=None):
    __tracebackhide__ = True
    raise Exit(reason if msg is None else msg, returncode)


fail.Exception = Failed
skip.Exception = Skipped
xfail.Exception = XFailed
exit.Exception = Exit


def importorskip(modname, minversion=None, reason=None, *, exc_type=None):
    try:
        __import__(modname)
    except (exc_type or ImportError) as e:
        raise Skipped(reason if reason is not None else f"could not import {modname!r}: {e}", allow_module_level=True) from None
    module = sys.modules[modname]
    if minversion is None:
        return module
    version = getattr(module, "__version__", None)
    if version is None or _release(version) < _release(minversion):
        raise Skipped(f"module {modname!r} has __version__ {version!r}, required is: {minversion!r}", allow_module_level=True)
    return module


def _release(version):
    """The numbers of a version: enough to compare released ones."""
    out = []
    for part in version.split("."):
        digits = ""
        for c in part:
            if not c.isdigit():
                break
            digits += c
        if digits == "":
            break
        out.append(int(digits))
    while out and out[-1] == 0:
        out.pop()
    return out
