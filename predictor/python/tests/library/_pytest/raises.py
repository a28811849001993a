"""pytest.raises and the matchers of exceptions."""

from _pytest._code import ExceptionInfo, stringified
from _pytest.outcomes import fail


def raises(expected_exception=None, *args, **kwargs):
    __tracebackhide__ = True
    if not args:
        if set(kwargs) - {"match", "check", "expected_exception"}:
            raise TypeError(
                "Unexpected keyword arguments passed to pytest.raises: " + ", ".join(sorted(kwargs)) + "\nUse context-manager form instead?"
            )
        if expected_exception is None:
            return RaisesExc(**kwargs)
        return RaisesExc(expected_exception, **kwargs)
    if not expected_exception:
        raise ValueError(
            f"Expected an exception type or a tuple of exception types, but got `{expected_exception!r}`. "
            "Raising exceptions is already understood as failing the test, so you don't need any special code to say 'this should never raise an exception'."
        )
    function = args[0]
    if not callable(function):
        raise TypeError(f"{function!r} object (type: {type(function)}) must be callable")
    with RaisesExc(expected_exception) as excinfo:
        function(*args[1:], **kwargs)
    try:
        return excinfo
    finally:
        del excinfo


raises.Exception = fail.Exception


class AbstractRaises:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, match, check):
        if isinstance(match, str):
            import re

            try:
                match = re.compile(match)
            except re.error as e:
                error = e
            else:
                error = None
            if error is not None:
                fail(f"Invalid regex pattern provided to 'match': {error}")
        self.match = match
        self.check = check
        self._fail_reason = None
        self.is_baseexception = False

    @property
    def fail_reason(self):
        return self._fail_reason

    def _class(self, exc, expected):
        if isinstance(exc, type) and issubclass(exc, BaseException):
            if not issubclass(exc, Exception):
                self.is_baseexception = True
            return exc
        origin = getattr(exc, "__origin__", None)
        if isinstance(origin, type) and issubclass(origin, BaseExceptionGroup):
            return origin
        start = f"Expected {expected}, but got "
        if isinstance(exc, type):
            raise ValueError(start + f"{exc.__name__!r}")
        if isinstance(exc, BaseException):
            raise TypeError(start + f"an exception instance: {type(exc).__name__}")
        raise TypeError(start + repr(type(exc).__name__))

    def _check_match(self, error):
        if self.match is None:
            return True
        import re

        text = stringified(error)
        if re.search(self.match, text):
            return True
        pattern = self.match.pattern
        self._fail_reason = f"Regex pattern did not match.\n  Expected regex: {pattern!r}\n  Actual message: {text!r}"
        if pattern == text:
            self._fail_reason += "\n Did you mean to `re.escape()` the regex?"
        return False

    def _check_check(self, error):
        if self.check is None or self.check(error):
            return True
        self._fail_reason = f"check {getattr(self.check, '__name__', self.check)} did not return True"
        return False


class RaisesExc(AbstractRaises):
    def __init__(self, expected_exception=None, /, *, match=None, check=None, **kwargs):
        if "expected_exception" in kwargs:
            expected_exception = kwargs.pop("expected_exception")
        super().__init__(match, check)
        if isinstance(expected_exception, tuple):
            expected = expected_exception
        elif expected_exception is None:
            expected = ()
        else:
            expected = (expected_exception,)
        if expected == () and match is None and check is None:
            raise ValueError("You must specify at least one parameter to match on.")
        self.expected_exceptions = tuple([self._class(e, "a BaseException type") for e in expected])
        self._just_propagate = False

    def __repr__(self):
        return f"RaisesExc({', '.join(e.__name__ for e in self.expected_exceptions)})"

    def matches(self, exception):
        self._just_propagate = False
        if exception is None:
            self._fail_reason = "exception is None"
            return False
        if self.expected_exceptions and not isinstance(exception, self.expected_exceptions):
            self._fail_reason = f"{exception!r} is not an instance of {self.expected_exceptions!r}"
            self._just_propagate = True
            return False
        return self._check_match(exception) and self._check_check(exception)

    def __enter__(self):
        self.excinfo = ExceptionInfo.for_later()
        return self.excinfo

    def __exit__(self, exc_type, exc_val, exc_tb):
        __tracebackhide__ = True
        if exc_type is None:
            if not self.expected_exceptions:
                fail("DID NOT RAISE any exception")
            if len(self.expected_exceptions) > 1:
                fail(f"DID NOT RAISE any of {self.expected_exceptions!r}")
            fail(f"DID NOT RAISE {self.expected_exceptions[0]!r}")
        if not self.matches(exc_val):
            if self._just_propagate:
                return False
            raise AssertionError(self._fail_reason)
        self.excinfo.fill_unfilled((exc_type, exc_val, exc_tb))
        return True


class RaisesGroup(AbstractRaises):
    """Every expected exception matches one that was raised, and none is left over."""

    def __init__(self, expected_exception, /, *other_exceptions, allow_unwrapped=False, flatten_subgroups=False, match=None, check=None):
        super().__init__(match, check)
        self.allow_unwrapped = allow_unwrapped
        self.flatten_subgroups = flatten_subgroups
        self.expected_exceptions = tuple(
            [e if isinstance(e, AbstractRaises) else self._class(e, "a BaseException type, RaisesExc, or RaisesGroup") for e in (expected_exception, *other_exceptions)]
        )

    def matches(self, exception):
        if exception is None:
            self._fail_reason = "exception is None"
            return False
        if not isinstance(exception, BaseExceptionGroup):
            if self.allow_unwrapped and len(self.expected_exceptions) == 1 and self._one(self.expected_exceptions[0], exception):
                return True
            self._fail_reason = f"`{type(exception).__name__}()` is not an exception group"
            return False
        if not self._check_match(exception):
            return False
        actual = self._flat(exception) if self.flatten_subgroups else list(exception.exceptions)
        if len(actual) != len(self.expected_exceptions) or not self._assign(list(self.expected_exceptions), actual):
            self._fail_reason = f"Raised exception group did not match: {exception!r}"
            return False
        return self._check_check(exception)

    def _flat(self, group):
        out = []
        for e in group.exceptions:
            if isinstance(e, BaseExceptionGroup):
                out.extend(self._flat(e))
            else:
                out.append(e)
        return out

    def _one(self, expected, error):
        return expected.matches(error) if isinstance(expected, AbstractRaises) else isinstance(error, expected)

    def _assign(self, expected, actual):
        if not expected:
            return True
        first, rest = expected[0], expected[1:]
        for i, e in enumerate(actual):
            if self._one(first, e) and self._assign(rest, actual[:i] + actual[i + 1 :]):
                return True
        return False

    def __enter__(self):
        self.excinfo = ExceptionInfo.for_later()
        return self.excinfo

    def __exit__(self, exc_type, exc_val, exc_tb):
        __tracebackhide__ = True
        if exc_type is None:
            fail("DID NOT RAISE any exception, expected `ExceptionGroup`")
        if not self.matches(exc_val):
            raise AssertionError(self._fail_reason)
        self.excinfo.fill_unfilled((exc_type, exc_val, exc_tb))
        return True
