"""ExceptionInfo: what `with pytest.raises(…) as info` gives."""

import sys


class ExceptionInfo:
    def __init__(self, excinfo, striptext="", *, _ispytest=False):
        self._excinfo = excinfo

    def __class_getitem__(cls, item):
        return cls

    @classmethod
    def from_exception(cls, exception, exprinfo=None):
        return cls((type(exception), exception, exception.__traceback__))

    @classmethod
    def from_exc_info(cls, exc_info, exprinfo=None):
        return cls(exc_info)

    @classmethod
    def from_current(cls, exprinfo=None):
        info = sys.exc_info()
        assert info[0] is not None, "no current exception"
        return cls(info)

    @classmethod
    def for_later(cls):
        return cls(None)

    def fill_unfilled(self, exc_info):
        assert self._excinfo is None, "ExceptionInfo was already filled"
        self._excinfo = exc_info

    def _filled(self, what):
        assert self._excinfo is not None, f".{what} can only be used after the context manager exits"
        return self._excinfo

    @property
    def type(self):
        return self._filled("type")[0]

    @property
    def value(self):
        return self._filled("value")[1]

    @property
    def tb(self):
        return self._filled("tb")[2]

    @property
    def typename(self):
        return self._filled("typename")[0].__name__

    @property
    def traceback(self):
        entries = []
        tb = self.tb
        while tb is not None:
            entries.append(TracebackEntry(tb))
            tb = tb.tb_next
        return entries

    def __repr__(self):
        if self._excinfo is None:
            return "<ExceptionInfo for raises contextmanager>"
        return f"<{type(self).__name__} {self.value!r} tblen={len(self.traceback)}>"

    def __str__(self):
        return repr(self)

    def exconly(self, tryshort=False):
        import traceback

        text = "".join(traceback.format_exception_only(self.type, self.value)).rstrip()
        if tryshort and text.startswith("AssertionError: "):
            return text[len("AssertionError: ") :]
        return text

    def errisinstance(self, exc):
        return isinstance(self.value, exc)

    def match(self, regexp):
        __tracebackhide__ = True
        import re

        text = stringified(self.value)
        if re.search(regexp, text):
            return True
        pattern = regexp if isinstance(regexp, str) else regexp.pattern
        message = f"Regex pattern did not match.\n Regex: {pattern!r}\n Input: {text!r}"
        if pattern == text:
            message += "\n Did you mean to `re.escape()` the regex?"
        raise AssertionError(message)

    def group_contains(self, expected_exception, *, match=None, depth=None):
        import re

        def search(group, level):
            if depth is not None and level > depth:
                return False
            for e in group.exceptions:
                if isinstance(e, BaseExceptionGroup) and search(e, level + 1):
                    return True
                if (depth is None or level == depth) and isinstance(e, expected_exception):
                    if match is None or re.search(match, stringified(e)):
                        return True
            return False

        assert isinstance(self.value, BaseExceptionGroup), "Captured exception is not an instance of `BaseExceptionGroup`"
        return search(self.value, 1)

    def getrepr(self, *args, **kwargs):
        return self.exconly()


class TracebackEntry:
    def __init__(self, tb):
        self._rawentry = tb

    @property
    def lineno(self):
        return self._rawentry.tb_lineno - 1

    @property
    def frame(self):
        return self._rawentry.tb_frame

    @property
    def name(self):
        return self.frame.f_code.co_name

    @property
    def path(self):
        from pathlib import Path

        return Path(self.frame.f_code.co_filename)

    @property
    def locals(self):
        return self.frame.f_locals


def stringified(error):
    """The message that `match` looks at: str(), then the notes."""
    text = str(error)
    if isinstance(error, BaseExceptionGroup):
        tail = text.rfind(" (")
        if tail >= 0 and text.endswith(("sub-exception)", "sub-exceptions)")):
            text = text[:tail]
    return "\n".join([text, *getattr(error, "__notes__", [])])
