// Code objects and frames: what the compiler makes from a function, and what one activation of it holds.
import type { Scope } from './syntax/scopes.ts';
import type { Signature, Value, Dict, Cell, Func, Iter, Tuple } from './values.ts';

/** How a statement ended. The returned value is in `frame.result`. */
export const NORMAL = 0;
export const BREAK = 1;
export const CONTINUE = 2;
export const RETURN = 3;
export type Completion = 0 | 1 | 2 | 3;

/** Compiled forms. The generator forms exist only for what holds a `yield` or `await`. */
export type Evaluate = (f: Frame) => Value;
export type Execute = (f: Frame) => Completion;
export type EvaluateGen = (f: Frame) => Generator<Value, Value, Value>;
export type ExecuteGen = (f: Frame) => Generator<Value, Completion, Value>;

export interface Parameters {
  /** All names, in slot order: positional-only, positional, keyword-only, *args, **kwargs. */
  readonly names: readonly string[];
  readonly posonly: number;
  /** positional-only + positional. */
  readonly positional: number;
  readonly kwonly: number;
  readonly vararg: boolean;
  readonly kwarg: boolean;
}

export type CodeKind = 'function' | 'generator' | 'coroutine' | 'async-generator';

/** One compiled function, class body, comprehension or module. Its body is compiled at the first call. */
export interface Code {
  readonly name: string;
  readonly qualname: string;
  readonly file: string;
  readonly line: number;
  readonly doc: Value;
  readonly kind: CodeKind;
  readonly scope: Scope;
  readonly params: Parameters;
  /** Positional parameters and nothing else: the fast way of binding applies. */
  readonly simple: boolean;
  /** Length of a frame's slots: locals, own cells, free variables, then temporaries. */
  slotCount: number;
  /** Names of the slots up to the free variables, in CPython's co_localsplus order. */
  readonly slotNames: readonly string[];
  /** Slots that become cells on entry. */
  readonly cellSlots: readonly number[];
  /** First slot of the free variables. */
  readonly freeStart: number;
  readonly freevars: readonly string[];
  /** Runs the body; undefined until the first call compiles it. */
  run: Evaluate;
  generate: ((f: Frame) => Generator<Value, unknown, Value>) | null;
  /** Functions of the user's own files are stepped into by a trace, library code is not. */
  readonly library: boolean;
  /** The Python-level code object, made when someone asks. */
  object: Value | undefined;
  /** The epoch in which it was last noted to run (watched-reads.ts). */
  epoch: number;
  /** Source module, for `inspect` and tracebacks. */
  readonly source: SourceFile;
}

/** A file (or an `exec` text) that code came from. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly lines: readonly string[];
}

export class Frame {
  readonly code: Code;
  readonly slots: (Value | undefined)[];
  readonly globals: Dict;
  /** The namespace of a module or class body, or what `exec` was given; null in functions. */
  locals: Value;
  line: number;
  back: Frame | null = null;
  depth = 0;
  result: Value = null;
  /** The function, for `super()` and error texts. */
  readonly func: Func | null;
  /** The generator that owns this frame. */
  owner: Iter | null = null;
  /** The Python-level frame object and its `f_locals`, made when someone asks. */
  object: Value | undefined = undefined;
  localsDict: Dict | null = null;
  /** Tracer's own data. */
  trace: unknown = null;
  constructor(code: Code, slots: (Value | undefined)[], globals: Dict, func: Func | null) {
    this.code = code;
    this.slots = slots;
    this.globals = globals;
    this.locals = null;
    this.line = code.line;
    this.func = func;
  }
}
export type { Cell, Signature, Tuple };
