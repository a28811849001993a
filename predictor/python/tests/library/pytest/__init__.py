"""The names that `import pytest` gives."""

from _pytest import __version__, version_tuple
from _pytest._code import ExceptionInfo
from _pytest.approx import approx
from _pytest.capture import CaptureFixture
from _pytest.config import Config, ExitCode, Parser, UsageError, hookimpl, hookspec, main
from _pytest.config import PluginManager as PytestPluginManager
from _pytest.fixtures import FixtureDef, FixtureLookupError, FixtureRequest, fixture, yield_fixture
from _pytest.main import Session
from _pytest.mark.structures import HIDDEN_PARAM, MARK_GEN as mark, Mark, MarkDecorator, MarkGenerator, param
from _pytest.monkeypatch import MonkeyPatch
from _pytest.nodes import Collector, Dir, Directory, File, Item
from _pytest.outcomes import exit, fail, importorskip, skip, xfail
from _pytest.python import Class, Function, Metafunc, Module, Package
from _pytest.raises import RaisesExc, RaisesGroup, raises
from _pytest.stash import Stash, StashKey
from _pytest.tmpdir import TempPathFactory
from _pytest.warning_types import (
    PytestAssertRewriteWarning,
    PytestCacheWarning,
    PytestCollectionWarning,
    PytestConfigWarning,
    PytestDeprecationWarning,
    PytestExperimentalApiWarning,
    PytestRemovedIn9Warning,
    PytestReturnNotNoneWarning,
    PytestUnhandledCoroutineWarning,
    PytestUnhandledThreadExceptionWarning,
    PytestUnknownMarkWarning,
    PytestUnraisableExceptionWarning,
    PytestWarning,
)

set_trace = None
console_main = main


def register_assert_rewrite(*names):
    pass


def freeze_includes():
    return []


# Loaded when a test asks for them: they need the modules warnings and logging.
_LATE = {
    "warns": "_pytest.recwarn", "deprecated_call": "_pytest.recwarn", "WarningsRecorder": "_pytest.recwarn", "LogCaptureFixture": "_pytest.logging",
}
# Not modelled: what is taken from these modules is unknown.
for _module, _names in {
    "cacheprovider": "Cache", "runner": "CallInfo", "reports": "CollectReport TestReport", "terminal": "TerminalReporter TestShortLogReport", "subtests": "Subtests SubtestReport",
    "pytester": "HookRecorder LineMatcher Pytester RecordedHookCall RunResult Testdir", "config.cmdline": "cmdline", "tempdirs": "TempdirFactory",
}.items():
    for _name in _names.split():
        _LATE[_name] = f"_pytest.{_module}"
del _module, _name, _names


def __getattr__(name):
    module = _LATE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(__import__(module, fromlist=[name]), name)
