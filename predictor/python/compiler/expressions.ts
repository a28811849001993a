// Expressions to closures. Each kind of node has its maker in the table at the end; a maker compiles the operands and returns one closure. Small ints and
// floats take the fast path inside the closure, everything else goes through operators.ts.
import { typeOf } from '../attributes.ts';
import type * as ast from '../syntax/ast.ts';
import type { Evaluate, Frame } from '../frames.ts';
import { add, binary, type BinaryName, compare, contains, floordiv, getItem, inplace, is, mod, mul, negative, sub, toArray, truediv, truth, unary } from '../operators.ts';
import type { CompareCode } from '../slots.ts';
import { Unknown, unknown, unknownFrom, UnknownUsed } from '../unknown-value.ts';
import { Dict, Float, List, Slice, T, Tuple, type Value } from '../values.ts';
import { sharedIdentity } from '../identity.ts';
import { compileAttribute } from './attribute.ts';
import { compileAsked } from './asked.ts';
import { compileCall } from './call.ts';
import { setMaker, starredSet } from './constant-set.ts';
import { type Ctx, mangled, marked, type Temp, then } from './context.ts';
import { literalValue } from './literal.ts';
import { compileDict, compileItems, compileTuple, displayItems, finish } from './displays.ts';
import { loadName, storeName } from './names.ts';
import { binaryNames } from './operator-names.ts';
import { compileComprehension, compileLambda } from './function.ts';
import { folded, isConstant } from './fold.ts';
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
  if (c.unit.asked) return compileAsked(c, e, () => (makers[e.kind] as Maker<Kind>)(c, e as never));
  return (makers[e.kind] as Maker<Kind>)(c, e as never);
}

function always(v: Value): Evaluate {
  const isCommon = v === null || typeof v === 'boolean' || (typeof v === 'number' && v >= -5 && v <= 256);
  if (!isCommon) return () => v;
  let read = commonConstants.get(v);
  if (read === undefined) commonConstants.set(v, (read = () => v));
  return read;
}
/** Those that stand everywhere: as CPython keeps small ints. */
const commonConstants = new Map<Value, Evaluate>();

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
    if (!(e instanceof UnknownUsed)) throw e;
    // What is no container raises, and one of text or of what can be hashed does on a value of another type.
    unknownFrom(null, o, item);
    return new Unknown(e.origins, T.bool);
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

// Subscripts ---------------------------------------------------------------------------------------------------------

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
  Constant: (c, e) => marked(c, e, always(literalValue(e.value))),
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
