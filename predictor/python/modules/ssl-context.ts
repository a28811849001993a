// `_ssl._SSLContext` (Modules/_ssl.c): what a context is told, and tells again. Ciphers, certificates and limits are those of the machine's OpenSSL and of its settings, and
// whoever is at the other end is the world: these are unknown.
import { typeOf } from '../attributes.ts';
import { isLibrary } from '../code-of-files.ts';
import { defineClass, type GetSets, type Methods } from '../define.ts';
import { repr, truth } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { touch } from '../state.ts';
import { strOf, toParsedInt } from '../types/convert.ts';
import { unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { Mutable, T, type Type, type Value } from '../values.ts';
import { filesNow } from '../world.ts';
import { holes } from './holes.ts';
import { warn } from './warnings.ts';

const CERT_NONE = 0;
const CERT_REQUIRED = 2;
const TLS_CLIENT = 16;
/** Number of a protocol → its name, where it is going away. */
const leaving = new Map([[2, 'PROTOCOL_TLS'], [3, 'PROTOCOL_TLSv1'], [4, 'PROTOCOL_TLSv1_1'], [5, 'PROTOCOL_TLSv1_2']]);

class Context extends Mutable {
  protocol = 2;
  verifyMode = CERT_NONE;
  checkHostname = false;
  postHandshakeAuth = false;
  sniCallback: Value = null;
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}

function make(cls: Type, args: Value[]): Value {
  if (args.length !== 1) throw typeError(`_SSLContext expected 1 argument, got ${args.length}`);
  const protocol = toParsedInt(args[0]);
  const going = leaving.get(protocol);
  if (going === undefined && protocol !== TLS_CLIENT && protocol !== 17) throw valueError(`invalid or unsupported protocol version ${protocol}`);
  if (going !== undefined) warn('DeprecationWarning', `ssl.${going} is deprecated`, 2);
  const c = new Context(cls);
  c.protocol = protocol;
  if (protocol === TLS_CLIENT) Object.assign(c, { verifyMode: CERT_REQUIRED, checkHostname: true });
  return c;
}

function setVerifyMode(c: Context, v: Value | undefined): void {
  const mode = toParsedInt(given(v));
  if (mode === CERT_NONE && c.checkHostname) throw valueError('Cannot set verify_mode to CERT_NONE when check_hostname is enabled.');
  if (mode < CERT_NONE || mode > CERT_REQUIRED) throw valueError('invalid value for verify_mode');
  touch(c);
  c.verifyMode = mode;
}
function setCheckHostname(c: Context, v: Value | undefined): void {
  const check = truth(given(v));
  touch(c);
  c.checkHostname = check;
  if (check && c.verifyMode === CERT_NONE) c.verifyMode = CERT_REQUIRED;
}
function setSniCallback(c: Context, v: Value | undefined): void {
  const callback = given(v);
  if (c.protocol === TLS_CLIENT) throw valueError('sni_callback cannot be set on TLS_CLIENT context');
  touch(c);
  c.sniCallback = null;
  if (callback !== null && typeOf(callback).slots.call === undefined) throw typeError('not a callable object');
  c.sniCallback = callback;
}
/** What is set; nobody takes these away. */
function given(v: Value | undefined): Value {
  if (v === undefined) throw new UnknownUsed(unknown('not-modelled', 'deleting from an SSLContext').origins);
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  return v;
}
const refuse = (name: string) => (_c: Context, v: Value | undefined): void => {
  throw new UnknownUsed(unknown('not-modelled', `ssl.SSLContext.${name} = ${repr(given(v))}`).origins);
};
/** As the machine's OpenSSL has it, and what becomes of it is too. */
const ofTheMachine = (name: string, type: Type): GetSets[string] => [() => unknown('input', `ssl.SSLContext.${name}`, type), refuse(name)];
/** None until it is set. */
const unset = (name: string): GetSets[string] => [() => null, refuse(name)];
const told = (name: string, type: Type): Methods[string] => ({ params: 'self, *args, **kw', call: () => unknown('input', `ssl.SSLContext.${name}`, type) });
const nothing: Methods[string] = { params: 'self, *args, **kw', call: () => null };

/** The certificates of the package that is made of them are good ones. */
const isGood = (file: Value): boolean => typeof file === 'string' && file.endsWith('/certifi/cacert.pem') && isLibrary(file) && filesNow().kind(file) === 'file';
const load = holes('ssl.SSLContext', 'load_verify_locations').load_verify_locations.call as () => Value;

export const contextClass: Type = defineClass({
  name: '_SSLContext',
  module: '_ssl',
  alloc: cls => new Context(cls),
  slots: { new: make },
  methods: {
    ...holes('ssl.SSLContext', '_wrap_socket _wrap_bio set_ciphers load_cert_chain load_dh_params set_ecdh_curve'),
    load_verify_locations: {
      params: 'self, /, cafile=None, capath=None, cadata=None',
      call: (_c: Context, cafile: Value = null, capath: Value = null, cadata: Value = null) => {
        if (cafile === null && capath === null && cadata === null) throw typeError('cafile, capath and cadata cannot be all omitted');
        return capath === null && cadata === null && isGood(strOf(cafile) ?? null) ? null : load();
      },
    },
    _set_alpn_protocols: { params: 'self, protos, /', call: () => null },
    set_default_verify_paths: nothing,
    session_stats: told('session_stats', T.dict),
    cert_store_stats: told('cert_store_stats', T.dict),
    get_ca_certs: told('get_ca_certs', T.list),
    get_ciphers: told('get_ciphers', T.list),
  },
  getset: {
    check_hostname: [(c: Context) => c.checkHostname, setCheckHostname],
    _host_flags: ofTheMachine('_host_flags', T.int),
    minimum_version: ofTheMachine('minimum_version', T.int),
    maximum_version: ofTheMachine('maximum_version', T.int),
    keylog_filename: unset('keylog_filename'),
    _msg_callback: unset('_msg_callback'),
    sni_callback: [(c: Context) => c.sniCallback, setSniCallback],
    num_tickets: ofTheMachine('num_tickets', T.int),
    options: ofTheMachine('options', T.int),
    post_handshake_auth: [(c: Context) => c.postHandshakeAuth, (c: Context, v) => {
      const asked = truth(given(v));
      touch(c);
      c.postHandshakeAuth = asked;
    }],
    protocol: [(c: Context) => c.protocol],
    verify_flags: ofTheMachine('verify_flags', T.int),
    verify_mode: [(c: Context) => c.verifyMode, setVerifyMode],
    security_level: [() => unknown('input', 'ssl.SSLContext.security_level', T.int)],
  },
});
