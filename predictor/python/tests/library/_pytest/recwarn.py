"""Recording and expecting warnings."""

import warnings

from _pytest.fixtures import fixture
from _pytest.outcomes import Exit, fail


@fixture
def recwarn():
    recorder = WarningsRecorder(_ispytest=True)
    with recorder:
        warnings.simplefilter("default")
        yield recorder


def deprecated_call(func=None, *args, **kwargs):
    __tracebackhide__ = True
    if func is not None:
        args = (func, *args)
    return warns((DeprecationWarning, PendingDeprecationWarning, FutureWarning), *args, **kwargs)


def warns(expected_warning=Warning, *args, match=None, **kwargs):
    __tracebackhide__ = True
    if not args:
        if kwargs:
            raise TypeError(f"Unexpected keyword arguments passed to pytest.warns: {', '.join(sorted(kwargs))}\nUse context-manager form instead?")
        return WarningsChecker(expected_warning, match_expr=match, _ispytest=True)
    function = args[0]
    if not callable(function):
        raise TypeError(f"{function!r} object (type: {type(function)}) must be callable")
    with WarningsChecker(expected_warning, _ispytest=True):
        return function(*args[1:], **kwargs)


class WarningsRecorder(warnings.catch_warnings):
    def __init__(self, *, _ispytest=False):
        super().__init__(record=True)
        self._entered = False
        self._list = []

    @property
    def list(self):
        return self._list

    def __getitem__(self, i):
        return self._list[i]

    def __iter__(self):
        return iter(self._list)

    def __len__(self):
        return len(self._list)

    def pop(self, cls=Warning):
        best = None
        for i, w in enumerate(self._list):
            if w.category == cls:
                return self._list.pop(i)
            if issubclass(w.category, cls) and (best is None or not issubclass(w.category, self._list[best].category)):
                best = i
        if best is not None:
            return self._list.pop(best)
        __tracebackhide__ = True
        raise AssertionError(f"{cls!r} not found in warning list")

    def clear(self):
        self._list[:] = []

    def __enter__(self):
        if self._entered:
            __tracebackhide__ = True
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._list = super().__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        if not self._entered:
            __tracebackhide__ = True
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        super().__exit__(exc_type, exc_val, exc_tb)
        self._entered = False


class WarningsChecker(WarningsRecorder):
    def __init__(self, expected_warning=Warning, match_expr=None, *, _ispytest=False):
        super().__init__()
        message = "exceptions must be derived from Warning, not %s"
        if isinstance(expected_warning, tuple):
            for e in expected_warning:
                if not issubclass(e, Warning):
                    raise TypeError(message % type(e))
            expected = expected_warning
        elif isinstance(expected_warning, type) and issubclass(expected_warning, Warning):
            expected = (expected_warning,)
        else:
            raise TypeError(message % type(expected_warning))
        self.expected_warning = expected
        self.match_expr = match_expr

    def matches(self, warning):
        if not issubclass(warning.category, self.expected_warning):
            return False
        if self.match_expr is None:
            return True
        import re

        return bool(re.search(self.match_expr, str(warning.message)))

    def __exit__(self, exc_type, exc_val, exc_tb):
        super().__exit__(exc_type, exc_val, exc_tb)
        __tracebackhide__ = True
        if exc_val is not None and (not isinstance(exc_val, Exception) or isinstance(exc_val, Exit)):
            return
        try:
            if not any(issubclass(w.category, self.expected_warning) for w in self):
                fail(f"DID NOT WARN. No warnings of type {self.expected_warning} were emitted.\n Emitted warnings: {[w.message for w in self]}.")
            if not any(self.matches(w) for w in self):
                fail(
                    f"DID NOT WARN. No warnings of type {self.expected_warning} matching the regex were emitted.\n"
                    f" Regex: {self.match_expr}\n Emitted warnings: {[w.message for w in self]}."
                )
        finally:
            # What was not expected is passed on.
            for w in self:
                if not self.matches(w):
                    warnings.warn_explicit(message=w.message, category=w.category, filename=w.filename, lineno=w.lineno, source=w.source)
