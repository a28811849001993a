"""Writes random regular expressions, their SRE code and what CPython 3.11 finds with them, one JSON record a line.

usage: cases.py SEED COUNT
"""
import json
import random
import re
import signal
import sys
import warnings

from re import _compiler, _parser

warnings.simplefilter('ignore')
rng = random.Random(int(sys.argv[1]))
COUNT = int(sys.argv[2])

PLAIN = 'aabbcABC01_ -\n'
WIDE = 'aAbsSkKéÉßſµμΣσςıİKÅåǅǆ٣½²中😀𐐀𐐨\u2028\x85\xa0ﬁ'
CLASSES = ['\\d', '\\D', '\\s', '\\S', '\\w', '\\W']


class Pattern:
    def __init__(self, is_bytes, wide):
        self.groups = 0
        self.closed = []
        self.names = []
        self.is_bytes = is_bytes
        self.letters = PLAIN if not wide else PLAIN + WIDE * 2
        if is_bytes:
            self.letters = PLAIN + ('\xe9\xc9\xff' if wide else '')
        # Few letters make long matches, and with them the odd cases of groups inside repeats.
        if rng.random() < 0.4:
            self.letters = rng.choice(['ab', 'abc', 'a', 'xyz'])

    def literal(self):
        ch = rng.choice(self.letters)
        return re.escape(ch) if rng.random() < 0.5 or ch in ' -\n' else ch

    def in_class(self):
        ch = rng.choice(self.letters)
        return '\\' + ch if ch in '-]^\\' else ch

    def char_class(self):
        out = '[^' if rng.random() < 0.3 else '['
        for _ in range(rng.randint(1, 4)):
            kind = rng.random()
            if kind < 0.5:
                out += self.in_class()
            elif kind < 0.8:
                lo, hi = sorted(rng.choice(self.letters.replace('-', '').replace('\n', '')) for _ in range(2))
                out += lo + '-' + hi
            else:
                out += rng.choice(CLASSES)
        return out + ']'

    def quantifier(self):
        q = rng.choice(['*', '+', '?', '*', '+', '?', '{2}', '{0,2}', '{1,3}', '{2,}', '{,1}', '{0}'])
        return q + rng.choice(['', '', '', '?', '+'])

    def anchor(self):
        return rng.choice(['^', '$', '\\b', '\\B', '\\A', '\\Z'])

    def fixed(self, depth):
        """A pattern of fixed width, for look-behind."""
        out = ''
        for _ in range(rng.randint(0, 3)):
            kind = rng.random()
            if kind < 0.5 or depth <= 0:
                out += self.literal()
            elif kind < 0.7:
                out += self.char_class()
            elif kind < 0.8:
                out += self.anchor()
            elif kind < 0.9:
                out += '(?:%s|%s)' % (self.literal(), self.literal())
            else:
                out += self.group(self.literal())
        return out

    def group(self, body=None, depth=1):
        self.groups += 1
        number = self.groups
        name = ''
        if rng.random() < 0.2:
            name = '?P<n%d>' % number
            self.names.append('n%d' % number)
        body = self.alternatives(depth - 1) if body is None else body
        self.closed.append(number)
        return '(%s%s)' % (name, body)

    def atom(self, depth):
        kind = rng.random()
        if depth <= 0 or kind < 0.35:
            kind = rng.random()
            if kind < 0.6:
                return self.literal()
            if kind < 0.7:
                return '.'
            if kind < 0.8:
                return rng.choice(CLASSES)
            return self.char_class()
        if kind < 0.55:
            return self.group(None, depth)
        if kind < 0.67:
            return '(?:%s)' % self.alternatives(depth - 1)
        if kind < 0.70:
            return '(?>%s)' % self.alternatives(depth - 1)
        if kind < 0.74:
            return '(?%s%s)' % (rng.choice(['=', '!']), self.alternatives(depth - 1))
        if kind < 0.78:
            return '(?<%s%s)' % (rng.choice(['=', '!']), self.fixed(depth - 1))
        if kind < 0.82 and self.closed:
            if self.names and rng.random() < 0.3 and int(self.names[-1][1:]) in self.closed:
                return '(?P=%s)' % self.names[-1]
            return '\\%d' % rng.choice(self.closed)
        if kind < 0.86 and self.groups:
            no = '|' + self.sequence(depth - 1) if rng.random() < 0.6 else ''
            return '(?(%d)%s%s)' % (rng.randint(1, self.groups), self.sequence(depth - 1), no)
        if kind < 0.90:
            flags = rng.choice(['i', 's', 'm', 'i-s', '-i', 'x'] if self.is_bytes else ['i', 's', 'm', 'a', 'u', 'ai', '-i', 'x'])
            return '(?%s:%s)' % (flags, self.alternatives(depth - 1))
        if kind < 0.95:
            return self.anchor()
        return self.literal() + self.literal() + self.literal()

    def sequence(self, depth):
        out = ''
        for _ in range(rng.choice([0, 1, 1, 2, 2, 3])):
            out += self.atom(depth)
            if rng.random() < 0.4:
                out += self.quantifier()
        return out

    def alternatives(self, depth):
        return '|'.join(self.sequence(depth) for _ in range(rng.choice([1, 1, 1, 2, 2, 3])))


def summary(match):
    if match is None:
        return None
    out = []
    for span in match.regs:
        out.extend(span)
    return out + [-1 if match.lastindex is None else match.lastindex]


def attempt(fn):
    try:
        return fn()
    except SystemError as error:
        return str(error)


def walk(step):
    out = []
    while len(out) < 50:
        found = step()
        if found is None:
            break
        out.append(summary(found))
    return out


class TooSlow(Exception):
    pass


def alarm(*_):
    raise TooSlow


signal.signal(signal.SIGALRM, alarm)
written = 0
while written < COUNT:
    is_bytes = rng.random() < 0.15
    wide = rng.random() < 0.35
    pattern = Pattern(is_bytes, wide)
    text = pattern.alternatives(rng.choice([1, 2, 2, 3, 3, 4]))
    flags = 0
    for flag in (re.I, re.M, re.S, re.X, re.A):
        if rng.random() < (0.35 if flag is re.I else 0.12):
            flags |= flag
    if is_bytes and rng.random() < 0.1:
        flags = flags & ~re.A | re.L
    source = text.encode('latin-1', 'ignore') if is_bytes else text
    try:
        signal.setitimer(signal.ITIMER_REAL, 2)
        parsed = _parser.parse(source, flags)
        code = _compiler._code(parsed, flags)
        compiled = re.compile(source, flags)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except (re.error, ValueError, OverflowError, TooSlow):
        signal.setitimer(signal.ITIMER_REAL, 0)
        continue
    if len(code) > 1500 and rng.random() < 0.9:
        continue
    subjects = []
    for _ in range(2):
        letters = pattern.letters if rng.random() < 0.5 else pattern.letters[:8]
        string = ''.join(rng.choice(letters) for _ in range(rng.choice([0, 1, 2, 3, 5, 8, 12, 20])))
        subject = string.encode('latin-1', 'ignore') if is_bytes else string
        bounds = (0, len(subject)) if rng.random() < 0.7 else (rng.randint(0, len(subject) + 1), rng.randint(0, len(subject) + 1))
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.5)
            results = [
                attempt(lambda: summary(compiled.match(subject, *bounds))),
                attempt(lambda: summary(compiled.fullmatch(subject, *bounds))),
                attempt(lambda: summary(compiled.search(subject, *bounds))),
                attempt(lambda: walk(compiled.scanner(subject, *bounds).search)),
                attempt(lambda: walk(compiled.scanner(subject, *bounds).match)),
            ]
            signal.setitimer(signal.ITIMER_REAL, 0)
        except TooSlow:
            continue
        subjects.append([subject.decode('latin-1') if is_bytes else subject, *bounds, results])
    print(json.dumps([source.decode('latin-1') if is_bytes else source, int(flags), is_bytes, compiled.groups, code, subjects]))
    written += 1
