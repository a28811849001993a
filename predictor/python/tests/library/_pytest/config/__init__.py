"""The configuration as conftest files and fixtures see it, and the hooks that conftest files bring."""

from _pytest.outcomes import fail

_MARKERS = ("filterwarnings", "parametrize", "skip", "skipif", "tryfirst", "trylast", "usefixtures", "xfail", "no_cover", "asyncio", "anyio")

# Hooks that the model calls.
MODELLED = {
    "pytest_addoption", "pytest_configure", "pytest_generate_tests", "pytest_make_parametrize_id", "pytest_collection_modifyitems", "pytest_runtest_setup",
    "pytest_runtest_teardown", "pytest_sessionstart", "pytest_itemcollected", "pytest_ignore_collect", "pytest_plugins",
}
# Hooks that change reports, not outcomes.
HARMLESS = {
    "pytest_report_header", "pytest_terminal_summary", "pytest_report_teststatus", "pytest_runtest_logreport", "pytest_runtest_logstart", "pytest_runtest_logfinish",
    "pytest_assertrepr_compare", "pytest_sessionfinish", "pytest_unconfigure", "pytest_report_collectionfinish", "pytest_assertion_pass", "pytest_warning_recorded",
    "pytest_exception_interact", "pytest_internalerror", "pytest_keyboard_interrupt", "pytest_html_report_title", "pytest_html_results_summary", "pytest_addhooks",
    "pytest_plugin_registered", "pytest_collection_finish", "pytest_collection", "pytest_deselected", "pytest_collectstart", "pytest_collectreport", "pytest_make_collect_report",
    "pytest_fixture_post_finalizer", "pytest_cmdline_main", "pytest_load_initial_conftests", "pytest_benchmark_update_machine_info", "pytest_xdist_auto_num_workers",
    "pytest_timeout_set_timer", "pytest_html_results_table_row", "pytest_html_results_table_header", "pytest_benchmark_scale_unit", "pytest_configure_node", "pytest_xdist_setupnodes",
}


class ExitCode:
    OK = 0
    TESTS_FAILED = 1
    INTERRUPTED = 2
    INTERNAL_ERROR = 3
    USAGE_ERROR = 4
    NO_TESTS_COLLECTED = 5


class UsageError(Exception):
    pass


class Option:
    """config.option"""


class Notset:
    def __repr__(self):
        return "<NOTSET>"


notset = Notset()


class Parser:
    """What pytest_addoption fills in."""

    def __init__(self):
        self.options = {}
        self.inis = {}
        self._groups = {}

    def addoption(self, *names, **attrs):
        dest = attrs.get("dest")
        if dest is None:
            long = [n for n in names if n.startswith("--")]
            dest = (long[0][2:] if long else names[0].lstrip("-")).replace("-", "_")
        action = attrs.get("action", "store")
        default = attrs.get("default", False if action == "store_true" else True if action == "store_false" else None)
        self.options[dest] = (names, action, attrs.get("type"), default, attrs)

    _addoption = addoption

    def getgroup(self, name, description="", after=None):
        return self

    def addini(self, name, help, type=None, default=notset, **kw):
        if default is notset:
            default = [] if type in ("linelist", "args", "paths", "pathlist") else False if type == "bool" else "" if type in (None, "string") else None
        self.inis[name] = (type, default)


class PluginManager:
    def __init__(self, config):
        self._config = config
        self._plugins = {}

    def hasplugin(self, name):
        return name in self._plugins or name in ("capture", "logging", "monkeypatch", "tmpdir", "python", "unittest", "doctest", "skipping")

    has_plugin = hasplugin

    def getplugin(self, name):
        if name in ("capture", "logging", "monkeypatch", "tmpdir", "python", "unittest", "doctest", "skipping") and name not in self._plugins:
            import importlib

            return importlib.import_module("_pytest." + name)
        return self._plugins.get(name)

    get_plugin = getplugin

    def register(self, plugin, name=None):
        self._plugins[name or getattr(plugin, "__name__", repr(plugin))] = plugin
        self._config.add_plugin(plugin, None)

    def unregister(self, plugin=None, name=None):
        self._config.doubt("unregistering a plugin")

    def is_registered(self, plugin):
        return plugin in self._plugins.values()

    def import_plugin(self, name):
        self._config.import_plugin(name)

    def list_name_plugin(self):
        return list(self._plugins.items())

    def get_plugins(self):
        return set(self._plugins.values())

    def add_hookspecs(self, module):
        pass

    def set_blocked(self, name):
        pass


class Hook:
    def __init__(self, config):
        self._config = config

    def __getattr__(self, name):
        config = self._config

        def call(**kwargs):
            return [r for r in [config.call_hook(h, **kwargs) for h in config.hooks(name)] if r is not None]

        return call


class Config:
    def __init__(self, settings):
        self._settings = settings
        self.rootdir_text = settings["rootdir"]
        self._inis = dict(settings["inis"])
        self.args = list(settings["args"])
        self._arguments = list(settings["options"])
        self.strict_markers = settings["strict_markers"]
        self._plugins_known = settings["plugins_known"]
        self.option = Option()
        self.parser = Parser()
        self.hook = Hook(self)
        self.pluginmanager = PluginManager(self)
        # (module, node whose tests it is for, or None for all)
        self._plugins = []
        self._markers = set(_MARKERS)
        self._lines = {}
        self._cleanup = []
        self.session = None
        self._stash = None
        self.invocation_params = None
        for name, value in (("verbose", 0), ("keyword", ""), ("markexpr", ""), ("capture", "fd"), ("tbstyle", "auto"), ("usepdb", False), ("maxfail", 0), ("collectonly", False), ("numprocesses", None), ("runxfail", False), ("quiet", 0), ("color", "auto"), ("strict_markers", False), ("importmode", "prepend"), ("durations", None), ("lf", False), ("help", False)):
            setattr(self.option, name, value)

    # Settings

    def getini(self, name):
        if name in self._lines:
            base = self._inis.get(name, [])
            return [*(base if isinstance(base, list) else base.split("\n")), *self._lines[name]]
        if name in self.parser.inis:
            kind, default = self.parser.inis[name]
            if name not in self._inis:
                return default
            return _ini_value(self._inis[name], kind)
        if name in self._inis:
            return self._inis[name]
        if name in _INI_DEFAULTS:
            return _INI_DEFAULTS[name]
        raise ValueError(f"unknown configuration value: {name!r}")

    def getoption(self, name, default=notset, skip=False):
        attribute = name.lstrip("-").replace("-", "_") if name.startswith("-") else name
        for dest, (names, *_) in self.parser.options.items():
            if name in names:
                attribute = dest
        value = getattr(self.option, attribute, notset)
        if value is notset or value is None and skip:
            if skip:
                fail_skip(f"no {name!r} option found")
            if default is notset:
                raise ValueError(f"no option named {name!r}")
            return default
        if value is None and default is not notset:
            return default
        return value

    def getvalue(self, name, path=None):
        return self.getoption(name)

    def getvalueorskip(self, name, path=None):
        return self.getoption(name, skip=True)

    def get_verbosity(self, verbosity_type=None):
        return self.option.verbose

    def addinivalue_line(self, name, line):
        if name == "markers":
            self._markers.add(_marker_name(line))
        self._lines.setdefault(name, []).append(line)

    def known_markers(self):
        return self._markers | {_marker_name(m) for m in self._inis.get("markers", [])}

    def add_cleanup(self, func):
        self._cleanup.append(func)

    def issue_config_time_warning(self, warning, stacklevel):
        pass

    @property
    def rootpath(self):
        from pathlib import Path

        return Path(self.rootdir_text)

    rootdir = rootpath

    @property
    def inipath(self):
        from pathlib import Path

        file = self._settings["inifile"]
        return Path(file) if file else None

    inifile = inipath

    @property
    def stash(self):
        if self._stash is None:
            from _pytest.stash import Stash

            self._stash = Stash()
        return self._stash

    @property
    def cache(self):
        return _Cache()

    # Options of conftest files, set from addopts

    def apply_options(self):
        for dest, (names, action, convert, default, _) in self.parser.options.items():
            value = default
            for given in self._arguments:
                name, has_value, text = given.partition("=")
                if name not in names:
                    continue
                if action == "store_true":
                    value = True
                elif action == "store_false":
                    value = False
                elif has_value:
                    made = convert(text) if callable(convert) else text
                    value = [*(value or []), made] if action == "append" else made
            setattr(self.option, dest, value)

    # Plugins and hooks

    def add_plugin(self, module, node):
        self._plugins.append((module, node))
        for name in dir(module):
            if name.startswith("pytest_") and name not in MODELLED and name not in HARMLESS and callable(getattr(module, name, None)):
                self.doubt(f"the hook {name}")

    def hooks(self, name):
        return [h for h in [getattr(m, name, None) for m, _ in reversed(self._plugins)] if h is not None]

    def hooks_for(self, node, name):
        chain = node.listchain()
        found = [getattr(m, name, None) for m, n in reversed(self._plugins) if n is None or n in chain]
        return [h for h in found if h is not None]

    def call_hook(self, hook, **kwargs):
        """Hooks take only the arguments that they name."""
        from _pytest.fixtures import getfuncargnames

        names = getfuncargnames(hook, name=getattr(hook, "__name__", "hook"))
        code = getattr(getattr(hook, "__func__", hook), "__code__", None)
        result = hook(**{n: kwargs[n] for n in names if n in kwargs})
        if code is not None and code.co_flags & 0x20:
            # A wrapper: what it does around the call is done, its changes to the result are not known.
            self.doubt(f"the hook wrapper {hook.__name__}")
            return None
        return result

    def import_plugin(self, name):
        import sys

        # Those of pytest itself go by their short names. Their fixtures are there already.
        if name in _OWN_PLUGINS or name.removeprefix("_pytest.") in _OWN_PLUGINS:
            return
        __import__(name)
        self.session.add_global_plugin(sys.modules[name])

    def doubt(self, what):
        from _foretrace import doubt

        doubt(what)

    def missing_fixture(self, name):
        """A fixture that no file defines: certain only where the installed plugins are known to define none."""
        if not self._plugins_known:
            self.doubt(f"fixture {name} (of a plugin?)")

    def async_test(self, item, function):
        """Without a plugin that runs them pytest fails coroutine tests (since 8.4; before that it skipped them)."""
        if not self._plugins_known:
            self.doubt("async tests (run by a plugin?)")
        from _pytest.outcomes import fail

        fail("async def functions are not natively supported.\nYou need to install a suitable plugin for your async framework", pytrace=False)


class _Cache:
    """config.cache: empty, as on a first run."""

    def get(self, key, default):
        return default

    def set(self, key, value):
        pass


def fail_skip(message):
    from _pytest.outcomes import skip

    skip(message)


def _marker_name(line):
    return line.split(":")[0].split("(")[0].strip()


def _ini_value(value, kind):
    if kind == "bool":
        return value if isinstance(value, bool) else str(value).strip().lower() in ("1", "true", "yes", "on")
    if kind == "linelist":
        return value if isinstance(value, list) else [line for line in str(value).split("\n") if line.strip()]
    if kind == "args":
        return value if isinstance(value, list) else str(value).split()
    if kind in ("paths", "pathlist"):
        from pathlib import Path

        return [Path(v) for v in (value if isinstance(value, list) else str(value).split())]
    return value


_OWN_PLUGINS = frozenset(
    "assertion cacheprovider capture debugging doctest faulthandler fixtures helpconfig junitxml legacypath logging main mark monkeypatch pastebin pytester pytester_assertions python recwarn reports"
    " runner setuponly setupplan skipping stepwise subtests terminal terminalprogress threadexception tmpdir unittest unraisableexception warnings".split()
)

_INI_DEFAULTS = {
    "python_files": ["test_*.py", "*_test.py"], "python_classes": ["Test"], "python_functions": ["test"], "usefixtures": [], "markers": [], "filterwarnings": [], "xfail_strict": False,
    "log_level": None, "log_format": "", "testpaths": [], "addopts": [], "norecursedirs": [], "empty_parameter_set_mark": "", "minversion": None, "required_plugins": [],
    "disable_test_id_escaping_and_forfeit_all_rights_to_community_support": False, "junit_family": "xunit2", "cache_dir": ".pytest_cache", "console_output_style": "progress",
    "doctest_optionflags": [], "doctest_encoding": "utf-8", "pythonpath": [], "log_cli": False, "consider_namespace_packages": False, "faulthandler_timeout": 0.0, "strict": None,
    "strict_config": False, "strict_markers": False, "parametrize_long_str_id_strategy": None, "tmp_path_retention_count": "3", "tmp_path_retention_policy": "all", "enable_assertion_pass_hook": False,
}


def hookimpl(function=None, **options):
    """Marks a hook; the model calls wrappers and plain hooks alike."""
    if function is not None:
        return function
    return lambda f: f


def hookspec(function=None, **options):
    return hookimpl(function)


def main(*args, **kwargs):
    from _foretrace import doubt

    doubt("pytest.main()")
    return 0


__all__ = ["Config", "ExitCode", "Parser", "UsageError", "hookimpl", "hookspec", "main"]
