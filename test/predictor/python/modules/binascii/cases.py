"""Writes random uses of `binascii` and what CPython 3.11 answers, one JSON record a line: function, data, arguments, result.

usage: cases.py SEED COUNT
"""
import binascii
import json
import random
import sys
import zlib

rng = random.Random(int(sys.argv[1]))


def some_bytes(letters, longest=60):
    return bytes(rng.choice(letters) for _ in range(rng.choice([0, 1, 2, 3, 4, 7, 20, longest])))


def attempt(fn):
    try:
        result = fn()
        return result.hex() if isinstance(result, bytes) else result
    except Exception as error:
        return {'type': 'binascii.Error' if isinstance(error, binascii.Error) else type(error).__name__, 'message': str(error)}


def chance(p=0.5):
    return rng.random() < p


ALL = bytes(range(256))
BASE64 = b'ABCDabcd0189+/'
UU = bytes(range(32, 97))
QP = b'abc.=_ \t\r\nxyz09AF\xe9\x00'
for _ in range(int(sys.argv[2])):
    name = rng.choice(['hexlify', 'unhexlify', 'b2a_base64', 'a2b_base64', 'a2b_base64', 'b2a_uu', 'a2b_uu', 'a2b_qp', 'b2a_qp', 'crc32', 'crc_hqx', 'adler32'])
    args = []
    if name == 'hexlify':
        data = some_bytes(ALL)
        args = [] if chance() else [rng.choice([45, 58]), rng.choice([1, 2, 3, 4, 7, -1, -2, -3, 0, 100])]
        result = attempt(lambda: binascii.hexlify(data, bytes(args[:1]), args[1]) if args else binascii.hexlify(data))
    elif name == 'unhexlify':
        data = some_bytes(b'0123456789abcdefABCDEF' + (b'gG @`/:' if chance(0.3) else b''))
        result = attempt(lambda: binascii.unhexlify(data))
    elif name == 'b2a_base64':
        data, args = some_bytes(ALL), [chance()]
        result = attempt(lambda: binascii.b2a_base64(data, newline=args[0]))
    elif name == 'a2b_base64':
        data, args = some_bytes(BASE64 + (b'=' if chance() else b'') + (b' \n-\xff' if chance(0.3) else b'')) + rng.choice([b'', b'', b'=', b'==', b'===', b'=\n', b'==a', b'=a=', b'==ab']), [chance()]
        result = attempt(lambda: binascii.a2b_base64(data, strict_mode=args[0]))
    elif name == 'b2a_uu':
        data, args = some_bytes(ALL, rng.choice([45, 46])), [chance()]
        result = attempt(lambda: binascii.b2a_uu(data, backtick=args[0]))
    elif name == 'a2b_uu':
        data = binascii.b2a_uu(some_bytes(ALL, 30)) if chance() else some_bytes(UU + (b'\n\r' if chance() else b'') + (b'\x7f\x01a' if chance(0.2) else b''), 62)
        if chance(0.3):
            data = data[:rng.randint(0, len(data))] + rng.choice([b'', b'\n', b' ', b'`', b'x'])
        result = attempt(lambda: binascii.a2b_uu(data))
    elif name == 'a2b_qp':
        data, args = some_bytes(QP), [chance(0.3)]
        result = attempt(lambda: binascii.a2b_qp(data, header=args[0]))
    elif name == 'b2a_qp':
        data, args = some_bytes(QP if chance() else b'ab ', 200), [chance(0.3), chance(0.7), chance(0.3)]
        result = attempt(lambda: binascii.b2a_qp(data, quotetabs=args[0], istext=args[1], header=args[2]))
    else:
        data, args = some_bytes(ALL, 9000), [rng.choice([0, 1, rng.randrange(2**32)])]
        result = attempt(lambda: {'crc32': zlib.crc32, 'adler32': zlib.adler32, 'crc_hqx': binascii.crc_hqx}[name](data, args[0]))
    print(json.dumps([name, data.hex(), args, result]))
