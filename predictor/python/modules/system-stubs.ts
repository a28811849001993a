// Modules of the system that little is known of in a rehearsal: they import, their constants are right, and what they would do is listed or unknown.
import { defineClass, defineModule, type Methods } from '../define.ts';
import { excTypes } from '../raise.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { unknown } from '../unknown-value.ts';
import { List, type Module, Tuple, type Type, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { strOf } from '../types/convert.ts';
import { constants, holes } from './holes.ts';
import { moduleError } from './module-errors.ts';

const classes = new Map<string, Type>();
/** A class whose instances are unknown. */
function hole(module: string, name: string): Type {
  const full = `${module}.${name}`;
  let cls = classes.get(full);
  if (cls === undefined) classes.set(full, (cls = defineClass({ name, module, slots: { new: () => unknown('not-modelled', full) } })));
  return cls;
}
const compressors = (module: string, names: string): Record<string, Value> => Object.fromEntries(names.split(' ').map(n => [n, hole(module, n)]));

export const bz2Module = (): Module => defineModule('_bz2', {}, compressors('_bz2', 'BZ2Compressor BZ2Decompressor'));
export const lzmaModule = (): Module =>
  defineModule('_lzma', holes('_lzma', 'is_check_supported _encode_filter_properties _decode_filter_properties'), {
    ...compressors('_lzma', 'LZMACompressor LZMADecompressor'), LZMAError: moduleError('_lzma', 'LZMAError'),
    FORMAT_AUTO: 0, FORMAT_XZ: 1, FORMAT_ALONE: 2, FORMAT_RAW: 3, CHECK_NONE: 0, CHECK_CRC32: 1, CHECK_CRC64: 4, CHECK_SHA256: 10, CHECK_ID_MAX: 15, CHECK_UNKNOWN: 16, FILTER_LZMA1: 4611686018427387905n, FILTER_LZMA2: 33, FILTER_DELTA: 3,
    FILTER_X86: 4, FILTER_IA64: 6, FILTER_ARM: 7, FILTER_ARMTHUMB: 8, FILTER_SPARC: 9, FILTER_POWERPC: 5, MF_HC3: 3, MF_HC4: 4, MF_BT2: 18, MF_BT3: 19, MF_BT4: 20, MODE_FAST: 1, MODE_NORMAL: 2, PRESET_DEFAULT: 6, PRESET_EXTREME: 2147483648,
  });

/** Codecs of East Asian encodings: their modules import, and what they would encode or decode is unknown. */
export const multibyteModule = (): Module =>
  defineModule('_multibytecodec', {}, compressors('_multibytecodec', 'MultibyteIncrementalEncoder MultibyteIncrementalDecoder MultibyteStreamReader MultibyteStreamWriter'));
const codecsOf = (module: string) => (): Module =>
  defineModule(module, {
    getcodec: {
      params: 'name, /',
      call: (name: Value) => defineModule('codec', holes(`codec ${strOf(name) ?? '?'}`, 'encode decode')),
    },
  });
export const multibyteCodecs = Object.fromEntries(['_codecs_cn', '_codecs_hk', '_codecs_iso2022', '_codecs_jp', '_codecs_kr', '_codecs_tw'].map(n => [n, codecsOf(n)]));
export const cryptModule = (): Module => defineModule('_crypt', holes('_crypt', 'crypt'));

const passwd = structSequence('pwd.struct_passwd', ['pw_name', 'pw_passwd', 'pw_uid', 'pw_gid', 'pw_gecos', 'pw_dir', 'pw_shell']);
const group = structSequence('grp.struct_group', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem']);
export const pwdModule = (): Module => defineModule('pwd', holes('pwd', 'getpwuid getpwnam getpwall'), { struct_passwd: passwd.cls() });
export const grpModule = (): Module => defineModule('grp', holes('grp', 'getgrgid getgrnam getgrall'), { struct_group: group.cls() });

export const fcntlModule = (): Module =>
  defineModule('fcntl', {
    ...holes('fcntl', 'ioctl'),
    fcntl: { params: 'fd, cmd, arg=0, /', call: () => 0 },
    flock: { params: 'fd, operation, /', call: () => null },
    lockf: { params: 'fd, cmd, len=0, start=0, whence=0, /', call: () => null },
  }, constants('fcntl'));
export const termiosModule = (): Module =>
  defineModule('termios', holes('termios', 'tcgetattr tcsetattr tcsendbreak tcdrain tcflush tcflow tcgetwinsize tcsetwinsize'), { ...constants('termios'), error: moduleError('termios', 'error') });
export const resourceModule = (): Module =>
  defineModule('resource', holes('resource', 'getrusage getrlimit setrlimit prlimit getpagesize'), { ...constants('resource'), error: excTypes.get('OSError')!, struct_rusage: hole('resource', 'struct_rusage') });
export const syslogModule = (): Module => defineModule('syslog', { ...holes('syslog', 'setlogmask LOG_MASK LOG_UPTO'), syslog: { params: '*args', call: () => null }, openlog: { params: '*args, **kw', call: () => null }, closelog: { params: '', call: () => null } });

export const readlineModule = (): Module =>
  defineModule('readline', Object.fromEntries(
    ['parse_and_bind', 'set_completer', 'set_completer_delims', 'get_completer', 'get_completer_delims', 'read_init_file', 'read_history_file', 'write_history_file', 'set_history_length', 'add_history', 'clear_history', 'set_startup_hook', 'set_pre_input_hook', 'get_history_item', 'set_auto_history', 'insert_text', 'redisplay']
      .map(n => [n, { params: '*args', call: () => null }]),
  ));

const quiet: Methods = Object.fromEntries(['enable', 'disable', 'register', 'unregister', 'dump_traceback_later', 'cancel_dump_traceback_later', 'dump_traceback'].map(n => [n, { params: '*args, **kw', call: () => null }]));
export const faulthandlerModule = (): Module => defineModule('faulthandler', { ...quiet, is_enabled: { params: '', returns: 'bool', call: () => false } });

export const posixsubprocessModule = (): Module =>
  defineModule('_posixsubprocess', {
    fork_exec: {
      params: '*args',
      call: (args: Value[]) => {
        const command = args[0];
        effect('subprocess', command instanceof Tuple || command instanceof List ? command.items.map(a => strOf(a) ?? '?').join(' ') : 'unknown');
        return unknown('input', 'subprocess');
      },
    },
  });
