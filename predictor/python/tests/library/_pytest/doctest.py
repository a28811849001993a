"""Doctests of modules as tests. The library's own doctest module finds and runs them; here they become items."""

import doctest
import sys

from _pytest.nodes import File
from _pytest.outcomes import Exit, Failed, Skipped
from _pytest.python import Function

_FLAGS = {
    "DONT_ACCEPT_TRUE_FOR_1": doctest.DONT_ACCEPT_TRUE_FOR_1, "DONT_ACCEPT_BLANKLINE": doctest.DONT_ACCEPT_BLANKLINE,
    "NORMALIZE_WHITESPACE": doctest.NORMALIZE_WHITESPACE, "ELLIPSIS": doctest.ELLIPSIS, "IGNORE_EXCEPTION_DETAIL": doctest.IGNORE_EXCEPTION_DETAIL,
    "COMPARISON_FLAGS": doctest.COMPARISON_FLAGS,
}


def flags_of(config):
    flags = 0
    for name in config.getini("doctest_optionflags"):
        if name not in _FLAGS:
            config.doubt(f"the doctest flag {name}")
        else:
            flags |= _FLAGS[name]
    return flags


class _Runner(doctest.DebugRunner):
    """The first failure ends the test, as an exception."""

    def report_failure(self, out, test, example, got):
        raise doctest.DocTestFailure(test, example, got)

    def report_unexpected_exception(self, out, test, example, exc_info):
        if isinstance(exc_info[1], (Skipped, Exit, Failed)):
            raise exc_info[1]
        raise doctest.UnexpectedException(test, example, exc_info)


class DoctestModule(File):
    def __init__(self, name, parent, nodeid, file, module):
        super().__init__(name, parent, nodeid)
        self._file = file
        self.obj = module

    @property
    def file(self):
        return self._file

    def collect(self):
        flags = flags_of(self.config)
        out = []
        for test in doctest.DocTestFinder().find(self.obj, self.obj.__name__):
            if test.examples:
                out.append(DoctestItem(test.name, self, test, flags))
        return out


class DoctestItem(Function):
    def __init__(self, name, parent, test, flags):
        self.dtest = test
        self._flags = flags
        super().__init__(name, parent, _nothing)

    def _find_fixtures(self):
        manager = self.session.fixtures
        self.argnames = ()
        self._initial = list(dict.fromkeys([*manager.autouse_names(self), *self.config.getini("usefixtures")]))
        self.fixturenames, self.fixture_definitions = manager.closure(self, self._initial, set())

    @property
    def obj(self):
        return None

    @property
    def line(self):
        return (self.dtest.lineno or 0) + 1

    def path_of_definition(self):
        return self.dtest.filename or self.parent.file

    def setup(self):
        super().setup()
        self.dtest.globs["getfixture"] = self._request.getfixturevalue
        self.dtest.globs.update(self._request.getfixturevalue("doctest_namespace"))

    def explanation(self, error):
        example = getattr(error, "example", None)
        if example is None:
            return None
        line = (self.dtest.lineno or 0) + example.lineno + 1
        start = f"line {line}: >>> {example.source.strip()}"
        if isinstance(error, doctest.UnexpectedException):
            return f"{start}  raised {error.exc_info[0].__name__}: {error.exc_info[1]}"
        return f"{start}  gives {error.got.strip()!r}, not {example.want.strip()!r}"

    def runtest(self):
        skipped = doctest.SKIP
        if all(e.options.get(skipped, False) for e in self.dtest.examples):
            raise Skipped("all tests skipped by +SKIP option")
        output = sys.stdout
        try:
            _Runner(verbose=False, optionflags=self._flags).run(self.dtest, out=None, clear_globs=False)
        finally:
            sys.stdout = output


def _nothing():
    pass
