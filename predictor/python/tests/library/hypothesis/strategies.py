"""Strategies. Each knows the simplest value that it can draw, or that it is not known here (Undrawn)."""

import inspect

from hypothesis.errors import InvalidArgument
from hypothesis.inert import inert


class Undrawn(BaseException):
    """The simplest value is not known."""


class SearchStrategy:
    def __init__(self, simplest=None):
        self._simplest = simplest

    def __class_getitem__(cls, item):
        return cls

    def simplest(self):
        if self._simplest is None:
            raise Undrawn
        return self._simplest()

    def example(self):
        from _foretrace import doubt

        doubt("an example that hypothesis draws")
        return self.simplest()

    def validate(self):
        pass

    def map(self, function):
        return SearchStrategy(lambda: function(self.simplest()))

    def flatmap(self, function):
        return SearchStrategy(lambda: function(self.simplest()).simplest())

    def filter(self, condition):
        return SearchStrategy(lambda: _fitting(self.simplest(), condition))

    def __or__(self, other):
        if not isinstance(other, SearchStrategy):
            raise ValueError(f"Cannot | a SearchStrategy with {other!r}")
        return SearchStrategy(self.simplest)

    @property
    def branches(self):
        return [self]

    @property
    def is_empty(self):
        return False


def _fitting(value, condition):
    if not (condition or bool)(value):
        raise Undrawn
    return value


def _unknown(*args, **kwargs):
    return SearchStrategy()


def nothing():
    return SearchStrategy()


def just(value):
    return SearchStrategy(lambda: value)


def none():
    return just(None)


def booleans():
    return just(False)


def integers(min_value=None, max_value=None):
    if min_value is not None and max_value is not None and min_value > max_value:
        raise InvalidArgument(f"Cannot have max_value={max_value!r} < min_value={min_value!r}")
    low = 0 if min_value is None else min_value
    high = 0 if max_value is None else max_value
    return just(int(low) if low > 0 else int(high) if high < 0 else 0)


def floats(min_value=None, max_value=None, *, allow_nan=None, allow_infinity=None, allow_subnormal=None, width=64, exclude_min=False, exclude_max=False):
    low = 0 if min_value is None else min_value
    high = 0 if max_value is None else max_value
    return just(0.0) if low <= 0 <= high and not (exclude_min and low == 0) and not (exclude_max and high == 0) else SearchStrategy()


def text(alphabet=None, *, min_size=0, max_size=None):
    if min_size == 0:
        return just("")
    return just("0" * min_size) if alphabet is None else SearchStrategy()


def binary(*, min_size=0, max_size=None):
    return just(bytes(min_size))


def characters(**options):
    return SearchStrategy() if options else just("0")


def sampled_from(elements):
    try:
        first = next(iter(elements))
    except StopIteration:
        raise InvalidArgument("Cannot sample from a length-zero sequence.") from None
    return just(first)


def one_of(*args):
    choices = list(args[0]) if len(args) == 1 and not isinstance(args[0], SearchStrategy) else list(args)
    return SearchStrategy(choices[0].simplest) if choices else nothing()


def tuples(*args):
    return SearchStrategy(lambda: tuple(a.simplest() for a in args))


def lists(elements, *, min_size=0, max_size=None, unique_by=None, unique=False):
    if min_size == 0:
        return SearchStrategy(list)
    return SearchStrategy() if unique or unique_by is not None else SearchStrategy(lambda: [elements.simplest() for _ in range(min_size)])


def sets(elements, *, min_size=0, max_size=None):
    return SearchStrategy() if min_size else SearchStrategy(set)


def frozensets(elements, *, min_size=0, max_size=None):
    return SearchStrategy() if min_size else SearchStrategy(frozenset)


def iterables(elements, **options):
    return SearchStrategy()


def dictionaries(keys, values, *, dict_class=dict, min_size=0, max_size=None):
    return SearchStrategy() if min_size else SearchStrategy(dict_class)


def fixed_dictionaries(mapping, *, optional=None):
    return SearchStrategy(lambda: type(mapping)((k, v.simplest()) for k, v in mapping.items()))


def permutations(values):
    return SearchStrategy(lambda: list(values))


def builds(target, /, *args, **kwargs):
    if not callable(target):
        raise InvalidArgument(f"The first positional argument to builds() must be a callable target to construct, but {target!r} is not callable.")

    def make():
        if not args and not kwargs or ... in kwargs.values() or _lacks(target, args, kwargs):
            raise Undrawn
        return target(*[a.simplest() for a in args], **{k: v.simplest() for k, v in kwargs.items()})

    return SearchStrategy(make)


def _lacks(target, args, kwargs):
    """Whether something that the target needs is left out: it is filled in from annotations."""
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return False
    by_place = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    named = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    return any(p.default is p.empty and p.name not in kwargs for p in by_place[len(args) :] + named)


def composite(function):
    def accept(*args, **kwargs):
        return SearchStrategy(lambda: function(_draw, *args, **kwargs))

    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(accept, name, getattr(function, name, None))
    return accept


def _draw(strategy, label=None):
    return strategy.simplest()


class DataObject:
    def draw(self, strategy, label=None):
        return strategy.simplest()


def data():
    return SearchStrategy(DataObject)


def deferred(definition):
    return SearchStrategy(lambda: definition().simplest())


def recursive(base, extend, *, max_leaves=100, min_leaves=None):
    extend(SearchStrategy(base.simplest))
    return SearchStrategy(base.simplest)


def shared(base, *, key=None):
    return base


def runner(*, default=None):
    return SearchStrategy()


def from_type(thing):
    return SearchStrategy()


def register_type_strategy(custom_type, strategy):
    pass


def from_regex(regex, *, fullmatch=False, alphabet=None):
    return SearchStrategy()


def functions(*, like=None, returns=None, pure=False):
    return SearchStrategy()


def fractions(min_value=None, max_value=None, *, max_denominator=None):
    return SearchStrategy()


decimals = complex_numbers = randoms = random_module = slices = dates = datetimes = times = timedeltas = timezones = timezone_keys = uuids = emails = ip_addresses = domains = urls = _unknown


def __getattr__(name):
    return inert("hypothesis.strategies", name)
