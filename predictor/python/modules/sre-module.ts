// The `_sre` module (Modules/_sre/sre.c): compiled patterns and scanners over the matching machine in sre/. Patterns are compiled by re/_compiler.py itself.
import { getAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule, type Methods } from '../define.ts';
import { hashSeed } from '../hash-seed.ts';
import { importModule } from '../imports.ts';
import { moving, NativeIter } from '../types/iterator-base.ts';
import { typeName } from '../names.ts';
import { equal, hash, NotImplemented, repr } from '../operators.ts';
import { typeError } from '../raise.ts';
import { vm } from '../state.ts';
import { bytesOrNone, intOf, strOf, toParsedInt, toSsize } from '../types/convert.ts';
import { classGetItem } from '../types/generic-row.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Bytes, type Dict, List, MappingProxy, type Module, Mutable, Obj, T, Tuple, type Value } from '../values.ts';
import { asciiLower, isAsciiCased, isUnicodeCased, unicodeLower } from './sre/categories.ts';
import type { StepBudget } from './sre/matcher.ts';
import { CODESIZE, MAGIC, MAXGROUPS, MAXREPEAT, type Program, programOf } from './sre/program.ts';
import { advance, type Found, foundIn, matchAt, type Mode, nextFound, type Walk, walkOver } from './sre/search.ts';
import { sliceOf, type Subject, subjectOfBytes, subjectOfString } from './sre/subject.ts';
import { expanded, joined, Match, type Template, templateOf } from './sre-match.ts';

export class Pattern extends Obj {
  readonly pattern: Value;
  readonly flags: number;
  readonly program: Program;
  readonly groups: number;
  readonly groupindex: Dict;
  readonly indexgroup: Tuple;
  /** Of str patterns false, of bytes patterns true; null fits both (`re.Scanner`). */
  readonly isBytes: boolean | null;
  constructor(pattern: Value, flags: number, program: Program, groups: number, groupindex: Dict, indexgroup: Tuple, isBytes: boolean | null) {
    super(patternClass);
    this.pattern = pattern;
    this.flags = flags;
    this.program = program;
    this.groups = groups;
    this.groupindex = groupindex;
    this.indexgroup = indexgroup;
    this.isBytes = isBytes;
  }
}

/** Steps one call may take: far more than a pattern needs that is not catastrophic. */
const STEPS = 30_000_000;
/** Runs with a budget of steps, and lets them count against the run's own. */
function within<R>(act: (budget: StepBudget) => R): R {
  const budget = { steps: STEPS };
  const r = act(budget);
  const spent = (STEPS - budget.steps) >> 4;
  if (spent > 64) {
    vm.fuel -= spent;
    if (vm.fuel < 0) vm.refuel();
  }
  return r;
}

/** The text or bytes to match against (`getstring`, `state_init`). */
function subjectOf(p: Pattern, v: Value): Subject {
  const text = strOf(v);
  if (text !== undefined) {
    if (p.isBytes === true) throw typeError('cannot use a bytes pattern on a string-like object');
    return subjectOfString(text);
  }
  const data = bytesOrNone(v);
  if (data === undefined) throw typeError(`expected string or bytes-like object, got '${typeName(typeOf(v))}'`);
  if (p.isBytes === false) throw typeError('cannot use a string pattern on a bytes-like object');
  return subjectOfBytes(data);
}
/** `string[start:stop]` as a value. */
function slice(s: Subject, start: number, stop: number): Value {
  const part = sliceOf(s, start, stop);
  return typeof part === 'string' ? part : new Bytes(part);
}
const bound = (v: Value | undefined, fallback: number): number => (v === undefined ? fallback : toSsize(v));
const END = Number.MAX_SAFE_INTEGER;

const matchObject = (p: Pattern, string: Value, s: Subject, walkStart: number, end: number, f: Found): Match => new Match(p, string, s, f.spans, f.lastIndex, walkStart, end);

function find(mode: Mode) {
  return (p: Pattern, string: Value, pos?: Value, endpos?: Value): Value => {
    const s = subjectOf(p, string);
    const from = bound(pos, 0);
    const to = bound(endpos, END);
    const f = within(b => matchAt(p.program, s, from, to, mode, b));
    return f === null ? null : matchObject(p, string, s, clamp(from, s), clamp(to, s), f);
  };
}
const clamp = (i: number, s: Subject): number => Math.min(Math.max(i, 0), s.length);

function findall(p: Pattern, string: Value, pos?: Value, endpos?: Value): Value {
  const s = subjectOf(p, string);
  const out: Value[] = [];
  within(b => {
    const walk = walkOver(p.program, s, bound(pos, 0), bound(endpos, END));
    while (advance(walk, 'search', b)) {
      if (p.groups === 0) out.push(slice(s, walk.state.start, walk.state.at));
      else {
        const { spans } = foundIn(p.program, walk.state);
        if (p.groups === 1) out.push(part(s, spans, 1));
        else {
          const items: Value[] = [];
          for (let i = 1; i <= p.groups; i++) items.push(part(s, spans, i));
          out.push(new Tuple(items));
        }
      }
      if (--vm.fuel < 0) vm.refuel();
    }
  });
  return new List(out);
}
/** A group's text, empty where it took no part. */
const part = (s: Subject, spans: Int32Array, i: number): Value => (spans[2 * i] < 0 ? slice(s, 0, 0) : slice(s, spans[2 * i], spans[2 * i + 1]));

function split(p: Pattern, string: Value, maxsplit: Value = 0): Value {
  const s = subjectOf(p, string);
  const most = toSsize(maxsplit);
  const out: Value[] = [];
  let last = 0;
  within(b => {
    const walk = walkOver(p.program, s, 0, END);
    for (let n = 0; most === 0 || n < most; n++) {
      if (!advance(walk, 'search', b)) break;
      out.push(slice(s, last, walk.state.start));
      if (p.groups > 0) {
        const { spans } = foundIn(p.program, walk.state);
        for (let i = 1; i <= p.groups; i++) out.push(spans[2 * i] < 0 ? null : slice(s, spans[2 * i], spans[2 * i + 1]));
      }
      last = walk.state.at;
      if (--vm.fuel < 0) vm.refuel();
    }
  });
  out.push(slice(s, last, s.length));
  return new List(out);
}

/** `pattern_subx`: the replaced text and how often. */
function substitute(p: Pattern, template: Value, string: Value, count: Value | undefined): [Value, number] {
  const most = count === undefined ? 0 : toSsize(count);
  let callable: Value | undefined;
  let literal: Value | undefined;
  let parts: Template | undefined;
  if (template instanceof Unknown) throw new UnknownUsed(template.origins);
  if (typeOf(template).slots.call !== undefined) callable = template;
  else {
    const text = strOf(template);
    const data = text === undefined ? bytesOrNone(template) : undefined;
    if (text !== undefined ? !text.includes('\\') : data !== undefined && !data.includes(92)) literal = template;
    else {
      parts = templateOf(call(getAttr(importModule('re'), '_compile_repl'), [template, p]));
      // A template without groups is literal.
      if (parts.groups.length === 0 && parts.literals.length === 1) {
        literal = parts.literals[0];
        parts = undefined;
      }
    }
  }
  const s = subjectOf(p, string);
  const out: Value[] = [];
  let last = 0;
  let n = 0;
  const budget = { steps: STEPS };
  const walk = walkOver(p.program, s, 0, END);
  while (most === 0 || n < most) {
    const found = nextFound(walk, 'search', budget);
    if (found === null) break;
    const [start, end] = found.spans;
    if (last < start) out.push(slice(s, last, start));
    let item: Value;
    if (literal !== undefined) item = literal;
    else {
      const m = matchObject(p, string, s, 0, s.length, found);
      item = parts !== undefined ? expanded(parts, m) : call(callable!, [m]);
      if (item instanceof Unknown) throw new UnknownUsed(item.origins);
    }
    if (item !== null) out.push(item);
    last = end;
    n++;
    if (--vm.fuel < 0) vm.refuel();
  }
  if (last < s.length) out.push(slice(s, last, s.length));
  return [joined(out, s), n];
}

// Scanners ---------------------------------------------------------------------------------------------------------

/** The walk behind `scanner` and `finditer`. */
class Scanner extends Mutable {
  readonly pattern: Pattern;
  readonly string: Value;
  readonly walk: Walk;
  readonly pos: number;
  readonly end: number;
  constructor(pattern: Pattern, string: Value, pos: Value | undefined, endpos: Value | undefined) {
    super(scannerClass);
    this.pattern = pattern;
    this.string = string;
    const s = subjectOf(pattern, string);
    this.pos = clamp(bound(pos, 0), s);
    this.end = clamp(bound(endpos, END), s);
    this.walk = walkOver(pattern.program, s, this.pos, this.end);
  }
  override saver(): () => void {
    const base = super.saver();
    const { next } = this.walk;
    const { mustAdvance } = this.walk.state;
    return () => {
      base();
      this.walk.next = next;
      this.walk.state.mustAdvance = mustAdvance;
    };
  }
  step(mode: 'match' | 'search'): Match | null {
    const f = within(b => nextFound(this.walk, mode, b));
    return f === null ? null : matchObject(this.pattern, this.string, this.walk.state.subject, this.pos, this.end, f);
  }
}
class MatchIter extends NativeIter {
  private readonly scanner: Scanner;
  constructor(scanner: Scanner) {
    super(T.callableIterator);
    this.scanner = scanner;
  }
  next(): Value | undefined {
    moving(this);
    moving(this.scanner as unknown as NativeIter);
    return this.scanner.step('search') ?? undefined;
  }
}
const scannerClass = defineClass({
  name: 'SRE_Scanner',
  module: '_sre',
  subclassable: false,
  methods: {
    match: { params: 'self, /', call: (s: Scanner) => s.step('match') },
    search: { params: 'self, /', call: (s: Scanner) => s.step('search') },
  },
  getset: { pattern: [(s: Scanner) => s.pattern] },
});

// Pattern ----------------------------------------------------------------------------------------------------------

const flagNames: readonly [number, string][] = [
  [1, 're.TEMPLATE'], [2, 're.IGNORECASE'], [4, 're.LOCALE'], [8, 're.MULTILINE'], [16, 're.DOTALL'], [32, 're.UNICODE'], [64, 're.VERBOSE'], [128, 're.DEBUG'], [256, 're.ASCII'],
];
function patternRepr(p: Pattern): string {
  let { flags } = p;
  // A str pattern is Unicode unless it says otherwise.
  if (p.isBytes === false && (flags & (4 | 32 | 256)) === 32) flags &= ~32;
  const shown: string[] = [];
  for (const [bit, name] of flagNames) {
    if ((flags & bit) === 0) continue;
    shown.push(name);
    flags &= ~bit;
  }
  if (flags !== 0) shown.push(`0x${flags.toString(16)}`);
  const text = [...repr(p.pattern)].slice(0, 200).join('');
  return `re.compile(${text}${shown.length === 0 ? '' : `, ${shown.join('|')}`})`;
}

const methods: Methods = {
  match: { params: 'self, string, pos=0, endpos=9223372036854775807', call: find('match') },
  fullmatch: { params: 'self, string, pos=0, endpos=9223372036854775807', call: find('fullmatch') },
  search: { params: 'self, string, pos=0, endpos=9223372036854775807', call: find('search') },
  findall: { params: 'self, string, pos=0, endpos=9223372036854775807', call: findall },
  finditer: { params: 'self, string, pos=0, endpos=9223372036854775807', call: (p: Pattern, string: Value, pos?: Value, endpos?: Value) => new MatchIter(new Scanner(p, string, pos, endpos)) },
  scanner: { params: 'self, string, pos=0, endpos=9223372036854775807', call: (p: Pattern, string: Value, pos?: Value, endpos?: Value) => new Scanner(p, string, pos, endpos) },
  split: { params: 'self, string, maxsplit=0', returns: 'list', call: split },
  sub: { params: 'self, repl, string, count=0', call: (p: Pattern, repl: Value, string: Value, count?: Value) => substitute(p, repl, string, count)[0] },
  subn: { params: 'self, repl, string, count=0', call: (p: Pattern, repl: Value, string: Value, count?: Value) => new Tuple(substitute(p, repl, string, count)) },
  __copy__: { params: 'self, /', call: (p: Pattern) => p },
  __deepcopy__: { params: 'self, memo, /', call: (p: Pattern) => p },
  __class_getitem__: classGetItem,
};
const patternClass = defineClass({
  name: 'Pattern',
  module: 're',
  doc: 'Compiled regular expression object.',
  subclassable: false,
  slots: {
    repr: v => patternRepr(v as Pattern),
    hash: v => {
      const p = v as Pattern;
      // CPython hashes the code words as bytes: the seed is in it.
      if (!hashSeed.pinned) hashSeed.drawn++;
      return Number(BigInt.asIntN(48, BigInt(hash(p.pattern)))) ^ p.flags ^ p.groups;
    },
    compare: (a, b, op) => {
      if ((op !== 2 && op !== 3) || !(a instanceof Pattern) || !(b instanceof Pattern)) return NotImplemented;
      const same = a === b || (a.flags === b.flags && a.isBytes === b.isBytes && a.groups === b.groups && sameCode(a.program, b.program) && equal(a.pattern, b.pattern));
      return same === (op === 2);
    },
  },
  methods,
  getset: {
    pattern: [(p: Pattern) => p.pattern],
    flags: [(p: Pattern) => p.flags],
    groups: [(p: Pattern) => p.groups],
    groupindex: [(p: Pattern) => new MappingProxy(p.groupindex)],
  },
});
const sameCode = (a: Program, b: Program): boolean => a.code.length === b.code.length && a.code.every((w, i) => w === b.code[i]);

function compilePattern(pattern: Value, flags: Value, code: Value, groups: Value, groupindex: Value, indexgroup: Value): Value {
  if (!(code instanceof List)) throw typeError(`compile() argument 'code' must be list, not ${typeName(typeOf(code))}`);
  const words = new Float64Array(code.items.length);
  for (let i = 0; i < words.length; i++) {
    const w = code.items[i];
    words[i] = typeof w === 'number' ? w : Number(intOf(w));
  }
  const n = toSsize(groups);
  const isBytes = pattern === null ? null : strOf(pattern) === undefined;
  return new Pattern(pattern, toParsedInt(flags), programOf(words, n), n, groupindex as Dict, indexgroup as Tuple, isBytes);
}

const character = (v: Value): number => toParsedInt(v);
export const sreModule = (): Module =>
  defineModule('_sre', {
    compile: { params: 'pattern, flags, code, groups, groupindex, indexgroup', call: compilePattern },
    getcodesize: { params: '', returns: 'int', call: () => CODESIZE },
    ascii_iscased: { params: 'character, /', returns: 'bool', call: (c: Value) => isAsciiCased(character(c)) },
    unicode_iscased: { params: 'character, /', returns: 'bool', call: (c: Value) => isUnicodeCased(character(c)) },
    ascii_tolower: { params: 'character, /', returns: 'int', call: (c: Value) => asciiLower(character(c)) },
    unicode_tolower: { params: 'character, /', returns: 'int', call: (c: Value) => unicodeLower(character(c)) },
  }, { MAGIC, CODESIZE, MAXREPEAT, MAXGROUPS, copyright: ' SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ' });
