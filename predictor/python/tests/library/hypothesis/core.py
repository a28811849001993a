"""`given` and its companions. A test runs with its explicit examples and with the simplest that its strategies can draw, which hypothesis tries first; a failure
there is a failure of the test. That it holds for all other examples is not known."""

import enum
import inspect

from _foretrace import doubt

from hypothesis.control import _running
from hypothesis.errors import InvalidArgument, UnsatisfiedAssumption
from hypothesis.inert import inert
from hypothesis.strategies import SearchStrategy, Undrawn, from_type


class Phase(enum.IntEnum):
    explicit = 0
    reuse = 1
    generate = 2
    target = 3
    shrink = 4
    explain = 5


class HealthCheck(enum.Enum):
    data_too_large = 1
    filter_too_much = 2
    too_slow = 3
    return_value = 5
    large_base_example = 7
    not_a_test_method = 8
    function_scoped_fixture = 9
    differing_executors = 10
    nested_given = 11

    @classmethod
    def all(cls):
        return [h for h in cls if h.name not in ("return_value", "not_a_test_method")]


class Verbosity(enum.IntEnum):
    quiet = 0
    normal = 1
    verbose = 2
    debug = 3


class settings:
    _profiles = {}
    default = None
    max_examples = 100
    derandomize = False
    database = None
    verbosity = Verbosity.normal
    phases = tuple(Phase)
    stateful_step_count = 50
    report_multiple_bugs = True
    suppress_health_check = ()
    deadline = None
    print_blob = False
    backend = "hypothesis"

    def __init__(self, parent=None, **options):
        if parent is not None:
            self.__dict__.update(parent.__dict__)
        self.__dict__.update(options)

    def __call__(self, test):
        if isinstance(test, type):
            test._settings = self
        else:
            test._hypothesis_internal_use_settings = self
        return test

    @classmethod
    def register_profile(cls, name, parent=None, **options):
        cls._profiles[name] = cls(parent, **options)

    @classmethod
    def get_profile(cls, name):
        if name not in cls._profiles and name not in ("default", "ci"):
            raise InvalidArgument(f"Profile {name!r} is not registered")
        return cls._profiles.get(name) or cls()

    @classmethod
    def load_profile(cls, name):
        cls.default = cls.get_profile(name)


settings.default = settings()


class example:
    def __init__(self, *args, **kwargs):
        if args and kwargs:
            raise InvalidArgument("Cannot mix positional and keyword arguments for examples")
        if not args and not kwargs:
            raise InvalidArgument("An example must provide at least one argument")
        self._given = (args, kwargs)
        self._fails = False

    def __call__(self, test):
        known = list(getattr(test, "hypothesis_explicit_examples", ()))
        test.hypothesis_explicit_examples = [self, *known]
        return test

    def xfail(self, condition=True, *, reason="", raises=BaseException):
        self._fails = bool(condition)
        return self

    def via(self, whence):
        return self


def seed(value):
    return lambda test: test


def reproduce_failure(version, blob):
    doubt("hypothesis.reproduce_failure")
    return lambda test: test


def find(*args, **kwargs):
    doubt("hypothesis.find")
    raise UnsatisfiedAssumption()


def is_hypothesis_test(test):
    return getattr(test, "is_hypothesis_test", False)


class _Handle:
    def __init__(self, inner):
        self.inner_test = inner

    @property
    def fuzz_one_input(self):
        return inert("hypothesis", "fuzz_one_input")


def given(*positional, **named):
    if not positional and not named:
        raise InvalidArgument("given must be called with at least one argument")

    def decorate(test):
        if isinstance(test, type):
            doubt("hypothesis.given on a class")
            return test
        signature = inspect.signature(test)
        parameters = list(signature.parameters.values())
        strategies = dict(named)
        if positional:
            names = [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
            strategies.update(zip(names[-len(positional) :], positional))
        for p in parameters:
            if strategies.get(p.name) is ...:
                strategies[p.name] = from_type(p.annotation)
        left = [p for p in parameters if p.name not in strategies]

        def wrapped(*args, **kwargs):
            _running[0] += 1
            try:
                _run(wrapped, [n.name for n in parameters if n.name in strategies], strategies, args, kwargs)
            finally:
                _running[0] -= 1

        for name in ("__module__", "__name__", "__qualname__", "__doc__"):
            setattr(wrapped, name, getattr(test, name, None))
        wrapped.__dict__.update(test.__dict__)
        wrapped.__signature__ = signature.replace(parameters=left, return_annotation=None)
        wrapped.__defaults__ = None
        wrapped.hypothesis = _Handle(test)
        wrapped.is_hypothesis_test = True
        wrapped._given_inner = test
        return wrapped

    return decorate


def _run(wrapped, names, strategies, args, kwargs):
    test = wrapped.hypothesis.inner_test
    for given_example in getattr(wrapped, "hypothesis_explicit_examples", ()):
        values, by_name = given_example._given
        by_name = dict(by_name) or dict(zip(names[-len(values) :], values))
        try:
            test(*args, **{**kwargs, **by_name})
        except UnsatisfiedAssumption:
            continue
        except BaseException:
            if not given_example._fails:
                raise
    own = getattr(wrapped, "_hypothesis_internal_use_settings", settings.default)
    if Phase.generate not in own.phases:
        return
    try:
        drawn = {name: strategies[name].simplest() for name in names}
        if all(isinstance(s, SearchStrategy) for s in strategies.values()):
            test(*args, **{**kwargs, **drawn})
    except (Undrawn, UnsatisfiedAssumption):
        pass
    doubt("examples that hypothesis draws")
