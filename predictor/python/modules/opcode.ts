// The `_opcode` and `_tracemalloc` modules, as far as the library asks for them: a rehearsal has no bytecode and traces no memory.
import { defineModule } from '../define.ts';
import { Tuple, T, type Module } from '../values.ts';
import { unknown } from '../unknown-value.ts';
import { constants, holes } from './holes.ts';

export const opcodeModule = (): Module =>
  defineModule('_opcode', { stack_effect: { params: 'opcode, oparg=None, /, *, jump=None', call: () => unknown('not-modelled', '_opcode.stack_effect', T.int) }, get_specialization_stats: { params: '', call: () => null } });

/** The `_symtable` module: CPython's own symbol tables are not shown. */
export const symtableModule = (): Module => defineModule('_symtable', holes('_symtable', 'symtable'), constants('_symtable'));

export const tracemallocModule = (): Module =>
  defineModule('_tracemalloc', {
    ...holes('_tracemalloc', '_get_object_traceback _get_traces get_tracemalloc_memory start reset_peak'),
    is_tracing: { params: '', call: () => false },
    clear_traces: { params: '', call: () => null },
    stop: { params: '', call: () => null },
    get_traceback_limit: { params: '', call: () => 1 },
    get_traced_memory: { params: '', call: () => new Tuple([unknown('not-modelled', 'tracemalloc', T.int), unknown('not-modelled', 'tracemalloc', T.int)]) },
  });
