import _md5,_sha1,_sha256,_sha512,_sha3,_blake2
def t(f):
    try: print(repr(f())[:90].split(' at 0x')[0])
    except Exception as e: print(type(e).__name__, e)
t(lambda: _md5.md5('a')); t(lambda:_md5.md5(5)); t(lambda: _md5.md5(b'',b'')); t(lambda:_md5.md5(string=b'a').hexdigest()); t(lambda: _md5.md5(x=1)); t(lambda: _md5.md5().update('a')); t(lambda: _md5.md5().digest(1)); t(lambda: _sha3.shake_128().digest()); t(lambda: _sha3.shake_128().digest(-1)); t(lambda: _sha3.shake_128().hexdigest(4)); t(lambda: _sha3.shake_128(b'').digest(2**30)); t(lambda: _sha3.sha3_224('a')); t(lambda: _sha3.sha3_224(data=b'a'))
t(lambda: _blake2.blake2b(digest_size=0)); t(lambda: _blake2.blake2b(digest_size=65)); t(lambda: _blake2.blake2b(key=b'x'*65)); t(lambda: _blake2.blake2b(salt=b'x'*17)); t(lambda: _blake2.blake2b(person=b'x'*17)); t(lambda: _blake2.blake2b(fanout=-1)); t(lambda: _blake2.blake2b(depth=0)); t(lambda: _blake2.blake2b(leaf_size=-1)); t(lambda: _blake2.blake2b(leaf_size=2**32)); t(lambda: _blake2.blake2b(node_offset=-1)); t(lambda: _blake2.blake2b(node_offset=2**64));t(lambda: _blake2.blake2s(node_offset=2**48)); t(lambda: _blake2.blake2b(node_depth=256)); t(lambda: _blake2.blake2b(inner_size=65)); t(lambda: _blake2.blake2b('a')); t(lambda: _blake2.blake2b(b'a',key='k')); t(lambda: _blake2.blake2b(data=b'')); t(lambda: _blake2.blake2s(digest_size=33)); t(lambda: _blake2.blake2b(digest_size='x')); t(lambda: _blake2.blake2b(b'a',b'b')); t(lambda: _sha256.sha256(b'a').copy().hexdigest()); t(lambda: type(_md5.md5())()); t(lambda: _sha256.sha256()); t(lambda: _blake2.blake2s(person=b'x'*9)); t(lambda: _blake2.blake2s(key=b'x'*33))
for n in range(0, 300, 17):
    d = bytes(range(256))*2
    for f in (_md5.md5,_sha1.sha1,_sha256.sha224,_sha256.sha256,_sha512.sha384,_sha512.sha512,_sha3.sha3_224,_sha3.sha3_512,_blake2.blake2b,_blake2.blake2s):
        h = f(d[:n]); h.update(d[:7]); c = h.copy(); c.update(b'x'); print(h.name, h.hexdigest(), c.hexdigest(), h.digest_size, h.block_size)
print(_blake2.blake2b(b'a', key=b'kk', salt=b's', person=b'pp', digest_size=20, fanout=2, depth=3, leaf_size=5, node_offset=2**40, node_depth=1, inner_size=8, last_node=True).hexdigest(), _blake2.blake2s(b'a', key=b'kk', digest_size=20).hexdigest(), _blake2.blake2b.MAX_KEY_SIZE)
import hashlib
print(hashlib.sha256(b'abc').hexdigest(), hashlib.new('md5', b'x').hexdigest(), hashlib.blake2b(b'', digest_size=4).hexdigest())
print(hashlib.pbkdf2_hmac('sha1', b'a', b'b', 5).hex())
try: hashlib.new('bogus')
except ValueError as e: print(e)
import hmac
print(hmac.new(b'k', b'm', 'sha256').hexdigest())
import zlib, binascii, base64
t(lambda: zlib.compress()); t(lambda: zlib.compress(b'a', 10)); t(lambda: zlib.compress('a')); t(lambda: zlib.compressobj(level=11)); t(lambda: zlib.decompress(b'x')); t(lambda:zlib.decompress(b'x',-99)); t(lambda: zlib.decompressobj(wbits=99)); t(lambda: zlib.compressobj(method=3)); t(lambda: repr(zlib.compressobj())[:15]); t(lambda: zlib.decompressobj().decompress(b'',-1)); t(lambda: zlib.compress(b'a',wbits=31)); t(lambda: zlib.compressobj(zdict=1)); t(lambda: zlib.error.__module__)
t(lambda: zlib.decompress(zlib.compress(b'hello'*100))); t(lambda: zlib.crc32(b'a')); t(lambda: zlib.adler32(b'a', 5))
d = zlib.decompressobj(); x = zlib.compress(b'hello world'*10) + b'tail'; t(lambda: (d.decompress(x, 20), d.unconsumed_tail[:4], d.eof, d.flush(), d.unused_data))
t(lambda: base64.b64encode(b'hello')); t(lambda: base64.b64decode('aGVsbG8=')); t(lambda: base64.b64decode('a')); t(lambda: base64.b32encode(b'abc')); t(lambda: base64.b85encode(b'abc')); t(lambda: binascii.hexlify(b'abc', '-', 2)); t(lambda: binascii.unhexlify('zz')); t(lambda: binascii.a2b_base64('é')); t(lambda: binascii.crc_hqx(b'a', 1)); t(lambda: binascii.b2a_uu(b'abc')); t(lambda: binascii.b2a_qp(b'a=b')); t(lambda: binascii.a2b_hex(5)); t(lambda: binascii.unhexlify('abc')); t(lambda: base64.b64decode(b'!!', validate=True))
import unicodedata as u
t(lambda: u.name('')); t(lambda: u.name('ab')); t(lambda: u.name('\x00')); t(lambda: u.name(1)); t(lambda: u.name('\x00', 'd')); t(lambda: u.lookup('x')); t(lambda: u.decimal('a')); t(lambda: u.digit('a')); t(lambda: u.numeric('a')); t(lambda: u.normalize('NFX','a')); t(lambda: u.numeric('1')); t(lambda: u.decimal('1')); t(lambda: u.lookup(1)); t(lambda: u.category('ab')); t(lambda:u.decimal(1)); t(lambda:u.digit('a',1,2)); t(lambda:u.normalize('NFC')); t(lambda: u.is_normalized('NFC','a')); t(lambda: u.lookup('KEYCAP DIGIT ONE')); t(lambda: u.normalize('NFD', 'é')); t(lambda: u.east_asian_width('日')); t(lambda: u.name('é')); t(lambda: u.lookup('LATIN SMALL LETTER A')); t(lambda: u.bidirectional('a')); t(lambda: u.mirrored('('))
import string
print(string.Template('$a b').substitute(a=1), string.capwords('a b'), list(string.Formatter().parse('a{b!r:>5}c{{}}')), string.Formatter().format('{0} {x.real}', 1, x=2), string.ascii_letters)
import struct
def s(f):
    try: print(f())
    except struct.error as e: print('struct.error', e)
    except Exception as e: print(type(e), e)
s(lambda: struct.pack('i', 'a')); s(lambda: struct.pack('b', 300)); s(lambda: struct.unpack('i', b'ab')); s(lambda: struct.pack('2i', 1)); s(lambda: struct.Struct('>hh').pack(1,2)); s(lambda: struct.calcsize('z')); s(lambda: list(struct.iter_unpack('h', b'abcd'))); s(lambda: struct.unpack_from('h', b'abcd', 2)); s(lambda: struct.pack('f', 1.5)); s(lambda: struct.pack('5s', b'ab')); s(lambda: struct.pack('?', [])); s(lambda: struct.Struct('i').format); s(lambda: struct.error.__name__)
b = bytearray(4); s(lambda: struct.pack_into('h', b, 1, 5)); print(b)
