"""What the forecaster calls: configure, load a conftest, collect a file, run a test."""

import re
import sys

from _foretrace import begin, import_file

from _pytest import builtin_fixtures, capture, monkeypatch, tmpdir
from _pytest.config import Config
from _pytest.main import Session
from _pytest.mark.expression import by_keyword, by_mark, selects
from _pytest.mark.structures import MARK_GEN
from _pytest.nodes import Dir, Package
from _pytest.outcomes import Failed, Skipped, XFailed
from _pytest.python import Module
from _pytest.reorder import reorder
from _pytest.skipping import check_skip, expected_failure


class Runner:
    def __init__(self, settings):
        self.config = Config(settings)
        self.session = Session(self.config)
        self.config.session = self.session
        self.config.runner = self
        MARK_GEN.__class__._config = self.config
        for plugin in (builtin_fixtures, capture, monkeypatch, tmpdir):
            self.session.fixtures.parsefactories(plugin, self.session)
        # caplog and recwarn stand in modules that load much: they are loaded when a test asks for them.
        for name, module in (("caplog", "_pytest.logging"), ("recwarn", "_pytest.recwarn"), ("tmpdir", "_pytest.legacypath")):
            self.session.fixtures.register(name, _late(name, module), self.session)
        self.session.fixtures.register("tmpdir_factory", _late("tmpdir_factory", "_pytest.legacypath"), self.session, scope="session")
        self._folders = {"": self.session}
        self._started = False
        sys.modules.setdefault("__main__", _entry_point())

    # Collection

    def conftest(self, path, folder, module_name):
        """Loads a conftest file; `folder` is relative to the root, "" for the root itself."""
        module = self._import(module_name, path, True)
        for name in _plugin_names(getattr(module, "pytest_plugins", ())):
            self.config.import_plugin(name)
        if hasattr(module, "pytest_addoption"):
            self.config.call_hook(module.pytest_addoption, parser=self.config.parser, pluginmanager=self.config.pluginmanager)
        self.config.apply_options()
        node = self._folders[folder]
        self.config.add_plugin(module, node)
        self.session.fixtures.parsefactories(module, node)
        if hasattr(module, "pytest_configure"):
            self.config.call_hook(module.pytest_configure, config=self.config)
        if hasattr(module, "pytest_sessionstart"):
            self.config.call_hook(module.pytest_sessionstart, session=self.session)
        return [_texts(getattr(module, "collect_ignore", None)), _texts(getattr(module, "collect_ignore_glob", None))]

    def _import(self, name, path, fresh):
        if fresh and name == "conftest":
            sys.modules.pop(name, None)
        if self.config._settings["importlib"]:
            return import_file(name, path)
        known = sys.modules.get(name)
        if known is not None and getattr(known, "__file__", path) != path:
            raise Failed(
                f"import file mismatch:\nimported module {name!r} has this __file__ attribute:\n  {known.__file__}\nwhich is not the same as the test file we want to collect:\n  {path}\n"
                "HINT: remove __pycache__ / .pyc files and/or use a unique basename for your test file modules"
            )
        __import__(name)
        module = sys.modules[name]
        if getattr(module, "__file__", path) != path:
            raise Failed(f"import file mismatch: {name!r} is {module.__file__}, not {path}")
        return module

    def folder(self, relative, absolute, is_package):
        """The node of a folder below the root; parents first."""
        if relative in self._folders:
            return
        parent, _, name = relative.rpartition("/")
        kind = Package if is_package else Dir
        self._folders[relative] = kind(name, self._folders[parent], relative, absolute)

    def ignored(self, path, nodeid):
        """Whether a conftest file's pytest_ignore_collect leaves out a file or a folder on the way to it."""
        hooks = [(m.pytest_ignore_collect, n) for m, n in reversed(self.config._plugins) if hasattr(m, "pytest_ignore_collect")]
        if not hooks:
            return False
        from pathlib import Path

        from _pytest.legacypath import LocalPath

        folder = self._folders[nodeid.rpartition("/")[0]]
        chain = folder.listchain()
        file = Path(path)
        for place in [*reversed(file.parents[: nodeid.count("/")]), file]:
            for hook, node in hooks:
                if node is None or node in chain:
                    answer = self.config.call_hook(hook, collection_path=place, path=LocalPath(place), config=self.config)
                    if answer is not None:
                        if answer:
                            return True
                        break
        return False

    def collect(self, path, nodeid, module_name):
        """[(node id, line, item)] of a test file, or why it is skipped as a whole."""
        parent = self._folders[nodeid.rpartition("/")[0]]
        try:
            imported = self._import(module_name, path, False)
        except Skipped as e:
            if e.allow_module_level:
                return e.msg or ""
            raise Failed(
                "Using pytest.skip outside of a test will skip the entire module. If that's your intention, pass `allow_module_level=True`. "
                "If you want to skip a specific test or an entire class, use the @pytest.mark.skip or @pytest.mark.skipif decorators."
            ) from None
        for name in _plugin_names(getattr(imported, "pytest_plugins", ())):
            self.config.import_plugin(name)
        name = nodeid.rpartition("/")[2]
        module = Module(name, parent, nodeid, path, imported)
        items = reorder(module.collect())
        return [(item.nodeid, item.line, item.path_of_definition(), item) for item in items]

    def doctests(self, path, nodeid, module_name):
        """[(node id, line, file, item)] of the doctests in a module."""
        from _pytest.doctest import DoctestModule

        parent = self._folders[nodeid.rpartition("/")[0]]
        imported = self._import(module_name, path, False)
        items = DoctestModule(nodeid.rpartition("/")[2], parent, nodeid, path, imported).collect()
        return [(item.nodeid, item.line, item.path_of_definition(), item) for item in items]

    def select(self, items):
        """What -k, -m and pytest_collection_modifyitems leave, in order."""
        settings = self.config._settings
        for expression, reader in ((settings["keyword"], by_keyword), (settings["markexpr"], by_mark)):
            if expression:
                items = [i for i in items if selects(expression, reader(i))]
        self.session.items = items
        for hook in self.config.hooks("pytest_collection_modifyitems"):
            self.config.call_hook(hook, session=self.session, config=self.config, items=items)
        return items

    def selects(self):
        settings = self.config._settings
        return bool(settings["keyword"] or settings["markexpr"] or self.config.hooks("pytest_collection_modifyitems"))

    # Running

    def shares(self, item):
        """Whether the item uses what it has in common with other tests: a fixture wider than a function, other than the model's own."""
        for definitions in item.fixture_definitions.values():
            definition = definitions[-1]
            if definition.scope != "function" and not definition.idle:
                return True
        return False

    def run(self, item, nextitem=None):
        """(result, phase, exception, reason); what the next item needs as well is not torn down."""
        config = self.config
        phase = "setup"
        error = None
        xfail = None
        logs = warned = None
        result = reason = None
        try:
            try:
                if "logging" in sys.modules:
                    from _pytest.logging import catching_logs

                    item._log_handler, logs = catching_logs(item)
                if "warnings" in sys.modules:
                    warned = _catch_warnings(item)
                begin()
                check_skip(item)
                xfail = expected_failure(item)
                if xfail is not None and not xfail.run:
                    raise XFailed("[NOTRUN] " + xfail.reason)
                for hook in config.hooks_for(item, "pytest_runtest_setup"):
                    config.call_hook(hook, item=item)
                item.setup()
                phase = "call"
                begin()
                item.runtest()
                subtests = getattr(item, "_subtests", None)
                if subtests is not None and subtests._errors:
                    raise subtests._errors[0]
            except BaseException as e:
                error = e
            if xfail is None:
                # The test may have marked itself.
                xfail = expected_failure(item)
            result, reason = _judge(error, phase, xfail)
            if result == "failed" and reason is None:
                reason = item.explanation(error)
            late = self._finish(item, nextitem)
            if late is not None and result not in ("failed", "error"):
                if isinstance(late, Skipped):
                    result, reason, error, phase = "skipped", late.msg, late, "teardown"
                else:
                    result, reason, error, phase = "error", None, late, "teardown"
        finally:
            if warned is not None:
                warned.__exit__(None, None, None)
            if logs is not None:
                logs()
        return (result, phase, error, reason)

    def _finish(self, item, nextitem):
        first = None
        begin()
        for hook in self.config.hooks_for(item, "pytest_runtest_teardown"):
            try:
                self.config.call_hook(hook, item=item, nextitem=nextitem)
            except BaseException as e:
                first = first or e
        for error in item.finish():
            first = first or error
        # Wider fixtures end with the last of their tests; which one that is, is not this test's affair.
        kept = () if nextitem is None else nextitem.listchain()
        node = item.parent
        while node is not None and node not in kept:
            if node.finish():
                self.config.doubt("an error in the teardown of a wider fixture")
            node = node.parent
        return first


def _judge(error, phase, xfail):
    if error is None:
        if xfail is None:
            return "passed", None
        if xfail.strict:
            return "failed", "[XPASS(strict)] " + xfail.reason
        return "xpassed", xfail.reason
    if isinstance(error, XFailed):
        return "xfailed", error.msg
    if isinstance(error, Skipped) or _is_unittest_skip(error):
        return "skipped", str(error)
    if xfail is not None and xfail.expects(error):
        return "xfailed", xfail.reason
    return "error" if phase == "setup" else "failed", None


def _is_unittest_skip(error):
    unittest = sys.modules.get("unittest")
    return unittest is not None and isinstance(error, unittest.SkipTest)


def _late(name, module):
    def make(request):
        definition = getattr(__import__(module, fromlist=[name]), name)
        function = definition._fixture_function
        result = function(request) if function.__code__.co_argcount else function()
        if function.__code__.co_flags & 0x20:
            yield from result
        else:
            yield result

    make.__name__ = name
    return make


def _catch_warnings(item):
    """pytest records warnings in every test; filters may make them errors."""
    import warnings

    catcher = warnings.catch_warnings(record=True)
    catcher.__enter__()
    if not sys.warnoptions:
        warnings.filterwarnings("always", category=DeprecationWarning)
        warnings.filterwarnings("always", category=PendingDeprecationWarning)
    warnings.filterwarnings("error", category=_removed_warning())
    for line in item.config.getini("filterwarnings"):
        warnings.filterwarnings(*_warning_filter(line, False))
    for mark in item.iter_markers("filterwarnings"):
        for line in mark.args:
            warnings.filterwarnings(*_warning_filter(line, False))
    return catcher


def _removed_warning():
    from _pytest.warning_types import PytestRemovedIn9Warning

    return PytestRemovedIn9Warning


def _warning_filter(line, escape):
    """action:message:category:module:line, as -W takes it (Lib/warnings.py)."""
    import warnings

    parts = line.split(":")
    if len(parts) > 5:
        raise ValueError(f"too many fields (max 5): {line!r}")
    parts += [""] * (5 - len(parts))
    action, message, category_name, module, line_number = [p.strip() for p in parts]
    action = warnings._getaction(action)
    category = Warning
    if category_name:
        module_name, _, class_name = category_name.rpartition(".")
        holder = __import__(module_name or "builtins", fromlist=[class_name])
        category = getattr(holder, class_name)
    if message and escape:
        message = re.escape(message)
    if module and escape:
        module = re.escape(module) + r"\Z"
    return action, message, category, module, int(line_number) if line_number else 0


def _plugin_names(names):
    return [names] if isinstance(names, str) else list(names)


def _texts(values):
    return None if values is None else [str(v) for v in values]


def _entry_point():
    """The module that is run as `python -m pytest`."""
    import pytest

    main = type(sys)("__main__", "The pytest entry point.")
    main.__file__ = pytest.__file__.replace("__init__", "__main__")
    main.__package__ = "pytest"
    main.pytest = pytest
    return main
