// The table of modules written in the engine: name → maker, called at the first import. A module of the library that is written in C stands here.
import type { Module } from '../values.ts';
import { binasciiModule } from './binascii.ts';
import { bisectModule } from './bisect.ts';
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

type Makers = Readonly<Record<string, () => Module>>;

const makers: Makers = {
  _bisect: bisectModule,
  _collections: collectionsModule,
  _functools: functoolsModule,
  _heapq: heapqModule,
  _operator: operatorModule,
  _json: jsonModule,
  _random: randomModule,
  _string: stringModule,
  _struct: structModule,
  binascii: binasciiModule,
  itertools: itertoolsModule,
  math: mathModule,
  time: timeModule,
  unicodedata: unicodedataModule,
  zlib: zlibModule,
};

export function registerModules(table: Map<string, () => Module>): void {
  for (const [name, make] of Object.entries(makers)) table.set(name, make);
}
