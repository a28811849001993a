"""Modules, classes and functions as test nodes: what is a test, and what parametrize makes of it."""

import sys

from _foretrace import is_foreign

from _pytest.fixtures import FixtureFunctionDefinition, getfuncargnames, getfixturemarker
from _pytest.mark.structures import HIDDEN_PARAM, NOTSET, get_unpacked_marks, normalize_mark_list, parameter_sets, split_argnames
from _pytest.nodes import Collector, File, Item, Package
from _pytest.outcomes import fail
from _pytest.scope import NAMES, WIDTH


class PyobjMixin:
    @property
    def module(self):
        node = self.getparent(Module)
        return node.obj if node is not None else None

    @property
    def cls(self):
        node = self.getparent(Class)
        return node.obj if node is not None else None


class PyCollector(PyobjMixin, Collector):
    def collect(self):
        """Items in the order in which pytest runs them: what a base class defines comes first."""
        obj = self.obj
        if not getattr(obj, "__test__", True):
            return []
        spaces = [obj.__dict__]
        if isinstance(obj, type):
            spaces.extend(base.__dict__ for base in obj.__mro__)
        seen = set()
        groups = []
        for space in spaces:
            group = []
            for name, value in list(space.items()):
                if name in seen or name in _IGNORED:
                    continue
                seen.add(name)
                group.extend(self._make(name, value))
            groups.append(group)
        out = []
        for group in reversed(groups):
            out.extend(group)
        return out

    def _make(self, name, value):
        if is_foreign(value) and not self._is_named(name):
            return []
        if isinstance(value, type):
            if _is_testcase(value):
                from _pytest.unittest import UnitTestCase

                return [] if _is_abstract(value) else UnitTestCase(name, self, value).collect()
            if self._is_test_class(value, name):
                return Class(name, self, value).collect()
            return []
        if isinstance(value, FixtureFunctionDefinition) or not self._is_test_name(value, name):
            return []
        function = value.__func__ if isinstance(value, (staticmethod, classmethod)) else value
        if not callable(function):
            return []
        # Through the class, so that static and class methods are bound as they will be.
        return self._functions(name, getattr(self.obj, name))

    def _is_named(self, name):
        return _matches(self.config.getini("python_functions"), name) or _matches(self.config.getini("python_classes"), name)

    def _is_test_name(self, value, name):
        return _matches(self.config.getini("python_functions"), name) or _attribute(value, "__test__") is True

    def _is_test_class(self, value, name):
        if not (_matches(self.config.getini("python_classes"), name) or _attribute(value, "__test__") is True):
            return False
        return not _is_abstract(value)

    def _functions(self, name, function):
        definition = Function(name, self, function)
        module = self.getparent(Module).obj
        cls = self.getparent(Class)
        metafunc = Metafunc(definition, cls.obj if cls is not None else None, module)
        if cls is not None and hasattr(cls.obj, "pytest_generate_tests"):
            cls.obj().pytest_generate_tests(metafunc)
        own = getattr(module, "pytest_generate_tests", None)
        if own is not None:
            own(metafunc)
        metafunc.parametrize_fixtures()
        for hook in self.config.hooks_for(self, "pytest_generate_tests"):
            self.config.call_hook(hook, metafunc=metafunc)
        for mark in definition.iter_markers("parametrize"):
            metafunc.parametrize(*mark.args, **mark.kwargs)
        if not metafunc._calls:
            return [definition]
        return [Function(f"{name}[{c.id}]" if c._ids else name, self, function, c, name, definition) for c in metafunc._calls]


_IGNORED = {
    "__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__", "__file__", "__cached__", "__path__", "__module__", "__dict__", "__weakref__",
    "__annotations__", "__qualname__", "__class__", *dir(object),
}


def _matches(options, name):
    for option in options:
        if name.startswith(option):
            return True
        if "*" in option or "?" in option or "[" in option:
            import fnmatch

            if fnmatch.fnmatch(name, option):
                return True
    return False


def _attribute(obj, name, default=None):
    try:
        return getattr(obj, name, default)
    except Exception:
        return default


def _is_abstract(cls):
    return bool(_attribute(cls, "__abstractmethods__"))


def _is_testcase(cls):
    unittest = sys.modules.get("unittest")
    return unittest is not None and hasattr(unittest, "TestCase") and issubclass(cls, unittest.TestCase)


class Module(PyCollector, File):
    def __init__(self, name, parent, nodeid, file, module):
        super().__init__(name, parent, nodeid)
        self._file = file
        self.obj = module
        self.own_markers.extend(get_unpacked_marks(module))

    @property
    def file(self):
        return self._file

    def collect(self):
        self._register_setup(("setUpModule", "setup_module"), ("tearDownModule", "teardown_module"), "module")
        self._register_setup(("setup_function",), ("teardown_function",), "function")
        self.session.fixtures.parsefactories(self.obj, self)
        return super().collect()

    def _register_setup(self, setups, teardowns, scope):
        setup = first_plain(self.obj, setups)
        teardown = first_plain(self.obj, teardowns)
        if setup is None and teardown is None:
            return

        def xunit_setup(request):
            if scope == "function" and request.instance is not None:
                yield
                return
            subject = request.module if scope == "module" else request.function
            if setup is not None:
                call_optional(setup, subject)
            yield
            if teardown is not None:
                call_optional(teardown, subject)

        self.session.fixtures.register(f"_xunit_setup_{scope}_fixture_{self.obj.__name__}", xunit_setup, self, scope, autouse=True)


class Class(PyCollector):
    def __init__(self, name, parent, cls):
        super().__init__(name, parent, f"{parent.nodeid}::{name}")
        self.obj = cls
        self.own_markers.extend(get_unpacked_marks(cls))

    def newinstance(self):
        return self.obj()

    def collect(self):
        cls = self.obj
        if not _attribute(cls, "__test__", True):
            return []
        # A class with a constructor is no test class: pytest warns and passes it by.
        if cls.__init__ is not object.__init__ or cls.__new__ is not object.__new__:
            return []
        self._register_class_setup()
        self._register_method_setup()
        self.session.fixtures.parsefactories(self.newinstance(), self)
        return super().collect()

    def _register_class_setup(self):
        setup = first_plain(self.obj, ("setup_class",))
        teardown = first_plain(self.obj, ("teardown_class",))
        if setup is None and teardown is None:
            return

        def xunit_setup_class(request):
            cls = request.cls
            if setup is not None:
                call_optional(getattr(setup, "__func__", setup), cls)
            yield
            if teardown is not None:
                call_optional(getattr(teardown, "__func__", teardown), cls)

        self.session.fixtures.register(f"_xunit_setup_class_fixture_{self.obj.__qualname__}", xunit_setup_class, self, "class", autouse=True)

    def _register_method_setup(self):
        setup = first_plain(self.obj, ("setup_method",))
        teardown = first_plain(self.obj, ("teardown_method",))
        if setup is None and teardown is None:
            return

        def xunit_setup_method(request):
            instance = request.instance
            method = request.function
            if setup is not None:
                call_optional(instance.setup_method, method)
            yield
            if teardown is not None:
                call_optional(instance.teardown_method, method)

        self.session.fixtures.register(f"_xunit_setup_method_fixture_{self.obj.__qualname__}", xunit_setup_method, self, "function", autouse=True)


def first_plain(obj, names):
    for name in names:
        found = getattr(obj, name, None)
        if found is not None and getfixturemarker(found) is None:
            return found
    return None


def call_optional(function, argument):
    count = function.__code__.co_argcount
    if hasattr(function, "__self__"):
        count -= 1
    if count:
        function(argument)
    else:
        function()


class Function(PyobjMixin, Item):
    """One test: a function with one set of parameters."""

    def __init__(self, name, parent, function, callspec=None, originalname=None, definition=None):
        super().__init__(name, parent, f"{parent.nodeid}::{name}")
        self.originalname = originalname or name
        self._function = function
        self.callspec = callspec
        self._instance = None
        self._bound = None
        self._active_fixtures = {}
        self._log_handler = None
        self.funcargs = {}
        self.own_markers.extend(get_unpacked_marks(function))
        if callspec is not None:
            self.own_markers.extend(callspec.marks)
        if definition is None:
            self._find_fixtures()
        else:
            self.argnames = definition.argnames
            self._initial = definition._initial
            self.fixturenames = definition.fixturenames
            self.fixture_definitions = definition.fixture_definitions
            # What metafunc.parametrize gave directly need not be looked for.
            if callspec is not None and any(n in definition.fixture_definitions for n in callspec.direct):
                self.fixturenames, self.fixture_definitions = self.session.fixtures.closure(self, self._initial, set(callspec.direct))

    def _find_fixtures(self):
        cls = self.getparent(Class)
        manager = self.session.fixtures
        self.argnames = getfuncargnames(self._function, self.originalname, cls.obj if cls is not None else None)
        used = [name for mark in self.iter_markers("usefixtures") for name in mark.args]
        self._initial = list(dict.fromkeys([*manager.autouse_names(self), *self.config.getini("usefixtures"), *used, *self.argnames]))
        self.fixturenames, self.fixture_definitions = manager.closure(self, self._initial, _direct_names(self))

    @property
    def function(self):
        return getattr(self._function, "__func__", self._function)

    @property
    def instance(self):
        if self._instance is None and isinstance(self.parent, Class):
            self._instance = self._new_instance()
        return self._instance

    def _new_instance(self):
        # A static method has no use for one, but pytest makes it all the same.
        return self.parent.newinstance()

    @property
    def obj(self):
        if self._bound is None:
            holder = self.parent.obj if self.instance is None else self.instance
            self._bound = getattr(holder, self.originalname, self._function)
        return self._bound

    @property
    def line(self):
        function = self._function
        while hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        function = getattr(function, "__func__", function)
        code = getattr(function, "__code__", None)
        return code.co_firstlineno if code is not None else 1

    def path_of_definition(self):
        function = getattr(self._function, "__func__", self._function)
        code = getattr(function, "__code__", None)
        return code.co_filename if code is not None else self.parent.file

    @property
    def _pyfuncitem(self):
        return self

    def setup(self):
        from _pytest.fixtures import FixtureRequest

        self._request = request = FixtureRequest(self, None, (), "function", NOTSET, 0, None)
        for name in self.fixturenames:
            if name not in self.funcargs:
                self.funcargs[name] = request.getfixturevalue(name)

    def runtest(self):
        function = self.obj
        code = getattr(getattr(function, "__func__", function), "__code__", None)
        if code is not None and code.co_flags & 0x280:
            self.config.async_test(self, function)
            return
        result = function(**{name: self.funcargs[name] for name in self.argnames})
        if hasattr(result, "__await__") or hasattr(result, "__aiter__"):
            self.config.async_test(self, function)


def _direct_names(item):
    """Argument names that marks parametrize directly."""
    names = set()
    for mark in item.iter_markers("parametrize"):
        indirect = mark.kwargs.get("indirect", mark.args[2] if len(mark.args) > 2 else False)
        argnames = mark.kwargs["argnames"] if "argnames" in mark.kwargs else mark.args[0]
        own = split_argnames(argnames)[0]
        if isinstance(indirect, (list, tuple)):
            names.update(n for n in own if n not in indirect)
        elif not indirect:
            names.update(own)
    return names


# Parametrize -------------------------------------------------------------------------------------------------------------


class CallSpec2:
    """Parameters of one call."""

    def __init__(self, direct=None, params=None, indices=None, scopes=None, ids=(), marks=()):
        self.direct = direct or {}
        self._indirect = params or {}
        self.indices = indices or {}
        self.scopes = scopes or {}
        self._ids = ids
        self.marks = list(marks)

    @property
    def params(self):
        """Parameters for fixtures; of those given directly too, as pytest shows them."""
        return {**self.direct, **self._indirect}

    @property
    def id(self):
        return "-".join(self._ids)

    def extended(self, names, values, indirect, id, marks, scope, index, nodeid):
        direct = dict(self.direct)
        params = dict(self._indirect)
        indices = dict(self.indices)
        scopes = dict(self.scopes)
        for name, value in zip(names, values):
            if name in direct or name in params:
                raise Collector.CollectError(f"{nodeid}: duplicate parametrization of {name!r}")
            if name in indirect:
                params[name] = value
            else:
                direct[name] = value
            indices[name] = index
            scopes[name] = scope
        ids = self._ids if id is HIDDEN_PARAM else (*self._ids, id)
        return CallSpec2(direct, params, indices, scopes, ids, [*self.marks, *normalize_mark_list(marks)])


class Metafunc:
    def __init__(self, definition, cls, module):
        self.definition = definition
        self.config = definition.config
        self.module = module
        self.function = definition.function
        self.fixturenames = definition.fixturenames
        self.cls = cls
        self._calls = []

    def parametrize(self, argnames, argvalues, indirect=False, ids=None, scope=None, *, _param_mark=None):
        nodeid = self.definition.nodeid
        name = self.function.__name__
        argnames, sets = parameter_sets(argnames, argvalues, nodeid, name, self.config)
        if "request" in argnames:
            fail("'request' is a reserved name and cannot be used in @pytest.mark.parametrize", pytrace=False)
        if scope is not None and scope not in WIDTH:
            fail(f"parametrize() call in {name} got an unexpected scope value '{scope}'", pytrace=False)
        through = self._indirect_names(argnames, indirect)
        defaults = _names_with_defaults(self.function)
        for arg in argnames:
            if arg in self.fixturenames:
                continue
            if arg in defaults:
                fail(f"In {name}: function already takes an argument '{arg}' with a default value", pytrace=False)
            kind = "fixture" if arg in through else "argument"
            fail(f"In {name}: function uses no {kind} '{arg}'", pytrace=False)
        if scope is None:
            scope = self._scope_for(argnames, through)
        if ids is not None and not callable(ids):
            ids = _checked_ids(ids, sets, name)
        texts = _unique([_id_of(s, i, argnames, ids, self.config) for i, s in enumerate(sets)])
        calls = []
        for call in self._calls or [CallSpec2()]:
            for index, (text, s) in enumerate(zip(texts, sets)):
                calls.append(call.extended(argnames, s.values, through, text, s.marks, scope, index, nodeid))
        self._calls = calls

    def _indirect_names(self, argnames, indirect):
        if isinstance(indirect, bool):
            return set(argnames) if indirect else set()
        if isinstance(indirect, (list, tuple)):
            for arg in indirect:
                if arg not in argnames:
                    fail(f"In {self.function.__name__}: indirect fixture '{arg}' doesn't exist", pytrace=False)
            return set(indirect)
        fail(f"In {self.function.__name__}: expected Sequence or boolean for indirect, got {type(indirect).__name__}", pytrace=False)

    def _scope_for(self, argnames, through):
        known = self.definition.fixture_definitions
        if argnames and all(a in through for a in argnames):
            scopes = [known[a][0].scope for a in argnames if a in known]
            return min(scopes, key=NAMES.index) if scopes else "function"
        return "function"

    def parametrize_fixtures(self):
        """Fixtures with params, unless a mark parametrizes their name."""
        marked = set()
        for mark in self.definition.iter_markers("parametrize"):
            marked.update(split_argnames(mark.kwargs["argnames"] if "argnames" in mark.kwargs else mark.args[0])[0])
        for name in self.fixturenames:
            if name in marked:
                continue
            for definition in reversed(self.definition.fixture_definitions.get(name, ())):
                if definition.params is not None:
                    self.parametrize(name, definition.params, indirect=True, scope=definition.scope, ids=definition.ids)
                    break
                if name not in definition.argnames:
                    break


def _names_with_defaults(function):
    code = getattr(function, "__code__", None)
    if code is None:
        return ()
    count = len(getattr(function, "__defaults__", None) or ())
    names = list(code.co_varnames[code.co_argcount - count : code.co_argcount])
    return [*names, *(getattr(function, "__kwdefaults__", None) or ())]


def _checked_ids(ids, sets, name):
    try:
        count = len(ids)
    except TypeError:
        iter(ids)
        from itertools import islice

        return list(islice(ids, len(sets)))
    if count != len(sets) and count != 0:
        fail(f"In {name}: {len(sets)} parameter sets specified, with different number of ids: {count}", pytrace=False)
    return list(ids)


def _id_of(parameters, index, argnames, ids, config):
    if parameters.id is not None:
        return parameters.id if parameters.id is HIDDEN_PARAM else escaped(parameters.id, config)
    if ids and not callable(ids) and index < len(ids) and ids[index] is not None:
        given = ids[index]
        if given is HIDDEN_PARAM:
            return given
        if isinstance(given, str):
            return escaped(given, config)
        text = _id_of_value(given, config)
        if text is None:
            fail(f"ids contains unsupported value {given!r} (type: {type(given)!r}) at index {index}. Supported types are: str, bytes, int, float, complex, bool, enum, regex or anything with a __name__.", pytrace=False)
        return text
    return "-".join(_id_of_argument(value, name, index, ids, config) for value, name in zip(parameters.values, argnames))


def _id_of_argument(value, name, index, ids, config):
    if callable(ids):
        try:
            made = ids(value)
        except Exception as e:
            raise ValueError(f"error raised while trying to determine id of parameter '{name}' at position {index}") from e
        if made is not None:
            text = _id_of_value(made, config)
            if text is not None:
                return text
    for hook in config.hooks("pytest_make_parametrize_id"):
        made = config.call_hook(hook, config=config, val=value, argname=name)
        if made:
            return made
    text = _id_of_long(value, config) if isinstance(value, (str, bytes)) and len(value) > 100 else _id_of_value(value, config)
    return f"{name}{index}" if text is None else text


def _id_of_long(value, config):
    """A long text as newer releases of pytest take it: as it is, by a digest, or by the name of its argument."""
    how = config.getini("parametrize_long_str_id_strategy") or _long_ids_of_release()
    if how == "sha256":
        import hashlib

        return hashlib.sha256(value.encode("utf-8") if isinstance(value, str) else value).hexdigest()
    return escaped(value, config) if how == "legacy" else None


def _long_ids_of_release():
    """What the installed pytest does by itself: from 9.2 on long texts go by the names of their arguments."""
    import os  # Not importlib.metadata, which takes long to import.
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            parts = name[7:-10].split(".") if name.startswith("pytest-") and name.endswith(".dist-info") else ()
            if len(parts) > 1 and parts[0].isdigit() and parts[1].isdigit():
                return "short" if (int(parts[0]), int(parts[1])) >= (9, 2) else "legacy"
    return "legacy"


def _id_of_value(value, config):
    """The id that a value gives by itself, or None."""
    if isinstance(value, (str, bytes)):
        return escaped(value, config)
    if value is None or isinstance(value, (float, int, bool, complex)):
        return str(value)
    if value is NOTSET:
        return None
    re = sys.modules.get("re")
    if re is not None and isinstance(value, re.Pattern):
        return escaped(value.pattern, config)
    enum = sys.modules.get("enum")
    if enum is not None and isinstance(value, enum.Enum):
        return str(value)
    name = _attribute(value, "__name__")
    return name if isinstance(name, str) else None


def escaped(text, config):
    """Non-ASCII and unprintable characters as Python escapes."""
    if isinstance(text, bytes):
        # Bytes are shown as a bytes literal is, without quotes.
        out = ""
        for b in text:
            out += "\\\\" if b == 92 else "\\t" if b == 9 else "\\n" if b == 10 else "\\r" if b == 13 else chr(b) if 32 <= b < 127 else f"\\x{b:02x}"
        return out
    if text.isascii() and text.isprintable() and "\\" not in text:
        return text
    if config.getini("disable_test_id_escaping_and_forfeit_all_rights_to_community_support"):
        return text
    out = ""
    for c in text:
        code = ord(c)
        if c == "\\":
            out += "\\\\"
        elif 32 <= code < 127:
            out += c
        elif c in "\t\n\r":
            out += {"\t": "\\t", "\n": "\\n", "\r": "\\r"}[c]
        elif code < 256:
            out += f"\\x{code:02x}"
        elif code < 65536:
            out += f"\\u{code:04x}"
        else:
            out += f"\\U{code:08x}"
    return out


def _unique(ids):
    """Ids that occur more than once get numbers."""
    if len(ids) == len(set(ids)):
        return ids
    counts = {}
    for i in ids:
        counts[i] = counts.get(i, 0) + 1
    taken = set(ids)
    next_number = dict.fromkeys(ids, 0)
    out = list(ids)
    for index, i in enumerate(ids):
        if counts[i] < 2:
            continue
        separator = "_" if i and i[-1].isdigit() else ""
        new = f"{i}{separator}{next_number[i]}"
        while new in taken:
            next_number[i] += 1
            new = f"{i}{separator}{next_number[i]}"
        out[index] = new
        next_number[i] += 1
        taken = set(out)
    return out


__all__ = ["Class", "Function", "Metafunc", "Module", "Package"]
