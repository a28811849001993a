"""Mark, MarkDecorator, ParameterSet; how marks are kept on functions and classes."""

from _pytest.outcomes import fail

EMPTY_PARAMETERSET_OPTION = "empty_parameter_set_mark"


class NotSetType:
    def __repr__(self):
        return "<NOTSET>"


NOTSET = NotSetType()


class HiddenParam:
    def __repr__(self):
        return "HIDDEN_PARAM"


HIDDEN_PARAM = HiddenParam()


class Mark:
    __slots__ = ("name", "args", "kwargs", "_param_ids_from", "_param_ids_generated")

    def __init__(self, name, args, kwargs, param_ids_from=None):
        self.name = name
        self.args = args
        self.kwargs = kwargs
        self._param_ids_from = param_ids_from
        self._param_ids_generated = None

    def __repr__(self):
        return f"Mark(name={self.name!r}, args={self.args!r}, kwargs={self.kwargs!r})"

    def __eq__(self, other):
        if not isinstance(other, Mark):
            return NotImplemented
        return (self.name, self.args, self.kwargs) == (other.name, other.args, other.kwargs)

    __hash__ = None

    def combined_with(self, other):
        assert self.name == other.name
        return Mark(self.name, self.args + other.args, {**self.kwargs, **other.kwargs})


class MarkDecorator:
    __slots__ = ("mark",)

    def __init__(self, mark, *, _ispytest=False):
        self.mark = mark

    @property
    def name(self):
        return self.mark.name

    @property
    def args(self):
        return self.mark.args

    @property
    def kwargs(self):
        return self.mark.kwargs

    @property
    def markname(self):
        return self.name

    def __repr__(self):
        return f"MarkDecorator(mark={self.mark!r})"

    def with_args(self, *args, **kwargs):
        return MarkDecorator(self.mark.combined_with(Mark(self.name, args, kwargs)))

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs:
            target = args[0]
            unwrapped = target.__func__ if isinstance(target, (staticmethod, classmethod)) else target
            if isinstance(target, type) or (hasattr(unwrapped, "__call__") and getattr(unwrapped, "__name__", "<lambda>") != "<lambda>"):
                store_mark(unwrapped, self.mark)
                return target
        return self.with_args(*args, **kwargs)


def get_unpacked_marks(obj, *, consider_mro=True):
    if isinstance(obj, type):
        if consider_mro:
            found = [c.__dict__.get("pytestmark", []) for c in reversed(obj.__mro__)]
        else:
            found = [obj.__dict__.get("pytestmark", [])]
        marks = []
        for item in found:
            if isinstance(item, list):
                marks.extend(item)
            else:
                marks.append(item)
    else:
        own = getattr(obj, "pytestmark", [])
        marks = own if isinstance(own, list) else [own]
    return list(normalize_mark_list(marks))


def normalize_mark_list(marks):
    for mark in marks:
        plain = getattr(mark, "mark", mark)
        if not isinstance(plain, Mark):
            raise TypeError(f"got {plain!r} instead of Mark")
        yield plain


def store_mark(obj, mark, *, stacklevel=2):
    obj.pytestmark = [*get_unpacked_marks(obj, consider_mro=False), mark]


class MarkGenerator:
    """pytest.mark: an attribute is a decorator."""

    _config = None

    def __init__(self, *, _ispytest=False):
        pass

    def __getattr__(self, name):
        if name[0] == "_":
            raise AttributeError("Marker name must NOT start with underscore")
        config = self._config
        if config is not None and config.strict_markers and name not in config.known_markers():
            fail(f"{name!r} not found in `markers` configuration option", pytrace=False)
        return MarkDecorator(Mark(name, (), {}))


MARK_GEN = MarkGenerator()


class ParameterSet(tuple):
    """(values, marks, id)."""

    __slots__ = ()

    def __new__(cls, values, marks=(), id=None):
        return tuple.__new__(cls, (values, marks, id))

    @property
    def values(self):
        return self[0]

    @property
    def marks(self):
        return self[1]

    @property
    def id(self):
        return self[2]

    def __repr__(self):
        return f"ParameterSet(values={self[0]!r}, marks={self[1]!r}, id={self[2]!r})"

    @classmethod
    def param(cls, *values, marks=(), id=None):
        if isinstance(marks, MarkDecorator):
            marks = (marks,)
        else:
            assert isinstance(marks, (list, tuple, set, frozenset))
        if any(m.name == "usefixtures" for m in marks):
            fail("pytest.param cannot add pytest.mark.usefixtures; see https://docs.pytest.org/en/stable/reference/reference.html#pytest-param", pytrace=False)
        if id is not None and not isinstance(id, str) and id is not HIDDEN_PARAM:
            raise TypeError(f"Expected id to be a string or a `pytest.HIDDEN_PARAM` sentinel, got {type(id)}: {id!r}")
        return cls(values, marks, id)

    @classmethod
    def extract_from(cls, parameterset, force_tuple=False):
        if isinstance(parameterset, cls):
            return parameterset
        if force_tuple:
            return cls.param(parameterset)
        return cls(parameterset, (), None)


def param(*values, marks=(), id=None):
    return ParameterSet.param(*values, marks=marks, id=id)


def split_argnames(argnames):
    """The names, and whether each value stands for itself rather than for a row."""
    if isinstance(argnames, str):
        names = [n.strip() for n in argnames.split(",") if n.strip()]
        return names, len(names) == 1
    return argnames, False


def parameter_sets(argnames, argvalues, nodeid, function_name, config):
    """Names and ParameterSets of one parametrize."""
    names, force_tuple = split_argnames(argnames)
    sets = [ParameterSet.extract_from(v, force_tuple=force_tuple) for v in argvalues]
    if sets:
        for s in sets:
            if len(s.values) != len(names):
                fail(
                    f'{nodeid}: in "parametrize" the number of names ({len(names)}):\n  {names}\n'
                    f"must be equal to the number of values ({len(s.values)}):\n  {s.values}",
                    pytrace=False,
                )
        return names, sets
    how = config.getini(EMPTY_PARAMETERSET_OPTION)
    reason = f"got empty parameter set for ({', '.join(names)})"
    if how in ("", None, "skip"):
        mark = MarkDecorator(Mark("skip", (), {"reason": reason}))
    elif how == "xfail":
        mark = MarkDecorator(Mark("xfail", (), {"reason": reason, "run": False}))
    else:
        fail(f"Empty parameter set in '{function_name}'", pytrace=False)
    return names, [ParameterSet((NOTSET,) * len(names), [mark], "NOTSET")]
