// The table of modules written in the engine: name → maker, called at the first import. A module of the library that is written in C stands here.
import type { Module } from '../values.ts';
import { arrayModule } from './array.ts';
import { binasciiModule } from './binascii.ts';
import { bisectModule } from './bisect.ts';
import { cmathModule } from './cmath.ts';
import { codecsModule } from './codecs.ts';
import { collectionsModule } from './collections.ts';
import { functoolsModule } from './functools.ts';
import { blake2Module, md5Module, sha1Module, sha256Module, sha3Module, sha512Module } from './hashlib.ts';
import { heapqModule } from './heapq.ts';
import { itertoolsModule } from './itertools.ts';
import { jsonModule } from './json.ts';
import { mathModule } from './math.ts';
import { operatorModule } from './operator.ts';
import { randomModule } from './random.ts';
import { stringModule } from './string.ts';
import { structModule } from './struct.ts';
import { timeModule } from './time.ts';
import { unicodedataModule } from './unicodedata.ts';
import { zlibModule } from './zlib.ts';
import { sreModule } from './sre-module.ts';
import { abcModule } from './abc.ts';
import { weakrefModule } from './weakref.ts';
import { threadModule } from './thread.ts';
import { typingModule } from './typing-module.ts';
import { errnoModule } from './errno.ts';
import { atexitModule } from './atexit.ts';
import { gcModule } from './gc.ts';
import { opcodeModule, symtableModule, tracemallocModule } from './opcode.ts';
import { warningsModule } from './warnings.ts';
import { signalModule } from './signal.ts';
import { localeModule } from './locale.ts';
import { contextvarsModule } from './contextvars.ts';
import { impModule } from './imp.ts';
import { posixModule } from './posix.ts';
import { ioModule } from './io-module.ts';
import { astModule } from './ast.ts';
import { bootstrapModule, bootstrapExternalModule } from './frozen-importlib.ts';
import { csvModule } from './csv.ts';
import { marshalModule } from './marshal.ts';
import { pyexpatModule } from './pyexpat.ts';
import { sqlite3Module } from './sqlite3.ts';
import { bz2Module, cryptModule, lzmaModule, multibyteCodecs, multibyteModule, pwdModule, grpModule, fcntlModule, termiosModule, resourceModule, syslogModule, faulthandlerModule, posixsubprocessModule, readlineModule } from './system-stubs.ts';
import { socketModule } from './socket.ts';
import { sslModule } from './ssl.ts';
import { selectModule } from './select.ts';
import './library-patches.ts';
import './netrc.ts';
import './package-patches.ts';
import './zip-times.ts';
import './weak-containers.ts';
import './native-twins.ts';
import './pickle-in-c.ts';

type Makers = Readonly<Record<string, () => Module>>;

const makers: Makers = {
  pyexpat: pyexpatModule,
  _sqlite3: sqlite3Module,
  _bisect: bisectModule,
  _codecs: codecsModule,
  _collections: collectionsModule,
  _functools: functoolsModule,
  _blake2: blake2Module,
  _md5: md5Module,
  _sha1: sha1Module,
  _sha256: sha256Module,
  _sha3: sha3Module,
  _sha512: sha512Module,
  _heapq: heapqModule,
  _operator: operatorModule,
  _json: jsonModule,
  _random: randomModule,
  _string: stringModule,
  _struct: structModule,
  array: arrayModule,
  cmath: cmathModule,
  binascii: binasciiModule,
  itertools: itertoolsModule,
  math: mathModule,
  time: timeModule,
  unicodedata: unicodedataModule,
  zlib: zlibModule,
  _sre: sreModule,
  _abc: abcModule,
  _weakref: weakrefModule,
  _thread: threadModule,
  _typing: typingModule,
  errno: errnoModule,
  atexit: atexitModule,
  gc: gcModule,
  _opcode: opcodeModule,
  _tracemalloc: tracemallocModule,
  _warnings: warningsModule,
  _signal: signalModule,
  _locale: localeModule,
  _contextvars: contextvarsModule,
  _imp: impModule,
  posix: posixModule,
  _io: ioModule,
  _ast: astModule,
  _frozen_importlib: bootstrapModule,
  _frozen_importlib_external: bootstrapExternalModule,
  _csv: csvModule,
  marshal: marshalModule,
  _bz2: bz2Module,
  _lzma: lzmaModule,
  pwd: pwdModule,
  grp: grpModule,
  fcntl: fcntlModule,
  termios: termiosModule,
  resource: resourceModule,
  syslog: syslogModule,
  faulthandler: faulthandlerModule,
  _posixsubprocess: posixsubprocessModule,
  _socket: socketModule,
  _ssl: sslModule,
  select: selectModule,
  readline: readlineModule,
  _symtable: symtableModule,
  _crypt: cryptModule,
  _multibytecodec: multibyteModule,
  ...multibyteCodecs,
};

export function registerModules(table: Map<string, () => Module>): void {
  for (const [name, make] of Object.entries(makers)) table.set(name, make);
}
