"""Writes random JSON texts, many of them broken, and what CPython 3.11's `_json` makes of them, one JSON record a line.

usage: cases.py SEED COUNT
"""
import json
import random
import sys

from _json import encode_basestring, encode_basestring_ascii, make_scanner, scanstring

rng = random.Random(int(sys.argv[1]))


class Context:
    object_hook = None
    object_pairs_hook = staticmethod(lambda pairs: {'object': pairs})
    parse_float = staticmethod(lambda text: {'float': text})
    parse_int = staticmethod(lambda text: {'int': text})
    parse_constant = staticmethod(lambda text: {'constant': text})

    def __init__(self, strict):
        self.strict = strict


def some_string():
    out = ''
    for _ in range(rng.choice([0, 1, 2, 3, 6])):
        out += rng.choice(['a', 'bc', 'é', '中', '😀', '\x7f', '\u2028', '/', "'", '\\n', '\\"', '\\\\', '\\/', '\\u00e9', '\\ud83d\\ude00', '\\ud83d', '\\uDE00\\b', '\\ud83d\\u0041', '\\t'])
        if rng.random() < 0.03:
            out += rng.choice(['\n', '\x01', '\\x', '\\u12', '\\u12G4', '\\ud83d\\u12', '\\ud83d\\uZZZZ', '"', '\\'])
    return '"%s"' % out


def some_number():
    return rng.choice(['0', '-0', '12', '-7', '1.5', '1e5', '1E+5', '2.5e-3', '1.', '.5', '-', '01', '1e', '1e+', '--1', '+1', '123456789012345678901234567890', '0.0', '1.e5', '-Infinity', 'Infinity', 'NaN', '-Inf', 'Infinit', 'Na'])


def space():
    return rng.choice(['', '', '', ' ', '\n\t', '\r ', '\x0b' if rng.random() < 0.05 else '', '\xa0' if rng.random() < 0.05 else ''])


def some_json(depth):
    kind = rng.random()
    if depth <= 0 or kind < 0.4:
        kind = rng.random()
        return some_string() if kind < 0.4 else some_number() if kind < 0.7 else rng.choice(['null', 'true', 'false', 'nul', 'True', 'fals', 'nullx'])
    if kind < 0.7:
        return '[%s%s]' % (space(), (space() + ',' + space()).join(some_json(depth - 1) for _ in range(rng.choice([0, 1, 2, 3]))))
    return '{%s%s%s}' % (space(), (space() + ',' + space()).join(some_string() + space() + ':' + space() + some_json(depth - 1) + space() for _ in range(rng.choice([0, 1, 2]))), space())


def broken(text):
    for _ in range(rng.choice([1, 1, 2])):
        at = rng.randint(0, len(text))
        text = text[:at] + rng.choice(['', ',', ':', ']', '}', '"', '\\', 'x', '😀', ' ']) + text[at + rng.choice([0, 1]):]
    return text


def attempt(fn):
    try:
        return fn()
    except json.JSONDecodeError as error:
        return ['json.JSONDecodeError', error.msg, error.pos]
    except StopIteration as error:
        return ['StopIteration', str(error.value), error.value]
    except ValueError as error:
        return ['ValueError', str(error), None]


for _ in range(int(sys.argv[2])):
    text = some_json(rng.choice([0, 1, 2, 3]))
    if rng.random() < 0.5:
        text = broken(text)
    idx = 0 if rng.random() < 0.8 else rng.randint(-1, len(text) + 1)
    strict = rng.random() < 0.8
    scanner = make_scanner(Context(strict))
    print(json.dumps({
        'text': text, 'idx': idx, 'strict': strict,
        'scan': attempt(lambda: scanner(text, idx)),
        'string': attempt(lambda: scanstring(text, idx + 1, strict)),
        'ascii': encode_basestring_ascii(text), 'unicode': encode_basestring(text),
    }))
