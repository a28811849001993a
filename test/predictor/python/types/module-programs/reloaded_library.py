# Modules of the library whose bodies have run before run again: by reload, by an import anew, by exec of their code.
import importlib
import sys
import colorsys
import textwrap
import fractions
import json.scanner


def shown(module, *names):
    print(module.__name__, [getattr(module, n, None).__class__.__name__ for n in names])


for turn in range(3):
    wrapper, fraction = textwrap.TextWrapper, fractions.Fraction
    for m in (colorsys, textwrap, fractions, json.scanner):
        assert importlib.reload(m) is m
    print(turn, wrapper is textwrap.TextWrapper, fraction is fractions.Fraction)
    print(textwrap.TextWrapper(width=12).wrap('one two three four five'), wrapper(width=12).wrap('one two three four five'))
    print(fractions.Fraction(3, 9), isinstance(fractions.Fraction(1, 2), fraction))
    print(colorsys.rgb_to_hsv(0.2, 0.4, 0.4))
    shown(textwrap, 'TextWrapper', 'dedent', '_whitespace')

del sys.modules['textwrap']
import textwrap as another

print(another is textwrap, another.TextWrapper is textwrap.TextWrapper, another.dedent('  a\n    b'))

namespace = {'__name__': 'copied'}
exec(another.__loader__.get_code('textwrap'), namespace)
exec(another.__loader__.get_code('textwrap'), namespace)
print(namespace['shorten']('Hello  world!', width=11), namespace['TextWrapper'].__module__, namespace['TextWrapper'].__qualname__)


def unset():
    if False:
        value = 1
    return value


class Space:
    def __init__(self):
        self.seen = []

    def late(self):
        def inner():
            return held
        try:
            inner()
        except NameError as e:
            self.seen.append(str(e))
        held = 3
        return inner()


try:
    unset()
except UnboundLocalError as e:
    print(type(e).__name__, e)
s = Space()
print(s.late(), s.seen)
