// Expressions to closures. Each kind of node has its maker in the table at the end; a maker compiles the operands and returns one closure. Small ints and
// floats take the fast path inside the closure, everything else goes through operators.ts.
import { typeOf } from '../attributes.ts';
import type * as ast from '../syntax/ast.ts';
import { dictSet } from '../dict-keys.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { add, binary, type BinaryName, compare, contains, floordiv, getItem, inplace, is, mod, mul, negative, sub, toArray, truediv, truth, unary } from '../operators.ts';
import type { CompareCode } from '../slots.ts';
import { starItems } from '../types/iteration.ts';
import { Unknown, unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, Float, List, Slice, T, Tuple, type Value } from '../values.ts';
import { sharedIdentity } from '../identity.ts';
import { compileAttribute } from './attribute.ts';
import { compileCall } from './call.ts';
import { setMaker, starredSet } from './constant-set.ts';
import { type Ctx, mangled, marked, type Temp, then } from './context.ts';
import { literalValue } from './literal.ts';
import { mergeInto } from './mapping.ts';
import { loadName, storeName } from './names.ts';
import { binaryNames } from './operator-names.ts';
import { compileComprehension, compileLambda } from './function.ts';
import { constantOf, folded, isConstant } from './fold.ts';
import { formatted, joined } from './format.ts';
import { turnedAround } from './lines.ts';
import { asFormatted } from './percent.ts';

type Kind = ast.Expr['kind'];
type Maker<K extends Kind> = (c: Ctx, e: Extract<ast.Expr, { kind: K }>) => Evaluate;

export function compileExpr(c: Ctx, e: ast.Expr): Evaluate {
  const kind = e.kind as Kind | 'Temp';
  if (kind === 'Temp') {
    const { slot } = e as unknown as Temp;
    return f => f.slots[slot] as Value;
  }
  return (makers[e.kind] as Maker<Kind>)(c, e as never);
}

// Arithmetic --------------------------------------------------------------------------------------------------------

function compileBinary(c: Ctx, e: ast.BinOp): Evaluate {
  const constant = folded(e);
  if (constant !== undefined) return marked(c, e, () => constant.value);
  if (c.multiline) {
    const text = asFormatted(e);
    if (text !== null) return joined(c, text);
  }
  const l = compileExpr(c, e.left);
  const k = smallInt(e.right);
  if (k !== undefined && !c.multiline) {
    if (e.op === '+') {
      return f => {
        const a = l(f);
        if (typeof a === 'number') {
          const r = a + k;
          if (r <= 9007199254740991) return r;
        }
        return add(a, k);
      };
    }
    if (e.op === '-') {
      return f => {
        const a = l(f);
        if (typeof a === 'number') {
          const r = a - k;
          if (r >= -9007199254740991) return r;
        }
        return sub(a, k);
      };
    }
    if (e.op === '%' && k > 0) {
      return f => {
        const a = l(f);
        if (typeof a === 'number' && a >= 0) return a % k;
        return mod(a, k);
      };
    }
  }
  const r = then(c, e, compileExpr(c, e.right));
  return applyBinary(e.op, l, r);
}
function applyBinary(op: ast.BinaryOp, l: Evaluate, r: Evaluate): Evaluate {
  switch (op) {
    case '+':
      return f => {
        const a = l(f);
        const b = r(f);
        if (typeof a === 'number' && typeof b === 'number') {
          const s = a + b;
          if (s <= 9007199254740991 && s >= -9007199254740991) return s;
        }
        return add(a, b);
      };
    case '-':
      return f => {
        const a = l(f);
        const b = r(f);
        if (typeof a === 'number' && typeof b === 'number') {
          const s = a - b;
          if (s <= 9007199254740991 && s >= -9007199254740991) return s;
        }
        return sub(a, b);
      };
    case '*':
      return f => mul(l(f), r(f));
    case '/':
      return f => truediv(l(f), r(f));
    case '%':
      return f => mod(l(f), r(f));
    case '//':
      return f => floordiv(l(f), r(f));
    default: {
      const name = binaryNames[op];
      return bitwise(name, l, r);
    }
  }
}
/** 32-bit operands need no slots; others do. */
function bitwise(name: BinaryName, l: Evaluate, r: Evaluate): Evaluate {
  switch (name) {
    case 'and':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a & b : binary('and', a, b);
      };
    case 'or':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a | b : binary('or', a, b);
      };
    case 'xor':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && (b | 0) === b ? a ^ b : binary('xor', a, b);
      };
    case 'rshift':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' && (a | 0) === a && b >= 0 && b < 32 ? a >> b : binary('rshift', a, b);
      };
    default:
      return f => binary(name, l(f), r(f));
  }
}
function smallInt(e: ast.Expr): number | undefined {
  if (e.kind !== 'Constant' || e.value.type !== 'int') return undefined;
  const n = Number(e.value.value);
  return n >= 0 && n < 1 << 30 ? n : undefined;
}
/** `target op= value`, given how to read the target's old value. */
export function compileInplace(op: ast.BinaryOp, old: Evaluate, value: Evaluate): Evaluate {
  const name = binaryNames[op];
  if (op === '+') {
    return f => {
      const a = old(f);
      const b = value(f);
      if (typeof a === 'number' && typeof b === 'number') {
        const s = a + b;
        if (s <= 9007199254740991 && s >= -9007199254740991) return s;
      } else if ((typeof a === 'string' && typeof b === 'string') || (a instanceof Float && b instanceof Float)) return add(a, b);
      return inplace('add', a, b);
    };
  }
  if (op === '-') {
    return f => {
      const a = old(f);
      const b = value(f);
      if (typeof a === 'number' && typeof b === 'number') {
        const s = a - b;
        if (s <= 9007199254740991 && s >= -9007199254740991) return s;
      }
      return inplace('sub', a, b);
    };
  }
  const fast = op === '*' ? mul : op === '//' ? floordiv : op === '%' ? mod : undefined;
  return f => {
    const a = old(f);
    const b = value(f);
    if (fast !== undefined && typeof a === 'number' && typeof b === 'number') return fast(a, b);
    return inplace(name, a, b);
  };
}

function compileUnary(c: Ctx, e: ast.Unary): Evaluate {
  const constant = folded(e);
  if (constant !== undefined) return marked(c, e, () => constant.value);
  const turned = turnedAround(e);
  if (turned !== null) return compileCompare(c, turned);
  if (e.op === 'not') {
    if (c.multiline) {
      const operand = then(c, e, compileExpr(c, e.operand));
      return f => !truth(operand(f));
    }
    const outer = c.testLine;
    const test = compileTest(c, e.operand);
    c.testLine = outer;
    return f => !test(f);
  }
  const operand = then(c, e, compileExpr(c, e.operand));
  switch (e.op) {
    case '-': return f => negative(operand(f));
    case '+': return f => unary('pos', '+', operand(f));
    default: return f => unary('invert', '~', operand(f));
  }
}

// Comparison and truth ----------------------------------------------------------------------------------------------

const compareCodes: Partial<Record<ast.CompareOp, CompareCode>> = { '<': 0, '<=': 1, '==': 2, '!=': 3, '>': 4, '>=': 5 };

/** One comparison of two computed values. */
export function compareValues(op: ast.CompareOp, a: Value, b: Value): Value {
  switch (op) {
    case 'is': return a === b ? sharedIdentity(a) : is(a, b);
    case 'is not': return not(a === b ? sharedIdentity(a) : is(a, b));
    case 'in': return within(b, a);
    case 'not in': return not(within(b, a));
    default: return compare(a, b, compareCodes[op]!);
  }
}
const not = (v: Value): Value => (v instanceof Unknown ? v : !v);
function within(o: Value, item: Value): Value {
  try {
    return contains(o, item);
  } catch (e) {
    if (e instanceof UnknownUsed) return new Unknown(e.origins, T.bool);
    throw e;
  }
}
function compileCompare(c: Ctx, e: ast.Compare): Evaluate {
  if (e.ops.length > 1) return compileChain(c, e);
  const op = e.ops[0];
  // Library code asks for identity only where it must not matter (`copy.deepcopy`): equal values are one object there.
  const { library } = c.unit;
  const l = compileExpr(c, e.left);
  const r = then(c, e, compileExpr(c, e.comparators[0]));
  switch (op) {
    case '<':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' ? a < b : compare(a, b, 0);
      };
    case '<=':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' ? a <= b : compare(a, b, 1);
      };
    case '>':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' ? a > b : compare(a, b, 4);
      };
    case '>=':
      return f => {
        const a = l(f);
        const b = r(f);
        return typeof a === 'number' && typeof b === 'number' ? a >= b : compare(a, b, 5);
      };
    case '==':
      return f => {
        const a = l(f);
        const b = r(f);
        if (typeof a === 'number' && typeof b === 'number') return a === b;
        if (typeof a === 'string' && typeof b === 'string') return a === b;
        return compare(a, b, 2);
      };
    case '!=':
      return f => {
        const a = l(f);
        const b = r(f);
        if (typeof a === 'number' && typeof b === 'number') return a !== b;
        if (typeof a === 'string' && typeof b === 'string') return a !== b;
        return compare(a, b, 3);
      };
    case 'is':
      return f => {
        const a = l(f);
        const b = r(f);
        return a === b ? (library ? true : sharedIdentity(a)) : is(a, b);
      };
    case 'is not':
      return f => {
        const a = l(f);
        const b = r(f);
        return a === b ? (library ? false : not(sharedIdentity(a))) : not(is(a, b));
      };
    default:
      return f => compareValues(op, l(f), r(f));
  }
}
function compileChain(c: Ctx, e: ast.Compare): Evaluate {
  const first = compileExpr(c, e.left);
  const rest = e.comparators.map(x => then(c, e, compileExpr(c, x)));
  const { ops } = e;
  return f => {
    let a = first(f);
    for (let i = 0; ; i++) {
      const b = rest[i](f);
      const v = compareValues(ops[i], a, b);
      if (i === ops.length - 1 || !truth(v)) return v;
      a = b;
    }
  };
}

/** An expression used as a condition: gives a JavaScript boolean, without making a Python one in between. */
export function compileTest(c: Ctx, e: ast.Expr): (f: Frame) => boolean {
  if (e.kind === 'UnaryOp' && e.op === 'not' && folded(e) === undefined) {
    const turned = turnedAround(e);
    if (turned !== null) return compileTest(c, turned);
    const t = compileTest(c, e.operand);
    return f => !t(f);
  }
  if (e.kind === 'BoolOp') {
    const tests = e.values.map(v => compileTest(c, v));
    if (tests.length === 2) {
      const [a, b] = tests;
      return e.op === 'and' ? f => a(f) && b(f) : f => a(f) || b(f);
    }
    return e.op === 'and' ? f => tests.every(t => t(f)) : f => tests.some(t => t(f));
  }
  if (e.kind === 'IfExp') {
    const test = compileTest(c, e.test);
    const a = compileTest(c, e.body);
    const b = compileTest(c, e.orelse);
    return f => (test(f) ? a(f) : b(f));
  }
  const v = jumping(c, e);
  return f => {
    const x = v(f);
    return typeof x === 'boolean' ? x : truth(x);
  };
}

/** A condition's value, and the line of the jump on it: from a comparison on, its own (`compiler_jump_if`). */
function jumping(c: Ctx, e: ast.Expr): Evaluate {
  if (e.kind === 'Compare') {
    c.testLine = e.line;
    return compileExpr(c, e);
  }
  const v = compileExpr(c, e);
  return c.multiline ? then(c, { ...e, line: c.testLine }, v) : v;
}

function compileBool(c: Ctx, e: ast.BoolOp): Evaluate {
  const last = e.values.length - 1;
  // The jump behind each operand but the last stands at the whole expression's line.
  const values = e.values.map((v, i) => (i === last ? compileExpr(c, v) : then(c, e, compileExpr(c, v))));
  // `socket.gethostname() or '?'`: what comes of it is one value or the other, and nothing is decided by it yet.
  if (last === 1 && (isConstant(e.values[1]) || e.values[1].kind === 'Name')) {
    return f => {
      const v = values[0](f);
      if (v instanceof Unknown) {
        const other = values[1](f);
        return new Unknown(v.origins, v.type !== null && typeOf(other) === v.type ? v.type : null);
      }
      return truth(v) === (e.op === 'or') ? v : values[1](f);
    };
  }
  if (e.op === 'and') {
    return f => {
      for (let i = 0; ; i++) {
        const v = values[i](f);
        if (i === last || !truth(v)) return v;
      }
    };
  }
  return f => {
    for (let i = 0; ; i++) {
      const v = values[i](f);
      if (i === last || truth(v)) return v;
    }
  };
}

// Displays ----------------------------------------------------------------------------------------------------------

/** The items of a display or of positional arguments, stars unpacked. */
export function compileItems(c: Ctx, elts: readonly ast.Expr[], display?: ast.Span): (f: Frame) => Value[] {
  const first = elts.findIndex(x => x.kind === 'Starred');
  if (first >= 0) {
    // From the first star on the items are added one by one, at the display's line.
    const reach = c.multiline && display !== undefined ? then(c, display, () => null) : null;
    const parts = elts.map(x => (x.kind === 'Starred' ? { star: true, e: compileExpr(c, x.value) } : { star: false, e: compileExpr(c, x) }));
    return f => {
      const out: Value[] = [];
      for (let i = 0; i < parts.length; i++) {
        const p = parts[i];
        if (i === first) reach?.(f);
        const v = p.e(f);
        if (i >= first) reach?.(f);
        if (p.star) for (const x of starItems(v)) out.push(x);
        else out.push(v);
      }
      return out;
    };
  }
  const manyItems = display !== undefined && elts.length > 30;
  const es = elts.map(x => (manyItems ? then(c, display, compileExpr(c, x)) : compileExpr(c, x)));
  switch (es.length) {
    case 0: return () => [];
    case 1: {
      const [a] = es;
      return f => [a(f)];
    }
    case 2: {
      const [a, b] = es;
      return f => [a(f), b(f)];
    }
    case 3: {
      const [a, b, d] = es;
      return f => [a(f), b(f), d(f)];
    }
    default:
      return f => {
        const out: Value[] = new Array(es.length);
        for (let i = 0; i < es.length; i++) out[i] = es[i](f);
        return out;
      };
  }
}
/** Runs before the operation that ends a display; keeps line marks in place. */
function displayItems(c: Ctx, e: ast.List | ast.SetExpr): (f: Frame) => Value[] {
  // Three constants or more are loaded as one.
  if (c.multiline && e.elts.length > 2 && e.elts.every(isConstant)) {
    const all = e.elts.map(constantOf);
    const at = marked(c, e, () => null);
    return f => {
      at(f);
      return all.slice();
    };
  }
  return finish(c, e, compileItems(c, e.elts, e));
}
export function finish(c: Ctx, e: ast.Span, items: (f: Frame) => Value[]): (f: Frame) => Value[] {
  if (!c.multiline) return items;
  const at = then(c, e, () => null);
  return f => {
    const v = items(f);
    at(f);
    return v;
  };
}
function compileTuple(c: Ctx, e: ast.Tuple): Evaluate {
  if (e.elts.every(isConstant)) {
    const v = constantOf(e);
    return marked(c, e, () => v);
  }
  const items = finish(c, e, compileItems(c, e.elts, e));
  return f => new Tuple(items(f));
}
/**
 * A dict display is built in runs between its `**`, at most sixteen pairs each: a run's keys and values are all evaluated before the first is stored, and its
 * constant keys are loaded as one (`compiler_dict`).
 */
function compileDict(c: Ctx, e: ast.Dict): Evaluate {
  const keys = e.keys.map(k => (k === null ? null : compileExpr(c, k)));
  const values = e.values.map(v => compileExpr(c, v));
  const constant = e.keys.map(k => (k !== null && isConstant(k) ? constantOf(k) : undefined));
  const at = c.multiline ? then(c, e, () => null) : null;
  const steps = dictRuns(e).map(r => {
    if (r.from === r.to) {
      return (f: Frame, d: Dict): void => {
        const v = values[r.from](f);
        at?.(f);
        mergeInto(d, v);
      };
    }
    const fixed = r.to - r.from > 1 && constant.slice(r.from, r.to).every(k => k !== undefined) ? (constant.slice(r.from, r.to) as Value[]) : null;
    const n = r.to - r.from;
    return (f: Frame, d: Dict): void => {
      const pairs: Value[] = new Array(2 * n);
      for (let i = 0; i < n; i++) {
        pairs[2 * i] = fixed !== null ? fixed[i] : keys[r.from + i]!(f);
        pairs[2 * i + 1] = values[r.from + i](f);
      }
      at?.(f);
      for (let i = 0; i < n; i++) dictSet(d, pairs[2 * i], pairs[2 * i + 1]);
    };
  });
  const leads = e.keys.length === 0 || e.keys[0] === null;
  if (steps.length === 1 && !leads) {
    const [only] = steps;
    return f => {
      const d = new Dict();
      only(f, d);
      return d;
    };
  }
  return f => {
    const d = new Dict();
    if (leads) at?.(f);
    for (const step of steps) step(f, d);
    return d;
  };
}
/** The runs of pairs; an empty one stands for `**` at that place. */
function dictRuns(e: ast.Dict): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let from = 0;
  e.keys.forEach((k, i) => {
    if (k !== null && i - from < 16) return;
    if (i > from) runs.push({ from, to: i });
    from = k === null ? i + 1 : i;
    if (k === null) runs.push({ from: i, to: i });
  });
  if (e.keys.length > from) runs.push({ from, to: e.keys.length });
  return runs;
}

function compileSlice(c: Ctx, e: ast.Slice): Evaluate {
  const none: Evaluate = () => null;
  const lower = e.lower === null ? none : compileExpr(c, e.lower);
  const upper = e.upper === null ? none : compileExpr(c, e.upper);
  const step = e.step === null ? none : compileExpr(c, e.step);
  const reach = c.multiline ? then(c, e, () => null) : null;
  return f => {
    const from = lower(f);
    const to = upper(f);
    const by = step(f);
    reach?.(f);
    return new Slice(from, to, by);
  };
}
function compileSubscript(c: Ctx, e: ast.Subscript): Evaluate {
  const constant = folded(e);
  if (constant !== undefined) return marked(c, e, () => constant.value);
  const o = compileExpr(c, e.value);
  const k = then(c, e, compileExpr(c, e.slice));
  return f => {
    const obj = o(f);
    const key = k(f);
    if (obj instanceof List && typeof key === 'number' && obj.cls === T.list) {
      const { items } = obj;
      const i = key < 0 ? key + items.length : key;
      if (i >= 0 && i < items.length) return items[i];
    } else if (obj instanceof Dict && obj.cls === T.dict && typeof key === 'string') {
      const entry = obj.map.get(key);
      if (entry !== undefined) return entry.value as Value;
    }
    return getItem(obj, key);
  };
}

// The table ---------------------------------------------------------------------------------------------------------

const yieldOutside = (): never => {
  throw new Error('a yield is compiled by yields.ts');
};

const makers: { [K in Kind]: Maker<K> } = {
  Constant: (c, e) => {
    const v = literalValue(e.value);
    return marked(c, e, () => v);
  },
  Name: (c, e) => marked(c, e, loadName(c, mangled(c, e.id))),
  BinOp: compileBinary,
  UnaryOp: compileUnary,
  BoolOp: compileBool,
  Compare: compileCompare,
  IfExp: (c, e) => {
    const outer = c.testLine;
    c.testLine = e.line;
    const test = compileTest(c, e.test);
    c.testLine = outer;
    const a = compileExpr(c, e.body);
    const b = compileExpr(c, e.orelse);
    return f => (test(f) ? a(f) : b(f));
  },
  NamedExpr: (c, e) => {
    const v = then(c, e, compileExpr(c, e.value));
    const store = storeName(c, mangled(c, e.target.id));
    return f => {
      const x = v(f);
      store(f, x);
      return x;
    };
  },
  Lambda: (c, e) => compileLambda(c, e),
  Tuple: compileTuple,
  List: (c, e) => {
    const items = displayItems(c, e);
    return f => new List(items(f));
  },
  Set: (c, e) => {
    if (e.elts.some(x => x.kind === 'Starred')) return starredSet(e, e.elts.map(x => compileExpr(c, x.kind === 'Starred' ? x.value : x)), c.multiline ? then(c, e, () => null) : null);
    const items = finish(c, e, compileItems(c, e.elts));
    const make = setMaker(e);
    return f => make(items(f));
  },
  Dict: compileDict,
  ListComp: (c, e) => compileComprehension(c, e),
  SetComp: (c, e) => compileComprehension(c, e),
  DictComp: (c, e) => compileComprehension(c, e),
  GeneratorExp: (c, e) => compileComprehension(c, e),
  Call: (c, e) => compileCall(c, e),
  Attribute: (c, e) => compileAttribute(c, e),
  Subscript: compileSubscript,
  Slice: compileSlice,
  Starred: (c, e) => {
    // A starred subscript (`x[*a]`) is a tuple of its items; elsewhere displays and calls take the star apart themselves.
    const v = compileExpr(c, e.value);
    return f => new Tuple(toArray(v(f)));
  },
  JoinedStr: (c, e) => joined(c, e),
  FormattedValue: (c, e) => formatted(c, e),
  Await: yieldOutside,
  Yield: yieldOutside,
  YieldFrom: yieldOutside,
  BrokenExpr: (_c, e) => () => unknown('syntax', e.message),
};
