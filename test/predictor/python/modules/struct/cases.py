"""Writes random uses of `struct` and what CPython 3.11 answers, one JSON record a line.

usage: cases.py SEED COUNT
"""
import json
import random
import struct
import sys

rng = random.Random(int(sys.argv[1]))


class Index:
    """An int that is none."""

    def __init__(self, value):
        self.value = value

    def __index__(self):
        return self.value


def encode(value):
    if isinstance(value, bool):
        return {'bool': value}
    if isinstance(value, int):
        return {'int': str(value)}
    if isinstance(value, Index):
        return {'index': str(value.value)}
    if isinstance(value, float):
        return {'float': 'nan' if value != value else repr(value)}
    if isinstance(value, bytes):
        return {'bytes': value.hex()}
    if isinstance(value, bytearray):
        return {'bytearray': value.hex()}
    return {'other': repr(value)}


def attempt(fn):
    try:
        return fn()
    except Exception as error:
        kind = 'struct.error' if isinstance(error, struct.error) else type(error).__name__
        return {'type': kind, 'message': str(error)}


def some_format():
    out = rng.choice(['', '', '@', '=', '<', '>', '!'])
    for _ in range(rng.choice([0, 1, 1, 1, 2, 3, 5])):
        if rng.random() < 0.1:
            out += rng.choice([' ', '\t', '  '])
        if rng.random() < 0.3:
            out += str(rng.choice([0, 1, 2, 3, 5, 17]))
        out += rng.choice('?bBhHiIlLqQefdspxnNPcbBhHiIlLqQefds')
    if rng.random() < 0.04:
        out += rng.choice(['3', 'z', '\0', '!', '3 s', '99999999999999999999x', '9223372036854775807h', '\xe9'])
    return out


EDGES = [0, 1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31, 2**32, 2**53, 2**63, 2**64, 2**128, 2**1100]


def some_integer():
    if rng.random() < 0.5:
        return rng.randint(-130, 300)
    return rng.choice([-1, 1]) * (rng.choice(EDGES) + rng.choice([-1, 0, 0, 1]))


def some_float():
    kind = rng.random()
    if kind < 0.3:
        return rng.choice([0.0, -0.0, 1.5, float('inf'), float('-inf'), float('nan'), 65504.0, 65519.9999, 65520.0, -65520.0, 2.9802322387695312e-08, 3.4028235677973366e38, 3.4028235e38, 1e39, -1e300, 5e-324, 6.1e-5])
    if kind < 0.6:
        return rng.uniform(-100, 100)
    return rng.uniform(-1, 1) * 2.0 ** rng.randint(-30, 20) if kind < 0.9 else struct.unpack('<e', struct.pack('<H', rng.randrange(0x7c01)))[0]


def fitting(code):
    if code in 'bBhHiIlLqQnNP':
        return some_integer() if rng.random() < 0.9 else Index(some_integer())
    if code in 'efd':
        return some_float() if rng.random() < 0.85 else some_integer()
    if code == '?':
        return rng.choice([True, False, 3])
    if code == 'c':
        return bytes([rng.randrange(256)])
    data = bytes(rng.randrange(256) for _ in range(rng.choice([0, 1, 2, 5, 20])))
    return data if rng.random() < 0.8 else bytearray(data)


def some_values(fmt):
    out = []
    digits = ''
    for ch in fmt:
        if ch.isdigit():
            digits += ch
            continue
        if ch.isalpha() and ch in 'bBhHiIlLqQnNPefdcsp' or ch == '?':
            count = 1 if ch in 'sp' else min(int(digits or 1), 20)
            for _ in range(count):
                kind = rng.random()
                out.append(rng.choice([None, 'a', 1.5, b'ab', 2**70]) if kind < 0.02 else rng.randint(0, 100) if kind < 0.3 and ch in 'bBhHiIlLqQnNP' else fitting(ch))
        digits = ''
    if rng.random() < 0.03:
        out.append(1)
    return out


for _ in range(int(sys.argv[2])):
    fmt = some_format()
    raw = fmt.encode('latin-1')
    values = some_values(fmt)
    size = attempt(lambda: struct.calcsize(raw))
    packed = attempt(lambda: struct.pack(raw, *values).hex())
    number = size if isinstance(size, int) else 4
    data = bytes(rng.choice([0, 1, 127, 128, 255, rng.randrange(256)]) for _ in range(min(number, 1000) + (rng.choice([-1, 1, 3]) if rng.random() < 0.1 else 0) if number else 0))
    offset = rng.choice([0, 0, 1, -1, 3, -number, -number - 1, 5])
    buffer = bytearray(b'\xaa' * rng.choice([number, number + 3, number + 7, 0]) if number < 1000 else b'')
    longer = bytes(rng.randrange(256) for _ in range(len(buffer)))
    unpacked = attempt(lambda: [encode(v) for v in struct.unpack(raw, data)])
    into = attempt(lambda: struct.pack_into(raw, buffer, offset, *values))
    unpacked_from = attempt(lambda: [encode(v) for v in struct.unpack_from(raw, longer, offset)])
    iterated = attempt(lambda: [[encode(v) for v in row] for row in struct.iter_unpack(raw, longer)])
    print(json.dumps({
        'format': fmt, 'values': [encode(v) for v in values], 'size': size, 'pack': packed, 'data': data.hex(), 'unpack': unpacked, 'offset': offset,
        'into': into, 'length': len(buffer), 'buffer': buffer.hex(), 'longer': longer.hex(), 'from': unpacked_from, 'iter': iterated,
    }))
