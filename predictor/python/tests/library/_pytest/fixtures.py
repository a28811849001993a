"""Fixtures: the decorator, their definitions, who sees which, and the request that fills them in."""

import sys

from _foretrace import begin, is_foreign
from _pytest.mark.structures import NOTSET
from _pytest.outcomes import fail
from _pytest.scope import WIDTH


class FixtureFunctionMarker:
    __slots__ = ("scope", "params", "autouse", "ids", "name")

    def __init__(self, scope, params, autouse, ids, name):
        self.scope = scope
        self.params = tuple(params) if params is not None else None
        self.autouse = autouse
        self.ids = ids if ids is None or callable(ids) else tuple(ids)
        self.name = name

    def __call__(self, function):
        if isinstance(function, type):
            raise ValueError("class fixtures not supported (maybe in the future)")
        if isinstance(function, FixtureFunctionDefinition):
            raise ValueError(f"@pytest.fixture is being applied more than once to the same function {function.__name__!r}")
        if hasattr(function, "pytestmark"):
            fail("Marks cannot be applied to fixtures.\nSee docs: https://docs.pytest.org/en/stable/deprecations.html#applying-a-mark-to-a-fixture-function", pytrace=False)
        definition = FixtureFunctionDefinition(function, self)
        if (self.name or getattr(function, "__name__", "")) == "request":
            fail("'request' is a reserved word for fixtures, use another name", pytrace=False)
        return definition


class FixtureFunctionDefinition:
    def __init__(self, function, marker, instance=None):
        self.__name__ = getattr(function, "__name__", "<fixture>")
        self.__qualname__ = getattr(function, "__qualname__", self.__name__)
        self.__doc__ = getattr(function, "__doc__", None)
        self.__module__ = getattr(function, "__module__", None)
        self.__wrapped__ = function
        self.name = marker.name or self.__name__
        self._fixture_function_marker = marker
        self._fixture_function = function
        self._instance = instance

    def __repr__(self):
        return f"<pytest_fixture({self._fixture_function})>"

    def __get__(self, instance, owner=None):
        return FixtureFunctionDefinition(self._fixture_function, self._fixture_function_marker, instance)

    def __call__(self, *args, **kwargs):
        fail(
            f'Fixture "{self.name}" called directly. Fixtures are not meant to be called directly,\n'
            "but are created automatically when test functions request them as parameters.\n"
            "See https://docs.pytest.org/en/stable/explanation/fixtures.html for more information about fixtures, and\n"
            "https://docs.pytest.org/en/stable/deprecations.html#calling-fixtures-directly",
            pytrace=False,
        )

    def _get_wrapped_function(self):
        if self._instance is None:
            return self._fixture_function
        return self._fixture_function.__get__(self._instance)


def fixture(fixture_function=None, *, scope="function", params=None, autouse=False, ids=None, name=None):
    marker = FixtureFunctionMarker(scope, params, autouse, ids, name)
    return marker(fixture_function) if fixture_function else marker


def yield_fixture(fixture_function=None, *args, scope="function", params=None, autouse=False, ids=None, name=None):
    return fixture(fixture_function, *args, scope=scope, params=params, autouse=autouse, ids=ids, name=name)


def getfixturemarker(obj):
    return obj._fixture_function_marker if isinstance(obj, FixtureFunctionDefinition) else None


# Names that a function asks for ----------------------------------------------------------------------------------------


def getfuncargnames(function, name="", cls=None):
    """Parameters without a default, less `self`, what functools.partial binds and what mock.patch fills in."""
    plain = _plain_function(function)
    if plain is not None:
        code, has_default, bound = plain
        count = code.co_argcount
        first = code.co_posonlyargcount
        names = list(code.co_varnames[first : count - has_default[0]])
        keyword_only = code.co_varnames[count : count + code.co_kwonlyargcount]
        names += [n for n in keyword_only if n not in has_default[1]]
        if bound and first == 0:
            names = names[1:]
        positional_only = first > 0
        is_method = bound
    else:
        import inspect

        try:
            parameters = inspect.signature(function).parameters.values()
        except (ValueError, TypeError) as e:
            fail(f"Could not determine arguments of {function!r}: {e}", pytrace=False)
        kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
        names = [p.name for p in parameters if p.kind in kinds and p.default is inspect.Parameter.empty]
        positional_only = any(p.kind is inspect.Parameter.POSITIONAL_ONLY for p in parameters)
        is_method = inspect.ismethod(function)
    if cls and not positional_only and not is_method and not isinstance(_static_attribute(cls, name or function.__name__), staticmethod):
        names = names[1:]
    if hasattr(function, "__wrapped__"):
        names = names[_mocked_arguments(function) :]
    return tuple(names)


def _plain_function(function):
    """(code, (count of defaults, keyword-only names with one), whether bound) of a def, or None where `inspect` must be asked."""
    bound = False
    if hasattr(function, "__func__") and hasattr(function, "__self__"):
        function = function.__func__
        bound = True
    if hasattr(function, "__wrapped__") or hasattr(function, "__signature__"):
        return None
    code = getattr(function, "__code__", None)
    if code is None or type(function).__name__ != "function":
        return None
    return code, (len(function.__defaults__ or ()), function.__kwdefaults__ or ()), bound


def _static_attribute(cls, name):
    for base in cls.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def _mocked_arguments(function):
    patchings = getattr(function, "patchings", None)
    if not patchings:
        return 0
    sentinels = [getattr(sys.modules.get(m), "DEFAULT", object()) for m in ("mock", "unittest.mock")]
    return len([p for p in patchings if not p.attribute_name and any(p.new is s for s in sentinels)])


# Definitions and who sees them -------------------------------------------------------------------------------------------


_OWN = ("_pytest.builtin_fixtures", "_pytest.capture", "_pytest.foretrace", "_pytest.legacypath", "_pytest.monkeypatch", "_pytest.tmpdir")


class FixtureDef:
    def __init__(self, argname, func, scope, params, ids, node, config):
        if callable(scope):
            scope = scope(fixture_name=argname, config=config)
        if scope not in WIDTH:
            fail(f"Fixture '{func.__name__}' from {node.nodeid} got an unexpected scope value '{scope}'", pytrace=False)
        self.argname = argname
        self.func = func
        self.scope = scope
        self.params = params
        self.ids = ids
        self.node = node
        self.baseid = node.nodeid
        self.argnames = getfuncargnames(func, name=argname)
        # The value, or what making it raised, and for which parameter: (value, exception, parameter).
        self.cached_result = None
        self._finalizers = []
        # Tests that use it share nothing through it.
        self.idle = getattr(func, "__module__", None) in _OWN

    def __repr__(self):
        return f"<FixtureDef argname={self.argname!r} scope={self.scope!r} baseid={self.baseid!r}>"

    def execute(self, request):
        param = getattr(request, "param", NOTSET)
        needed = [d for d in map(request._active, self.argnames) if d is not None]
        if self.cached_result is not None:
            value, error, made_for = self.cached_result
            if param is made_for or _equal(param, made_for):
                if error is not None:
                    raise error
                return value
            # Kept from an earlier test for another parameter.
            self.finish()
        kwargs = {name: request.getfixturevalue(name) for name in self.argnames}
        # What stands on another fixture ends with it.
        for definition in needed:
            definition.addfinalizer(self.finish)
        function = _bound_to_instance(self.func, request)
        begin()
        try:
            value = _call_fixture(function, request, kwargs)
        except BaseException as e:
            self.cached_result = (None, e, param)
            raise
        finally:
            request.node_for_scope().addfinalizer(self.finish)
        self.cached_result = (value, None, param)
        return value

    def addfinalizer(self, finalizer):
        self._finalizers.append(finalizer)

    def finish(self):
        """Runs the finalizers, newest first; the first error is raised when all have run."""
        first = None
        while self._finalizers:
            finalizer = self._finalizers.pop()
            try:
                finalizer()
            except BaseException as e:
                first = first or e
        self.cached_result = None
        if first is not None:
            raise first


def _equal(a, b):
    try:
        return bool(a == b)
    except Exception:
        return False


def _bound_to_instance(function, request):
    instance = request._item.instance
    if instance is None:
        return function
    owner = getattr(function, "__self__", None)
    if owner is not None and not isinstance(owner, type):
        if not isinstance(instance, type(owner)):
            return function
        return function.__func__.__get__(instance)
    return function


def _call_fixture(function, request, kwargs):
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    if code is not None and code.co_flags & 0x280:
        from _foretrace import doubt

        doubt("an async fixture")
    if code is not None and code.co_flags & 0x20 or code is None and _is_generator_function(function):
        generator = function(**kwargs)
        try:
            value = next(generator)
        except StopIteration:
            raise ValueError(f"{request.fixturename} did not yield a value") from None

        def finish():
            try:
                next(generator)
            except StopIteration:
                return
            fail("fixture function has more than one 'yield'", pytrace=False)

        request.addfinalizer(finish)
        return value
    return function(**kwargs)


def _is_generator_function(function):
    import inspect

    return inspect.isgeneratorfunction(function)


class FixtureManager:
    def __init__(self, config):
        self.config = config
        # name → node → definitions, newest first.
        self.definitions = {}
        # node → names
        self.autouse = {}

    def register(self, name, func, node, scope="function", params=None, ids=None, autouse=False):
        definition = FixtureDef(name, func, scope, params, ids, node, self.config)
        self.definitions.setdefault(name, {}).setdefault(node, []).insert(0, definition)
        if autouse:
            self.autouse.setdefault(node, []).append(name)
        return definition

    def parsefactories(self, holder, node):
        owner = holder if isinstance(holder, type) or type(holder).__name__ == "module" else type(holder)
        for name in dir(holder):
            try:
                found = getattr(owner, name, None)
            except Exception:
                continue
            if is_foreign(found) or type(found) is not FixtureFunctionDefinition:
                continue
            marker = found._fixture_function_marker
            own = found if owner is holder else getattr(holder, name)
            self.register(marker.name or name, own._get_wrapped_function(), node, marker.scope, marker.params, marker.ids, marker.autouse)

    def getfixturedefs(self, argname, node):
        """Those that the node sees, widest first; None where the name is nowhere defined."""
        by_node = self.definitions.get(argname)
        if by_node is None:
            return None
        out = []
        for parent in node.listchain():
            out.extend(reversed(by_node.get(parent, ())))
        return out

    def autouse_names(self, node):
        return [name for parent in node.listchain() for name in self.autouse.get(parent, ())]

    def closure(self, node, initial, ignored):
        """Every name that is needed for the initial ones, wide scopes first, and their definitions."""
        names = []
        found = {}

        def visit(name):
            if name in names:
                return
            names.append(name)
            if name in ignored or name == "request":
                return
            definitions = self.getfixturedefs(name, node)
            if not definitions:
                return
            found[name] = definitions
            # An overriding fixture that asks for its own name needs what the overridden ones need.
            for definition in reversed(definitions):
                for argname in definition.argnames:
                    visit(argname)
                if name not in definition.argnames:
                    break

        queue = list(initial)
        for name in queue:
            visit(name)
        names.sort(key=lambda n: WIDTH[found[n][-1].scope] if n in found else 0, reverse=True)
        return names, found


class FixtureLookupError(LookupError):
    def __init__(self, argname, request, msg=None):
        super().__init__(argname)
        self.argname = argname
        self.request = request
        if msg is None:
            available = sorted(n for n in request.session.fixtures.definitions if request.session.fixtures.getfixturedefs(n, request._item))
            if argname in available:
                msg = f" recursive dependency involving fixture '{argname}' detected"
            else:
                msg = f"fixture '{argname}' not found"
            msg += f"\n available fixtures: {', '.join(available)}\n use 'pytest --fixtures [testpath]' for help on them."
        self.msg = msg

    def __str__(self):
        return self.msg


# Requests ----------------------------------------------------------------------------------------------------------------


class FixtureRequest:
    def __init__(self, item, fixturename, chain, scope, param, param_index, definition):
        self._item = item
        self.fixturename = fixturename
        self._chain = chain
        self.scope = scope
        self._definition = definition
        if param is not NOTSET:
            self.param = param
        self.param_index = param_index

    def __repr__(self):
        if self.fixturename is None:
            return f"<FixtureRequest for {self._item!r}>"
        return f"<SubRequest {self.fixturename!r} for {self._item!r}>"

    @property
    def _pyfuncitem(self):
        return self._item

    @property
    def session(self):
        return self._item.session

    @property
    def config(self):
        return self._item.config

    def node_for_scope(self):
        node = self._item.scope_node(self.scope)
        return self._item if node is None else node

    @property
    def node(self):
        return self.node_for_scope()

    @property
    def fixturenames(self):
        names = list(self._item.fixturenames)
        names.extend(n for n in self._item._active_fixtures if n not in names)
        return names

    @property
    def function(self):
        if self.scope != "function":
            raise AttributeError(f"function not available in {self.scope}-scoped context")
        return self._item.obj

    @property
    def cls(self):
        if self.scope not in ("class", "function"):
            raise AttributeError(f"cls not available in {self.scope}-scoped context")
        return self._item.cls

    @property
    def instance(self):
        return self._item.instance if self.scope == "function" else None

    @property
    def module(self):
        if self.scope not in ("function", "class", "module"):
            raise AttributeError(f"module not available in {self.scope}-scoped context")
        return self._item.module

    @property
    def path(self):
        if self.scope not in ("function", "class", "module", "package"):
            raise AttributeError(f"path not available in {self.scope}-scoped context")
        return self._item.path

    @property
    def fspath(self):
        return self.path

    @property
    def keywords(self):
        return self.node.keywords

    def addfinalizer(self, finalizer):
        (self._item if self._definition is None else self._definition).addfinalizer(finalizer)

    def applymarker(self, marker):
        self.node.add_marker(marker)

    def raiseerror(self, msg):
        raise FixtureLookupError(None, self, msg)

    def getfixturevalue(self, argname):
        if argname == "request":
            return self
        definition = self._active(argname)
        if definition is None:
            return self._item.callspec.direct[argname]
        value, error, _ = definition.cached_result
        if error is not None:
            raise error
        return value

    def _active(self, argname):
        """The definition that serves the name here, executed; None for a value given by parametrize."""
        item = self._item
        if argname == "request":
            return None
        active = item._active_fixtures.get(argname)
        if active is not None:
            self._check_scope(active)
            return active
        callspec = item.callspec
        if callspec is not None and argname in callspec.direct:
            return None
        definitions = item.fixture_definitions.get(argname)
        if definitions is None:
            definitions = item.session.fixtures.getfixturedefs(argname, item)
        if not definitions:
            item.config.missing_fixture(argname)
            raise FixtureLookupError(argname, self)
        depth = 1 + sum(1 for r in self._chain if r == argname)
        if depth > len(definitions):
            raise FixtureLookupError(argname, self)
        definition = definitions[-depth]
        if callspec is not None and argname in callspec.params:
            param = callspec.params[argname]
            index = callspec.indices[argname]
            scope = callspec.scopes[argname]
        else:
            param = NOTSET
            index = 0
            scope = definition.scope
            if definition.params is not None:
                fail(f"The requested fixture has no parameter defined for test:\n    {item.nodeid}\n\nRequested fixture '{argname}'", pytrace=False)
        self._check_scope(definition)
        request = FixtureRequest(item, argname, (*self._chain, argname), scope, param, index, definition)
        definition.execute(request)
        item._active_fixtures[argname] = definition
        return definition

    def _check_scope(self, definition):
        if self.fixturename is not None and WIDTH[self.scope] > WIDTH[definition.scope]:
            fail(
                f"ScopeMismatch: You tried to access the {definition.scope} scoped fixture {definition.argname} with a {self.scope} scoped request object.",
                pytrace=False,
            )


TopRequest = FixtureRequest
SubRequest = FixtureRequest
