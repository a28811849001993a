// `re.Match` (Modules/_sre/sre.c), and the expansion of replacement templates that re/_parser.py has parsed.
import { getAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { dictFrom, dictGet, dictPairs } from '../dict-keys.ts';
import { importModule } from '../imports.ts';
import { typeName } from '../names.ts';
import { repr, toArray } from '../operators.ts';
import { indexError, raise, typeError } from '../raise.ts';
import { intOf, strOf, bytesOrNone, toSize } from '../types/convert.ts';
import { classGetItem } from '../types/generic-row.ts';
import { hasIndex } from '../types/indices.ts';
import { Bytes, type Exc, type List, Obj, Tuple, type Value } from '../values.ts';
import { sliceOf, type Subject } from './sre/subject.ts';
import type { Pattern } from './sre-module.ts';

export class Match extends Obj {
  readonly pattern: Pattern;
  readonly string: Value;
  readonly subject: Subject;
  readonly spans: Int32Array;
  readonly lastIndex: number;
  readonly pos: number;
  readonly endpos: number;
  constructor(pattern: Pattern, string: Value, subject: Subject, spans: Int32Array, lastIndex: number, pos: number, endpos: number) {
    super(matchClass);
    this.pattern = pattern;
    this.string = string;
    this.subject = subject;
    this.spans = spans;
    this.lastIndex = lastIndex;
    this.pos = pos;
    this.endpos = endpos;
  }
}

/** The number of the group that an index or a name stands for (`match_getindex`). */
function groupNumber(m: Match, key: Value): number {
  let i = -1;
  if (typeof key === 'number') i = key;
  else if (hasIndex(key)) i = toSize(key, null);
  else {
    const n = dictGet(m.pattern.groupindex, key);
    if (n !== undefined) i = Number(intOf(n));
  }
  if (!(i >= 0 && 2 * i < m.spans.length)) throw indexError('no such group');
  return i;
}
function groupText(m: Match, i: number, fallback: Value = null): Value {
  const start = m.spans[2 * i];
  if (start < 0) return fallback;
  return textBetween(m.subject, start, m.spans[2 * i + 1]);
}
function textBetween(s: Subject, start: number, stop: number): Value {
  const part = sliceOf(s, start, stop);
  return typeof part === 'string' ? part : new Bytes(part);
}
const spanOf = (m: Match, i: number): Tuple => new Tuple([m.spans[2 * i], m.spans[2 * i + 1]]);
const groupCount = (m: Match): number => m.spans.length / 2;

export const matchClass = defineClass({
  name: 'Match',
  module: 're',
  doc: 'The result of re.match() and re.search().\nMatch objects always have a boolean value of True.',
  subclassable: false,
  slots: {
    repr: v => {
      const m = v as Match;
      return `<re.Match object; span=(${m.spans[0]}, ${m.spans[1]}), match=${repr(groupText(m, 0))}>`;
    },
    getitem: (v, key) => groupText(v as Match, groupNumber(v as Match, key)),
  },
  methods: {
    group: {
      params: 'self, *args',
      call: (m: Match, args: Value[]) => {
        if (args.length === 0) return groupText(m, 0);
        if (args.length === 1) return groupText(m, groupNumber(m, args[0]));
        return new Tuple(args.map(a => groupText(m, groupNumber(m, a))));
      },
    },
    groups: {
      params: 'self, default=None',
      call: (m: Match, fallback: Value = null) => {
        const out: Value[] = [];
        for (let i = 1; i < groupCount(m); i++) out.push(groupText(m, i, fallback));
        return new Tuple(out);
      },
    },
    groupdict: {
      params: 'self, default=None',
      call: (m: Match, fallback: Value = null) => dictFrom(dictPairs(m.pattern.groupindex).map(([k]) => [k, groupText(m, groupNumber(m, k), fallback)] as const)),
    },
    start: { params: 'self, group=0, /', returns: 'int', call: (m: Match, g: Value = 0) => m.spans[2 * groupNumber(m, g)] },
    end: { params: 'self, group=0, /', returns: 'int', call: (m: Match, g: Value = 0) => m.spans[2 * groupNumber(m, g) + 1] },
    span: { params: 'self, group=0, /', call: (m: Match, g: Value = 0) => spanOf(m, groupNumber(m, g)) },
    expand: { params: 'self, template', call: (m: Match, template: Value) => expanded(templateOf(call(getAttr(importModule('re._parser'), 'parse_template'), [template, m.pattern])), m) },
    __copy__: { params: 'self, /', call: (m: Match) => m },
    __deepcopy__: { params: 'self, memo, /', call: (m: Match) => m },
    __class_getitem__: classGetItem,
  },
  getset: {
    string: [(m: Match) => m.string],
    re: [(m: Match) => m.pattern],
    pos: [(m: Match) => m.pos],
    endpos: [(m: Match) => m.endpos],
    lastindex: [(m: Match) => (m.lastIndex >= 0 ? m.lastIndex : null)],
    lastgroup: [(m: Match) => (m.lastIndex >= 0 ? (m.pattern.indexgroup.items[m.lastIndex] ?? null) : null)],
    regs: [(m: Match) => new Tuple(Array.from({ length: groupCount(m) }, (_, i) => spanOf(m, i)))],
  },
});

// Templates ----------------------------------------------------------------------------------------------------------

/** What re/_parser.py makes of a replacement text: literal pieces, and which of them are groups. */
export interface Template {
  readonly groups: readonly (readonly [index: number, group: Value])[];
  readonly literals: readonly Value[];
}
export function templateOf(parsed: Value): Template {
  const [groups, literals] = (parsed as Tuple).items;
  return {
    groups: toArray(groups).map(g => {
      const [index, group] = (g as Tuple).items;
      return [Number(index), group] as const;
    }),
    literals: (literals as List).items,
  };
}
/** `re._parser.expand_template`. */
export function expanded(t: Template, m: Match): Value {
  const out = t.literals.slice();
  const empty = textBetween(m.subject, 0, 0);
  for (const [index, group] of t.groups) {
    const n = Number(intOf(group));
    if (n >= groupCount(m)) throw raise(call(getAttr(importModule('re'), 'error'), [`invalid group reference ${index}`]) as Exc);
    out[index] = groupText(m, n, empty);
  }
  return joined(out, m.subject);
}
/** `string[:0].join(items)` */
export function joined(items: readonly Value[], s: Subject): Value {
  if (s.bytes === null) {
    let out = '';
    items.forEach((v, i) => {
      const text = strOf(v);
      if (text === undefined) throw typeError(`sequence item ${i}: expected str instance, ${typeName(typeOf(v))} found`);
      out += text;
    });
    return out;
  }
  const parts = items.map((v, i) => {
    const data = bytesOrNone(v);
    if (data === undefined) throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(typeOf(v))} found`);
    return data;
  });
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    out.set(p, at);
    at += p.length;
  }
  return new Bytes(out);
}
