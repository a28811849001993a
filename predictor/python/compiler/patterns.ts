// `match` (PEP 634): each pattern becomes a test that also captures.
import type * as ast from '../syntax/ast.ts';
import { getAttr, getAttrOr, isSubtype, lookup, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { dictDelete, dictUpdateFrom } from '../dict-keys.ts';
import { isInstance } from '../classes.ts';
import { collectionFlag } from '../collection-flags.ts';
import { type Execute, type Frame, NORMAL } from '../frames.ts';
import { compare, equal, getItem, is, iterate, length, plainItems, repr as reprOf, truth } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { vm } from '../state.ts';
import { doubt, Unknown } from '../unknown-value.ts';
import { Dict, List, T, Tuple, Type, type Value } from '../values.ts';
import { type Ctx, mangled, mark } from './context.ts';
import { compileExpr, compileTest } from './expressions.ts';
import { lead } from './lines.ts';
import { type Store, storeName } from './names.ts';
import { compileBlock, head } from './statements.ts';

/** Captures are stored only when the whole pattern has matched, as CPython's compiler does. */
type Captures = [Store, Value][];
export type Matcher = (f: Frame, v: Value, out: Captures) => boolean;

export function compileMatch(c: Ctx, s: ast.Match): Execute {
  const subject = head(c, s.subject, s.line, () => compileExpr(c, s.subject));
  const cases = s.cases.map(k => ({
    ...compileCase(c, k.pattern),
    guard: k.guard === null ? null : head(c, k.guard, k.pattern.endLine, () => compileTest(c, k.guard!)),
    body: compileBlock(c, k.body),
  }));
  const begin = lead(c, s.subject, s.line);
  return f => {
    begin(f);
    const v = subject(f);
    for (const k of cases) {
      if (matched(f, k.test, v) && (k.guard === null || k.guard(f))) return k.body(f);
    }
    return NORMAL;
  };
}
/** The pattern of a case; where it does not hold and leaves something on CPython's stack, that is cleared at the pattern's line. */
export function compileCase(c: Ctx, p: ast.Pattern): { readonly test: Matcher } {
  const at = mark(c);
  const { line } = p;
  if (p.endLine === line) {
    const test = compilePattern(c, p);
    return {
      test(f, v, out) {
        at(f, line);
        return test(f, v, out);
      },
    };
  }
  const outer = c.multiline;
  c.multiline = true;
  const test = compilePattern(c, p);
  c.multiline = outer;
  const clears = p.kind !== 'MatchValue' && p.kind !== 'MatchSingleton';
  return {
    test(f, v, out) {
      if (test(f, v, out)) return true;
      if (clears) at(f, line);
      return false;
    },
  };
}

/** Tries a pattern and, if it holds, binds its names. */
export function matched(f: Frame, test: Matcher, v: Value): boolean {
  const out: Captures = [];
  if (v instanceof Unknown) doubt(v.origins);
  if (!test(f, v, out)) return false;
  for (const [store, x] of out) store(f, x);
  return true;
}

export function compilePattern(c: Ctx, p: ast.Pattern): Matcher {
  const test = patternOf(c, p);
  if (!c.multiline) return test;
  const at = mark(c);
  return (f, v, out) => {
    at(f, p.line);
    return test(f, v, out);
  };
}
function patternOf(c: Ctx, p: ast.Pattern): Matcher {
  switch (p.kind) {
    case 'MatchValue': {
      const value = compileExpr(c, p.value);
      return (f, v) => truth(compare(v, value(f), 2));
    }
    case 'MatchSingleton': return (_f, v) => truth(is(v, p.value));
    case 'MatchAs': {
      const store = p.name === null ? null : storeName(c, mangled(c, p.name));
      if (p.pattern === null) {
        return (_f, v, out) => {
          if (store !== null) out.push([store, v]);
          return true;
        };
      }
      const inner = compilePattern(c, p.pattern);
      return (f, v, out) => {
        if (!inner(f, v, out)) return false;
        if (store !== null) out.push([store, v]);
        return true;
      };
    }
    case 'MatchOr': {
      const all = p.patterns.map(q => compilePattern(c, q));
      return (f, v, out) => {
        for (const q of all) {
          const mine: Captures = [];
          if (q(f, v, mine)) {
            out.push(...mine);
            return true;
          }
        }
        return false;
      };
    }
    case 'MatchStar': return () => false;
    case 'MatchSequence': return sequencePattern(c, p);
    case 'MatchMapping': return mappingPattern(c, p);
    case 'MatchClass': return classPattern(c, p);
  }
}
function isSequence(v: Value): boolean {
  const t = typeOf(v);
  if (isSubtype(t, T.list) || isSubtype(t, T.tuple) || t === T.range || t === T.memoryview) return true;
  return collectionFlag(t) === 'sequence';
}
function isMapping(v: Value): boolean {
  const t = typeOf(v);
  return isSubtype(t, T.dict) || t === T.mappingProxy || collectionFlag(t) === 'mapping';
}
function sequencePattern(c: Ctx, p: ast.MatchSequence): Matcher {
  const star = p.patterns.findIndex(q => q.kind === 'MatchStar');
  const tests = p.patterns.map(q => (q.kind === 'MatchStar' ? null : compilePattern(c, q)));
  const s = star < 0 ? null : (p.patterns[star] as ast.MatchStar);
  const store = s === null || s.name === null ? null : storeName(c, mangled(c, s.name));
  const n = tests.length;
  const reach = s !== null && c.multiline ? mark(c) : null;
  return (f, v, out) => {
    if (!isSequence(v)) return false;
    const len = length(v);
    if (star < 0 ? len !== n : len < n - 1) return false;
    // Items are unpacked, except where a `*_` lets some of them be.
    const items = plainItems(v) ?? (star >= 0 && store === null ? null : unpacked(v, n, star >= 0));
    const at = (i: number): Value => (items === null ? getItem(v, i) : items[i]);
    const extra = (items === null ? len : items.length) - n + 1;
    for (let i = 0; i < n; i++) {
      const t = tests[i];
      if (t === null) {
        reach?.(f, s!.line);
        if (store !== null) {
          const rest: Value[] = [];
          for (let j = 0; j < extra; j++) rest.push(at(i + j));
          out.push([store, new List(rest)]);
        }
      } else if (!t(f, at(star >= 0 && i > star ? i + extra - 1 : i), out)) return false;
    }
    return true;
  };
}
/** UNPACK_SEQUENCE, or UNPACK_EX for a pattern with a star. */
function unpacked(v: Value, n: number, open: boolean): Value[] {
  const it = iterate(v);
  const out: Value[] = [];
  for (let x = it.next(); x !== undefined; x = it.next()) {
    if (!open && out.length === n) throw valueError(`too many values to unpack (expected ${n})`);
    out.push(x);
    if (--vm.fuel < 0) vm.refuel();
  }
  if (out.length < (open ? n - 1 : n)) throw valueError(`not enough values to unpack (expected ${open ? `at least ${n - 1}` : n}, got ${out.length})`);
  return out;
}
function mappingPattern(c: Ctx, p: ast.MatchMapping): Matcher {
  const keys = p.keys.map(k => compileExpr(c, k));
  const tests = p.patterns.map(q => compilePattern(c, q));
  const store = p.rest === null ? null : storeName(c, mangled(c, p.rest));
  return (f, v, out) => {
    if (!isMapping(v)) return false;
    if (keys.length > 0 && length(v) < keys.length) return false;
    const ks = keys.map(k => k(f));
    for (let i = 0; i < ks.length; i++) for (let j = 0; j < i; j++) if (equal(ks[i], ks[j])) throw valueError(`mapping pattern checks duplicate key (${reprOf(ks[i])})`);
    const missing = new Dict();
    const values: Value[] = [];
    const get = ks.length > 0 ? getAttr(v, 'get') : null;
    for (const k of ks) {
      const x = call(get, [k, missing]);
      if (x === missing) return false;
      values.push(x);
    }
    for (let i = 0; i < tests.length; i++) if (!tests[i](f, values[i], out)) return false;
    if (store !== null) {
      const rest = new Dict();
      dictUpdateFrom(rest, v, 'update');
      for (const k of ks) dictDelete(rest, k);
      out.push([store, rest]);
    }
    return true;
  };
}

function classPattern(c: Ctx, p: ast.MatchClass): Matcher {
  const cls = compileExpr(c, p.cls);
  const positional = p.patterns.map(q => compilePattern(c, q));
  const keyword = p.kwdPatterns.map(q => compilePattern(c, q));
  return (f, v, out) => {
    const k = cls(f);
    if (!(k instanceof Type)) throw typeError('called match pattern must be a class');
    if (!truth(isInstance(v, k))) return false;
    const names: string[] = [];
    if (positional.length > 0) {
      const own = getAttrOr(k, '__match_args__');
      if (own === undefined) {
        if (!selfMatching(k)) throw typeError(`${k.name}() accepts 0 positional sub-patterns (${positional.length} given)`);
        if (positional.length > 1) throw typeError(`${k.name}() accepts 1 positional sub-pattern (${positional.length} given)`);
        if (!positional[0](f, v, out)) return false;
      } else {
        if (!(own instanceof Tuple)) throw typeError(`${k.name}.__match_args__ must be a tuple (got ${typeOf(own).name})`);
        if (own.items.length < positional.length) {
          throw typeError(`${k.name}() accepts ${own.items.length} positional sub-pattern${own.items.length === 1 ? '' : 's'} (${positional.length} given)`);
        }
        for (let i = 0; i < positional.length; i++) {
          const name = own.items[i];
          if (typeof name !== 'string') throw typeError(`__match_args__ elements must be strings (got ${typeOf(name).name})`);
          if (names.includes(name)) throw typeError(`${k.name}() got multiple sub-patterns for attribute ${reprOf(name)}`);
          names.push(name);
          const x = getAttrOr(v, name);
          if (x === undefined || !positional[i](f, x, out)) return false;
        }
      }
    }
    for (let i = 0; i < keyword.length; i++) {
      const name = p.kwdAttrs[i];
      if (names.includes(name)) throw typeError(`${k.name}() got multiple sub-patterns for attribute ${reprOf(name)}`);
      const x = getAttrOr(v, name);
      if (x === undefined || !keyword[i](f, x, out)) return false;
    }
    return true;
  };
}
/** Builtin classes whose one positional sub-pattern is the object itself (`_Py_TPFLAGS_MATCH_SELF`). */
function selfMatching(k: Type): boolean {
  const self = [T.bool, T.bytearray, T.bytes, T.dict, T.float, T.frozenset, T.int, T.list, T.set, T.str, T.tuple];
  return self.some(t => isSubtype(k, t)) && lookup(k, '__match_args__') === undefined;
}
