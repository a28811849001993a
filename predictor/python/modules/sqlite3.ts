// The `_sqlite3` module (Modules/_sqlite/module.c) as far as importing it and registering with it goes. What a database would answer is unknown.
import { defineClass, defineModule, type Methods, setRaw } from '../define.ts';
import { doubt, unknown } from '../unknown-value.ts';
import { Dict, type Module, T, type Type, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { constants } from './holes.ts';
import { moduleError } from './module-errors.ts';
import { modulePatches } from './patches.ts';

const classes = new Map<string, Type>();
/** A class whose instances are unknown; a database may also refuse. */
function open(name: string): Type {
  let cls = classes.get(name);
  if (cls === undefined) classes.set(name, (cls = defineClass({ name, module: 'sqlite3', slots: { new: (_cls, args) => opened(name, args[0]) } })));
  return cls;
}
function opened(name: string, database: Value | undefined): Value {
  if (typeof database === 'string' && database !== ':memory:' && database !== '') effect('write', database);
  const answer = unknown('not-modelled', `sqlite3.${name}`);
  doubt(answer.origins);
  return answer;
}
/** Name → base. */
const errors: readonly (readonly [string, string])[] = [
  ['Warning', 'Exception'],
  ['Error', 'Exception'],
  ['InterfaceError', 'sqlite3.Error'],
  ['DatabaseError', 'sqlite3.Error'],
  ...['InternalError', 'OperationalError', 'ProgrammingError', 'IntegrityError', 'DataError', 'NotSupportedError'].map(n => [n, 'sqlite3.DatabaseError'] as const),
];
const nothing = (): Value => null;
const rows: Methods = {
  connect: { params: '*args, **kw', call: (args: Value[]) => opened('connect', args[0]) },
  register_adapter: { params: 'type, adapter, /', call: nothing },
  register_converter: { params: 'typename, converter, /', call: nothing },
  enable_callback_tracebacks: { params: 'enable, /', call: nothing },
  enable_shared_cache: { params: 'do_enable', call: nothing },
  complete_statement: { params: 'statement', call: () => unknown('not-modelled', 'sqlite3.complete_statement', T.bool) },
  adapt: { params: '*args', call: () => opened('adapt', undefined) },
};
export const sqlite3Module = (): Module =>
  defineModule('_sqlite3', rows, {
    ...constants('_sqlite3'),
    ...Object.fromEntries(errors.map(([name, base]) => [name, moduleError('sqlite3', name, base)])),
    ...Object.fromEntries(['Blob', 'Connection', 'Cursor', 'PrepareProtocol', 'Row'].map(n => [n, open(n)])),
    adapters: new Dict(),
    converters: new Dict(),
    version: '2.6.0',
    // Taken apart at the import; see below.
    sqlite_version: '3.40.1',
  });

// It is as new as the machine's library is.
modulePatches.set('sqlite3.dbapi2', m => {
  setRaw(m.dict, 'sqlite_version', unknown('not-modelled', 'sqlite3.sqlite_version', T.str));
  setRaw(m.dict, 'sqlite_version_info', unknown('not-modelled', 'sqlite3.sqlite_version', T.tuple));
});
