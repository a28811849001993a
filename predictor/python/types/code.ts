// Code, frame and traceback objects as the program sees them.
import { defineClass } from '../define.ts';
import { dictDelete, dictSet } from '../dict-keys.ts';
import { shownFrom } from '../frames-in-c.ts';
import type { Code, Frame } from '../frames.ts';
import { compileBody } from '../live-codes.ts';
import { NotImplemented } from '../operators.ts';
import { typeError } from '../raise.ts';
import { touch } from '../state.ts';
import { unknown } from '../unknown-value.ts';
import { type Cell, Dict, Obj, T, Traceback, Tuple, type Value } from '../values.ts';
import { codeHash, codesEqual } from './code-equality.ts';
import { address } from './object.ts';
import { noteLines } from '../watched-reads.ts';

export class CodeObject extends Obj {
  readonly code: Code;
  constructor(code: Code) {
    super(T.code);
    this.code = code;
  }
}
export function codeObject(code: Code): Value {
  code.object ??= new CodeObject(code);
  return code.object;
}
export function codeOf(v: Value): Code {
  if (v instanceof CodeObject) return v.code;
  throw typeError('__code__ must be set to a code object');
}

/** co_flags: OPTIMIZED, NEWLOCALS, VARARGS, VARKEYWORDS, NESTED, GENERATOR, COROUTINE, ASYNC_GENERATOR. */
function flags(c: Code): number {
  const kind = { function: 0, generator: 0x20, coroutine: 0x80, 'async-generator': 0x200 }[c.kind];
  const fast = c.scope.kind === 'module' || c.scope.kind === 'class' ? 0 : 3;
  return fast | (c.params.vararg ? 4 : 0) | (c.params.kwarg ? 8 : 0) | (c.scope.isNested ? 0x10 : 0) | kind | (iterableCoroutines.has(c) ? 0x100 : 0);
}
/** Generator functions that `types.coroutine` has made awaitable (CO_ITERABLE_COROUTINE). */
export const iterableCoroutines = new WeakSet<Code>();
/** `code.replace`: the same body under other names and flags. */
function replaced(c: CodeObject, kw: Map<string, Value> | null): Value {
  const code = compileBody(c.code);
  const text = (name: string, fallback: string): string => (typeof kw?.get(name) === 'string' ? (kw.get(name) as string) : fallback);
  const line = kw?.get('co_firstlineno');
  for (const k of kw?.keys() ?? []) if (!['co_name', 'co_qualname', 'co_filename', 'co_firstlineno', 'co_flags'].includes(k)) return unknown('not-modelled', `code.replace(${k})`);
  const made: Code = {
    ...code, name: text('co_name', code.name), qualname: text('co_qualname', code.qualname), file: text('co_filename', code.file), line: typeof line === 'number' ? line : code.line, object: undefined,
    // One body for both, compiled again where it was let go of.
    run: f => compileBody(code).run(f),
  };
  const wanted = kw?.get('co_flags');
  if (typeof wanted === 'number' && (wanted & 0x100) !== 0) {
    iterableCoroutines.add(made);
    iterableCoroutines.add(code);
  }
  return new CodeObject(made);
}
T.code = defineClass({
  name: 'code',
  subclassable: false,
  slots: {
    // Bytecode is not read here.
    new: () => unknown('not-modelled', 'code()'),
    repr: v => {
      const { code } = v as CodeObject;
      return `<code object ${code.name} at ${address(v)}, file "${code.file}", line ${code.line}>`;
    },
    compare: (a, b, op) => {
      if (!(a instanceof CodeObject && b instanceof CodeObject) || (op !== 2 && op !== 3)) return NotImplemented;
      const equal = codesEqual(a.code, b.code, flags);
      return typeof equal === 'boolean' ? equal === (op === 2) : equal;
    },
    hash: v => codeHash((v as CodeObject).code),
  },
  methods: {
    replace: { params: 'self, **kw', call: replaced },
    co_lines: { params: 'self, /', call: () => unknown('not-modelled', 'code.co_lines') },
    _varname_from_oparg: { params: 'self, oparg', call: () => unknown('not-modelled', 'code._varname_from_oparg', T.str) },
    co_positions: { params: 'self, /', call: () => unknown('not-modelled', 'code.co_positions') },
  },
  getset: {
    co_name: [(c: CodeObject) => c.code.name],
    co_qualname: [(c: CodeObject) => c.code.qualname],
    co_filename: [(c: CodeObject) => c.code.file],
    co_firstlineno: [(c: CodeObject) => (noteLines(c.code), c.code.line)],
    co_argcount: [(c: CodeObject) => c.code.params.positional],
    co_posonlyargcount: [(c: CodeObject) => c.code.params.posonly],
    co_kwonlyargcount: [(c: CodeObject) => c.code.params.kwonly],
    co_nlocals: [(c: CodeObject) => compileBody(c.code).scope.varnames.length],
    co_flags: [(c: CodeObject) => flags(c.code)],
    co_varnames: [(c: CodeObject) => new Tuple(compileBody(c.code).scope.varnames)],
    co_cellvars: [(c: CodeObject) => new Tuple(compileBody(c.code).scope.cellvars)],
    co_freevars: [(c: CodeObject) => new Tuple(c.code.scope.freevars)],
    co_names: [(c: CodeObject) => new Tuple([...compileBody(c.code).scope.names].filter(([, b]) => b.startsWith('global')).map(([n]) => n))],
    // What a compiler of bytecode would put there, and in which order.
    co_consts: [() => unknown('not-modelled', 'co_consts', T.tuple)],
    co_code: [() => unknown('not-modelled', 'co_code', T.bytes)],
    co_stacksize: [() => unknown('not-modelled', 'co_stacksize', T.int)],
    _co_code_adaptive: [() => unknown('not-modelled', '_co_code_adaptive', T.bytes)],
    co_linetable: [() => unknown('not-modelled', 'co_linetable', T.bytes)],
    co_lnotab: [() => unknown('not-modelled', 'co_lnotab', T.bytes)],
    co_exceptiontable: [() => unknown('not-modelled', 'co_exceptiontable', T.bytes)],
  },
});

// Frames ------------------------------------------------------------------------------------------------------------

export class FrameObject extends Obj {
  readonly frame: Frame;
  constructor(frame: Frame) {
    super(T.frame);
    this.frame = frame;
  }
}
export function frameObject(f: Frame): Value {
  f.object ??= new FrameObject(f);
  return f.object;
}
/** `locals()`: the namespace of a module or class, or the dict that mirrors a function's slots (`PyFrame_FastToLocals`). */
export function localsOf(f: Frame): Value {
  const { kind } = f.code.scope;
  if (kind === 'module' || kind === 'class') {
    if (kind === 'class' && f.locals instanceof Dict) {
      // Free variables show in a class body's locals too.
    }
    return f.locals;
  }
  const d = (f.localsDict ??= new Dict());
  touch(d);
  const { slotNames, cellSlots, freeStart } = f.code;
  for (let i = 0; i < slotNames.length; i++) {
    let v = f.slots[i];
    if (i >= freeStart || cellSlots.includes(i)) v = (v as unknown as Cell | undefined)?.value;
    if (v !== undefined) dictSet(d, slotNames[i], v);
    else dictDelete(d, slotNames[i]);
  }
  return d;
}
T.frame = defineClass({
  name: 'frame',
  subclassable: false,
  slots: { repr: v => `<frame at ${address(v)}, file '${(v as FrameObject).frame.code.file}', line ${(v as FrameObject).frame.line}, code ${(v as FrameObject).frame.code.name}>` },
  methods: { clear: { params: 'self, /', call: () => null } },
  getset: {
    f_back: [
      (o: FrameObject) => {
        const back = shownFrom(o.frame.back);
        return back === null ? null : frameObject(back);
      },
    ],
    f_code: [(o: FrameObject) => codeObject(o.frame.code)],
    f_globals: [(o: FrameObject) => o.frame.globals],
    f_locals: [(o: FrameObject) => localsOf(o.frame)],
    f_builtins: [(o: FrameObject) => o.frame.globals.map.get('__builtins__')?.value ?? null],
    f_lineno: [(o: FrameObject) => (noteLines(o.frame.code), o.frame.line)],
    f_lasti: [() => unknown('not-modelled', 'f_lasti', T.int)],
    f_trace: [() => null, () => {}],
    f_trace_lines: [() => true, () => {}],
    f_trace_opcodes: [() => false, () => {}],
  },
});

T.traceback = defineClass({
  name: 'traceback',
  subclassable: false,
  slots: {
    new: (_cls, args) => {
      const [next, frame, , line] = args;
      if (!(frame instanceof FrameObject)) throw typeError('traceback() argument 2 must be frame');
      return new Traceback(frame.frame, Number(line), next instanceof Traceback ? next : null);
    },
  },
  getset: {
    tb_frame: [(t: Traceback) => frameObject(t.frame)],
    tb_lineno: [(t: Traceback) => (noteLines(t.frame.code), t.line)],
    tb_lasti: [() => unknown('not-modelled', 'tb_lasti', T.int)],
    tb_next: [
      (t: Traceback) => t.next,
      (t: Traceback, v: Value | undefined) => {
        if (v !== null && !(v instanceof Traceback)) throw typeError('expected traceback object or None');
        touch(t);
        t.next = v;
      },
    ],
  },
});
