"""Writes random uses of `zlib` and what CPython 3.11 answers, one JSON record a line.

usage: cases.py SEED COUNT [SIZE]
"""
import json
import random
import sys
import zlib

rng = random.Random(int(sys.argv[1]))
SIZE = int(sys.argv[3]) if len(sys.argv) > 3 else 600


def some_data():
    size = rng.choice([0, 1, 3, 10, 50, 200, SIZE, rng.randrange(SIZE * 3)])
    kind = rng.random()
    if kind < 0.15:
        return rng.randbytes(size)
    if kind < 0.3:
        return bytes(rng.choice(b'ab') for _ in range(size))
    if kind < 0.45:
        return bytes([rng.choice(b'ax')]) * size
    words = [rng.randbytes(rng.randint(1, 9)) if kind < 0.6 else bytes(rng.choice(b'etaoin shrdlu') for _ in range(rng.randint(1, 12))) for _ in range(rng.choice([2, 10, 60]))]
    out = b''
    while len(out) < size:
        out += rng.choice(words)
        if rng.random() < 0.05:
            out += rng.randbytes(rng.randint(1, 30))
    return out[:size]


def attempt(fn):
    try:
        result = fn()
        return result.hex() if isinstance(result, bytes) else result
    except Exception as error:
        return {'type': 'zlib.error' if isinstance(error, zlib.error) else type(error).__name__, 'message': str(error)}


def damaged(data):
    data = bytearray(data)
    kind = rng.random()
    if kind < 0.4 and data:
        del data[rng.randrange(len(data)):]
    elif data:
        for _ in range(rng.choice([1, 1, 2, 5])):
            data[rng.choice([rng.randrange(len(data)), rng.randrange(min(len(data), 8))])] = rng.randrange(256)
    return bytes(data)


def deflated(data):
    wbits = rng.choice([15, 15, 15, 31, -15, 9, 12])
    c = zlib.compressobj(rng.choice([-1, 0, 1, 6, 9]), zlib.DEFLATED, wbits, strategy=rng.choice([0, 0, 0, 1, 2, 3, 4]))
    out = b''
    while data and rng.random() < 0.3:
        n = rng.randint(0, len(data))
        out += c.compress(data[:n]) + c.flush(rng.choice([zlib.Z_NO_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH]))
        data = data[n:]
    return out + c.compress(data) + c.flush(), wbits


def with_gzip_head(data):
    raw = zlib.compress(data, wbits=-15)
    flags = rng.choice([0, 1, 2, 4, 8, 16, 31, 32, 128]) if rng.random() < 0.9 else rng.randrange(256)
    head = b'\x1f\x8b\x08' + bytes([flags]) + rng.randbytes(6)
    if flags & 4:
        extra = rng.randbytes(rng.randint(0, 5))
        head += len(extra).to_bytes(2, 'little') + extra
    if flags & 8:
        head += b'name\0'
    if flags & 16:
        head += b'\0'
    if flags & 2:
        head += (zlib.crc32(head) & 0xffff if rng.random() < 0.8 else 7).to_bytes(2, 'little')
    return head + raw + zlib.crc32(data).to_bytes(4, 'little') + len(data).to_bytes(4, 'little')


def one_compress():
    data = some_data()
    level, wbits = rng.choice([-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), rng.choice([15, 15, 15, 31, -15, 9, 8, -8, -9, 12, 25, 7, 16])
    return {'do': 'compress', 'data': data.hex(), 'level': level, 'wbits': wbits, 'result': attempt(lambda: zlib.compress(data, level, wbits))}


def one_compressobj():
    level, wbits, mem = rng.choice([-1, 1, 3, 5, 9, 11]), rng.choice([15, 15, -15, 31, 9, 10, -9]), rng.choice([8, 8, 8, 9, 1, 2, 0])
    steps = []
    try:
        c = zlib.compressobj(level, zlib.DEFLATED, wbits, mem)
    except ValueError as error:
        return {'do': 'compressobj', 'level': level, 'wbits': wbits, 'mem': mem, 'steps': [], 'result': [str(error)]}
    result = []
    for _ in range(rng.randint(0, 5)):
        data, mode = some_data(), rng.choice([0, 0, 1, 2, 3])
        if rng.random() < 0.3:
            data = b''
        steps.append([data.hex(), mode])
        result.append(c.compress(data).hex())
        result.append(c.flush(mode).hex())
    result.append(c.flush().hex())
    result.append(attempt(lambda: c.compress(b'a')))
    result.append(attempt(c.flush))
    return {'do': 'compressobj', 'level': level, 'wbits': wbits, 'mem': mem, 'steps': steps, 'result': result}


def some_stream():
    data = some_data()
    if rng.random() < 0.2:
        stream, wbits = with_gzip_head(data), 31
    else:
        stream, wbits = deflated(data)
    if rng.random() < 0.3:
        stream += rng.randbytes(rng.randint(1, 10))
    if rng.random() < 0.5:
        stream = damaged(stream)
    if rng.random() < 0.05:
        stream = rng.randbytes(rng.randint(0, 60))
        wbits = rng.choice([-15, 15])
    if rng.random() < 0.2:
        wbits = rng.choice([47, 0, 32, 15, 16, 40, 41])
    return stream, wbits


def one_decompress():
    stream, wbits = some_stream()
    return {'do': 'decompress', 'data': stream.hex(), 'wbits': wbits, 'result': attempt(lambda: zlib.decompress(stream, wbits))}


def one_decompressobj():
    dictionary = rng.randbytes(20) if rng.random() < 0.2 else None
    stream, wbits = some_stream()
    if dictionary is not None:
        wbits = rng.choice([15, -15])
        c = zlib.compressobj(wbits=wbits, zdict=dictionary)
        stream = c.compress(dictionary[3:15] * 3 + some_data()) + c.flush()
        if rng.random() < 0.2:
            dictionary = rng.choice([None, b'other'])
    d = zlib.decompressobj(wbits, dictionary) if dictionary is not None else zlib.decompressobj(wbits)
    steps, result = [], []
    rest = stream
    while rest or rng.random() < 0.5:
        n = rng.choice([1, 2, 5, len(rest), len(rest), rng.randint(0, len(rest))])
        piece, rest = rest[:n], rest[n:]
        limit = rng.choice([0, 0, 1, 2, 7, 100, 1000])
        piece = d.unconsumed_tail + piece
        steps.append([piece.hex(), limit])
        out = attempt(lambda: d.decompress(piece, limit))
        result.append([out, d.eof, d.unused_data.hex(), d.unconsumed_tail.hex()])
        if isinstance(out, dict) or len(steps) > 40:
            break
    if rng.random() < 0.5 and not isinstance(out if steps else None, dict):
        try:
            flushed = d.flush().hex()
            steps.append(['flush', 0])
            result.append([flushed, d.eof, d.unused_data.hex(), d.unconsumed_tail.hex()])
        except Exception as error:
            sys.stderr.write('%r\n' % error) if False else None
    return {'do': 'decompressobj', 'wbits': wbits, 'dictionary': None if dictionary is None else dictionary.hex(), 'steps': steps, 'result': result}


for _ in range(int(sys.argv[2])):
    print(json.dumps(rng.choice([one_compress, one_compressobj, one_decompress, one_decompressobj])()))
