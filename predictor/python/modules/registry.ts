// The table of modules written in the engine: name → maker, called at the first import. A module of the library that is written in C stands here.
import type { Module } from '../values.ts';
import { arrayModule } from './array.ts';
import { binasciiModule } from './binascii.ts';
import { bisectModule } from './bisect.ts';
import { codecsModule } from './codecs.ts';
import { collectionsModule } from './collections.ts';
import { functoolsModule } from './functools.ts';
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
import { opcodeModule, tracemallocModule } from './opcode.ts';
import { warningsModule } from './warnings.ts';
import { signalModule } from './signal.ts';
import { localeModule } from './locale.ts';
import { contextvarsModule } from './contextvars.ts';
import { impModule } from './imp.ts';

type Makers = Readonly<Record<string, () => Module>>;

const makers: Makers = {
  _bisect: bisectModule,
  _codecs: codecsModule,
  _collections: collectionsModule,
  _functools: functoolsModule,
  _heapq: heapqModule,
  _operator: operatorModule,
  _json: jsonModule,
  _random: randomModule,
  _string: stringModule,
  _struct: structModule,
  array: arrayModule,
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
};

export function registerModules(table: Map<string, () => Module>): void {
  for (const [name, make] of Object.entries(makers)) table.set(name, make);
}
