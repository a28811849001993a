"""What can be said of ssl without another end."""
import _ssl
import copy
import pickle
import ssl
import urllib.request
import warnings
from http.client import HTTPConnection, HTTPSConnection


def ends(what, act):
    try:
        print(what, '->', act())
    except Exception as e:
        print(what, '->', type(e).__name__, str(e))


# Enums made of the constants.
for enum in (ssl._SSLMethod, ssl.Options, ssl.AlertDescription, ssl.SSLErrorNumber, ssl.VerifyFlags, ssl.VerifyMode, ssl.TLSVersion):
    print(enum.__name__, [(m.name, m.value) for m in enum])
for purpose in ssl.Purpose:
    print(repr(purpose), purpose.oid, purpose.nid)
print(ssl._ASN1Object.fromname('serverAuth'), ssl._ASN1Object.fromnid(130) == ssl.Purpose.CLIENT_AUTH)
ends('nid2obj', lambda: _ssl.nid2obj(-1))
ends('txt2obj', lambda: _ssl.txt2obj(1))
print(ssl.HAS_SNI, ssl.HAS_ALPN, ssl.HAS_TLSv1_3, ssl.HAS_NPN, ssl.HAS_SSLv2, ssl.HAS_NEVER_CHECK_COMMON_NAME, ssl.CHANNEL_BINDING_TYPES)
print(hasattr(ssl, 'RAND_egd'), hasattr(ssl, 'enum_certificates'))

# Any OpenSSL that 3.11 is built with.
print(ssl.OPENSSL_VERSION.startswith('OpenSSL '), ssl.OPENSSL_VERSION.startswith('LibreSSL'), ssl.OPENSSL_VERSION.startswith('Open'))
print(ssl.OPENSSL_VERSION_INFO < (1, 1, 1), (1, 1, 0) < ssl.OPENSSL_VERSION_INFO, ssl.OPENSSL_VERSION_INFO >= (1,), ssl.OPENSSL_VERSION_INFO <= (1, 0, 2), (1, 0) == ssl.OPENSSL_VERSION_INFO)
print(ssl.OPENSSL_VERSION_NUMBER >= 0x10100000, 0x10000000 > ssl.OPENSSL_VERSION_NUMBER, ssl.OPENSSL_VERSION_NUMBER != 0x1000207f)

# Errors.
for name in 'SSLError SSLCertVerificationError SSLZeroReturnError SSLWantReadError SSLWantWriteError SSLSyscallError SSLEOFError'.split():
    cls = getattr(ssl, name)
    print(name, cls.__module__, [b.__name__ for b in cls.__mro__], cls.__doc__)
    for args in ((), ('one',), (1, 'two'), (1, 2), (1, 'two', 'three')):
        e = cls(*args)
        print(repr(e), str(e), e.args, e.errno, e.strerror, hasattr(e, 'reason'), hasattr(e, 'verify_code'))
e = pickle.loads(pickle.dumps(ssl.SSLError(1, 'no')))
print(repr(e), e.errno, isinstance(e, OSError), ssl.CertificateError is ssl.SSLCertVerificationError)
ends('socket error', lambda: 1 / 0 if ssl.socket_error is OSError else None)

# Memory BIOs.
bio = ssl.MemoryBIO()
print(bio.pending, bio.eof, bio.read(), bio.read(5))
print(bio.write(b'foo'), bio.write(bytearray(b'bar')), bio.write(memoryview(b'bazz')), bio.pending)
print(bio.read(0), bio.read(4), bio.pending, bio.eof, bio.write_eof(), bio.eof, bio.read(-3), bio.eof, bio.pending)
ends('after the end', lambda: bio.write(b''))
ends('write str', lambda: ssl.MemoryBIO().write('x'))
ends('write bool', lambda: ssl.MemoryBIO().write(True))
ends('write none', lambda: ssl.MemoryBIO().write(None))
ends('read str', lambda: bio.read('x'))
ends('write nothing', lambda: bio.write())
ends('MemoryBIO(1)', lambda: ssl.MemoryBIO(1))
ends('MemoryBIO(a=1)', lambda: ssl.MemoryBIO(a=1))
ends('set pending', lambda: setattr(bio, 'pending', 1))
ends('set other', lambda: setattr(bio, 'other', 1))
for name in ('Certificate', 'SSLSession'):
    ends(name, getattr(_ssl, name))
for name in ('MemoryBIO', 'Certificate', 'SSLSession', '_SSLSocket'):
    ends(name, lambda: type('Sub', (getattr(_ssl, name),), {}))
ends('copied', lambda: copy.deepcopy(bio))

# Contexts keep what they are told.
warnings.simplefilter('error')
for protocol in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER, ssl.PROTOCOL_TLS, ssl.PROTOCOL_TLSv1, ssl.PROTOCOL_TLSv1_1, ssl.PROTOCOL_TLSv1_2, 0, 1, 99, -1, None, 'x'):
    ends(protocol, lambda: ssl.SSLContext(protocol).protocol)
ends('no protocol', lambda: ssl.SSLContext())
ends('no arguments', lambda: _ssl._SSLContext())
warnings.simplefilter('ignore')
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    ssl.SSLContext(ssl.PROTOCOL_TLS)
    ssl.SSLContext()
    print([(str(w.message), w.lineno) for w in caught])
for protocol in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER, ssl.PROTOCOL_TLS):
    for first in ('verify_mode', 'check_hostname'):
        for mode in (0, ssl.CERT_OPTIONAL, 2, 3, -1, 'x', None):
            for check in (True, False, 1, [], 'x'):
                c = ssl.SSLContext(protocol)
                log = [c.verify_mode, c.check_hostname]
                for name, value in (('verify_mode', mode), ('check_hostname', check))[:: 1 if first == 'verify_mode' else -1]:
                    try:
                        setattr(c, name, value)
                    except Exception as e:
                        log.append((type(e).__name__, str(e)))
                    log.append((c.verify_mode, c.check_hostname))
                print(protocol, first, mode, check, log)
server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
client = ssl.create_default_context()
print(client.verify_mode, client.check_hostname, client.protocol, client.post_handshake_auth, client.sni_callback, client.keylog_filename, client.sslsocket_class)
print(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).verify_mode, ssl._create_unverified_context().verify_mode, ssl._create_stdlib_context().check_hostname)
ends('purpose', lambda: ssl.create_default_context('x'))
ends('sni of a client', lambda: setattr(client, 'sni_callback', None))
ends('sni', lambda: setattr(server, 'sni_callback', 1))
server.sni_callback = print
print(server.sni_callback)
server.post_handshake_auth = 1
print(server.post_handshake_auth, client.set_alpn_protocols(['http/1.1', 'h2']), client.load_default_certs(), client.set_default_verify_paths())
ends('alpn', lambda: client.set_alpn_protocols(['']))
ends('nothing to load', lambda: client.load_verify_locations())
ends('other', lambda: setattr(client, 'other', 3) or client.other)
ends('protocol', lambda: setattr(_ssl._SSLContext(16), 'protocol', 3))
ends('bare other', lambda: setattr(_ssl._SSLContext(16), 'other', 3))
ends('copied', lambda: copy.copy(client))
ends('pickled', lambda: pickle.dumps(client))


class Mine(ssl.SSLContext):
    def __init__(self, *args):
        self.mine = args


mine = Mine(ssl.PROTOCOL_TLS_CLIENT)
print(mine.mine, mine.verify_mode)

# Random bytes: what is refused.
ends('RAND_bytes', lambda: ssl.RAND_bytes(-1))
ends('RAND_bytes', lambda: ssl.RAND_bytes('x'))
ends('RAND_add', lambda: (ssl.RAND_add(b'', 1.0), ssl.RAND_add('x', 1)))
ends('RAND_add', lambda: ssl.RAND_add(1, 1.0))
ends('RAND_add', lambda: ssl.RAND_add(b'', 'x'))

# What the library makes of it before it connects.
print(HTTPSConnection('example.org').port, HTTPConnection('example.org').port)
print([h.__class__.__name__ for h in urllib.request.build_opener().handlers if 'HTTPS' in h.__class__.__name__])
print(ssl.DER_cert_to_PEM_cert(b'0\x82' * 40), ssl.PEM_cert_to_DER_cert('-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n'))
ends('PEM', lambda: ssl.PEM_cert_to_DER_cert('x'))
print(ssl.cert_time_to_seconds('Jan  5 09:34:43 2018 GMT'), ssl.get_protocol_name(ssl.PROTOCOL_TLS_CLIENT))
for pattern, host in (('example.com', 'EXAMPLE.com'), ('*.a.com', 'x.a.com'), ('*.a.com', 'a.com'), ('*', 'a'), ('f*.com', 'foo.com'), ('a.*.com', 'a.b.com'), ('*.*.com', 'a.b.com')):
    ends((pattern, host), lambda: ssl._dnsname_match(pattern, host))
cert = {'subject': ((('commonName', 'example.com'),),), 'subjectAltName': (('DNS', 'www.example.com'), ('IP Address', '10.11.12.13'))}
for host in ('www.example.com', 'example.com', '10.11.12.13', '10.11.12.14', '::1'):
    ends(host, lambda: ssl.match_hostname(cert, host))
ends('no cert', lambda: ssl.match_hostname({}, 'x'))
ends('SSLSocket', lambda: ssl.SSLSocket())
ends('SSLObject', lambda: ssl.SSLObject())
