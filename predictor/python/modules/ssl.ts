// The `_ssl` module (Modules/_ssl.c), as far as it goes without another end: constants are those of OpenSSL 3, memory BIOs work, contexts keep what they are told. Keys,
// certificates, random bytes and what depends on the OpenSSL that is there are unknown.
import { defineClass, defineModule, type Methods } from '../define.ts';
import { repr, str, truth } from '../operators.ts';
import { excTypes, getExtra, makeExc, raise, typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { bytesOf, floatOf, strArgument, strOf, toParsedInt } from '../types/convert.ts';
import { doubt, KnownInPart, originHere, unknown } from '../unknown-value.ts';
import { Bytes, type Exc, type Kw, type Module, Mutable, T, Tuple, type Type, type Value } from '../values.ts';
import { constants, holes } from './holes.ts';
import { contextClass } from './ssl-context.ts';
import { warn } from './warnings.ts';

class MemoryBio extends Mutable {
  data = new Uint8Array(0);
  ended = false;
  override saver(): () => void {
    const { data, ended } = this;
    return () => {
      Object.assign(this, { data, ended });
    };
  }
}
const bioClass: Type = defineClass({
  name: 'MemoryBIO',
  module: '_ssl',
  subclassable: false,
  alloc: cls => new MemoryBio(cls),
  slots: {
    new: (cls, args, kw: Kw) => {
      if (kw !== null && kw.size > 0) throw typeError('MemoryBIO() takes no keyword arguments');
      if (args.length > 0) throw typeError('MemoryBIO() takes no positional arguments');
      return new MemoryBio(cls);
    },
  },
  methods: {
    read: {
      params: 'self, size=-1, /', returns: 'bytes',
      call: (b: MemoryBio, size?: Value) => {
        const asked = size === undefined ? -1 : toParsedInt(size);
        const n = asked < 0 ? b.data.length : Math.min(asked, b.data.length);
        touch(b);
        const out = b.data.slice(0, n);
        b.data = b.data.slice(n);
        return new Bytes(out);
      },
    },
    write: {
      params: 'self, b, /', returns: 'int',
      call: (b: MemoryBio, data: Value) => {
        const more = bytesOf(data);
        if (b.ended) throw raise(makeExc('ssl.SSLError', 'cannot write() after write_eof()'));
        touch(b);
        const whole = new Uint8Array(b.data.length + more.length);
        whole.set(b.data);
        whole.set(more, b.data.length);
        b.data = whole;
        return more.length;
      },
    },
    write_eof: {
      params: 'self, /',
      call: (b: MemoryBio) => {
        touch(b);
        b.ended = true;
        return null;
      },
    },
  },
  getset: {
    pending: [(b: MemoryBio) => b.data.length],
    eof: [(b: MemoryBio) => b.ended && b.data.length === 0],
  },
});

/** Classes whose instances only a connection has. */
const ofConnections = new Map<string, Type>();
function ofConnection(name: string, fields: string, methods: string, refuses: boolean): Type {
  const known = ofConnections.get(name);
  if (known !== undefined) return known;
  const make = (): Value => {
    if (refuses) throw typeError(`cannot create '_ssl.${name}' instances`);
    const made = unknown('not-modelled', `_ssl.${name}`);
    doubt(made.origins);
    return made;
  };
  const rows = methods === '' ? {} : holes(`_ssl.${name}`, methods);
  const cls = defineClass({ name, module: '_ssl', subclassable: false, slots: { new: make }, methods: rows, getset: Object.fromEntries(fields.split(' ').filter(Boolean).map(f => [f, [() => unknown('input', `ssl: ${f}`)]])) });
  ofConnections.set(name, cls);
  return cls;
}

const errors: readonly (readonly [name: string, doc: string])[] = [
  ['SSLCertVerificationError', 'A certificate could not be verified.'],
  ['SSLZeroReturnError', 'SSL/TLS session closed cleanly.'],
  ['SSLWantReadError', 'Non-blocking SSL socket needs to read more data\nbefore the requested operation can be completed.'],
  ['SSLWantWriteError', 'Non-blocking SSL socket needs to write more data\nbefore the requested operation can be completed.'],
  ['SSLSyscallError', 'System error when attempting SSL operation.'],
  ['SSLEOFError', 'SSL/TLS connection terminated abruptly.'],
];
let errorClasses: Record<string, Type> | undefined;
function errorTypes(): Record<string, Type> {
  if (errorClasses !== undefined) return errorClasses;
  const SSLError = defineClass({
    name: 'SSLError', module: 'ssl', bases: [excTypes.get('OSError')!], hasDict: true, doc: 'An error occurred in the SSL implementation.',
    slots: {
      str: v => {
        const said = getExtra(v as Exc, 'strerror');
        return said !== undefined && said !== null && strOf(said) !== undefined ? str(said) : repr((v as Exc).args);
      },
    },
  });
  excTypes.set('ssl.SSLError', SSLError);
  const further = (name: string): Type[] => (name === 'SSLCertVerificationError' ? [excTypes.get('ValueError')!] : []);
  errorClasses = { SSLError, ...Object.fromEntries(errors.map(([name, doc]) => [name, defineClass({ name, module: 'ssl', bases: [SSLError, ...further(name)], hasDict: true, doc })])) };
  return errorClasses;
}

/** Objects that the library itself asks for by number or name; OpenSSL has a thousand more. */
const objects: readonly (readonly [nid: number, short: string, long: string, oid: string])[] = [
  [129, 'serverAuth', 'TLS Web Server Authentication', '1.3.6.1.5.5.7.3.1'],
  [130, 'clientAuth', 'TLS Web Client Authentication', '1.3.6.1.5.5.7.3.2'],
];
function asn1(found: (typeof objects)[number] | undefined, what: string): Value {
  if (found !== undefined) return new Tuple([...found]);
  const open = unknown('not-modelled', `ssl: ${what}`, T.tuple);
  doubt(open.origins);
  return open;
}
function randomBytes(n: Value): Value {
  if (toParsedInt(n) < 0) throw valueError('num must be positive');
  return unknown('random', 'ssl.RAND_bytes', T.bytes);
}
const rows: Methods = {
  ...holes('_ssl', '_test_decode_cert'),
  RAND_add: {
    params: 'string, entropy, /',
    call: (s: Value, entropy: Value) => {
      if (strOf(s) === undefined) bytesOf(s);
      floatOf(entropy);
      return null;
    },
  },
  RAND_bytes: { params: 'n, /', returns: 'bytes', call: randomBytes },
  RAND_pseudo_bytes: {
    params: 'n, /',
    call: (n: Value) => {
      warn('DeprecationWarning', 'ssl.RAND_pseudo_bytes() is deprecated');
      return new Tuple([randomBytes(n), true]);
    },
  },
  RAND_status: { params: '', returns: 'bool', call: () => unknown('random', 'ssl.RAND_status', T.bool) },
  get_default_verify_paths: {
    params: '',
    call: () => new Tuple(['SSL_CERT_FILE', unknown('input', 'ssl.get_default_verify_paths', T.str), 'SSL_CERT_DIR', unknown('input', 'ssl.get_default_verify_paths', T.str)]),
  },
  txt2obj: {
    params: 'txt, name=False',
    call: (txt: Value, name?: Value) => {
      const wanted = strArgument(txt, 'txt2obj', "argument 'txt'");
      const byName = name !== undefined && truth(name);
      return asn1(objects.find(([, short, long, oid]) => wanted === oid || (byName && (wanted === short || wanted === long))), `txt2obj ${wanted}`);
    },
  },
  nid2obj: {
    params: 'nid, /',
    call: (nid: Value) => {
      const wanted = toParsedInt(nid);
      if (wanted < 0) throw valueError('NID must be positive.');
      return asn1(objects.find(([n]) => n === wanted), `nid2obj ${wanted}`);
    },
  },
};

const ofTheBuild = (name: string, type: Type): Value => unknown('input', `ssl.${name}`, type);
/** CPython 3.11 is built with OpenSSL 1.1.1 or newer, and nothing else (PEP 644). */
function version(): Record<string, Value> {
  const since = (name: string, least: Value, type: Type): Value => new KnownInPart([originHere('input', `ssl.${name}`)], type, { least });
  const info = (): Value => since('OPENSSL_VERSION_INFO', new Tuple([1, 1, 1, 0, 0]), T.tuple);
  return {
    OPENSSL_VERSION: new KnownInPart([originHere('input', 'ssl.OPENSSL_VERSION')], T.str, { start: 'OpenSSL ' }),
    OPENSSL_VERSION_INFO: info(),
    OPENSSL_VERSION_NUMBER: since('OPENSSL_VERSION_NUMBER', 0x10101000, T.int),
    _OPENSSL_API_VERSION: info(),
    _DEFAULT_CIPHERS: ofTheBuild('_DEFAULT_CIPHERS', T.str),
    ...Object.fromEntries(['err_codes_to_names', 'err_names_to_codes', 'lib_codes_to_names'].map(n => [n, ofTheBuild(n, T.dict)])),
    ...Object.fromEntries(['HAS_SSLv3', 'HAS_TLSv1', 'HAS_TLSv1_1'].map(n => [n, ofTheBuild(n, T.bool)])),
  };
}
export const sslModule = (): Module =>
  defineModule('_ssl', rows, {
    ...constants('_ssl'),
    ...Object.fromEntries(['HAS_SNI', 'HAS_TLS_UNIQUE', 'HAS_ECDH', 'HAS_ALPN', 'HAS_TLSv1_2', 'HAS_TLSv1_3'].map(n => [n, true])),
    HAS_NPN: false,
    HAS_SSLv2: false,
    ...version(),
    ...errorTypes(),
    _SSLContext: contextClass,
    MemoryBIO: bioClass,
    _SSLSocket: ofConnection(
      '_SSLSocket', 'context server_side server_hostname owner session session_reused',
      'do_handshake write read pending getpeercert get_channel_binding cipher shared_ciphers version selected_alpn_protocol compression shutdown verify_client_post_handshake get_unverified_chain get_verified_chain', false,
    ),
    SSLSession: ofConnection('SSLSession', 'has_ticket id ticket_lifetime_hint time timeout', '', true),
    Certificate: ofConnection('Certificate', '', 'public_bytes get_info', true),
  }, 'Implementation module for SSL socket operations.  See the socket module\nfor documentation.');
