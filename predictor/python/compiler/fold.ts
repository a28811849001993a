// Constant folding as CPython's optimizer does it (Python/ast_opt.c): what is folded loads at one line, so traces hang on it.
import { binary, getItem, negative, truth, unary } from '../operators.ts';
import type * as ast from '../syntax/ast.ts';
import { Unknown } from '../unknown-value.ts';
import { Bytes, Tuple, type Value } from '../values.ts';
import { literalValue } from './literal.ts';
import { binaryNames } from './operator-names.ts';

/** A literal, a tuple of constants, or an operator over constants that CPython folds. */
export const isConstant = (e: ast.Expr): boolean => folded(e) !== undefined;
/** The value of what `isConstant`. */
export const constantOf = (e: ast.Expr): Value => folded(e)!.value;

/** `null` is Python's None, so a value comes in a box. */
interface Folded {
  readonly value: Value;
}
const known = new WeakMap<ast.Expr, Folded | null>();

/** The constant that CPython makes of an expression, or undefined where it leaves it to run time: large results, errors. */
export function folded(e: ast.Expr): Folded | undefined {
  if (e.kind === 'Constant') return { value: literalValue(e.value) };
  if (e.kind !== 'Tuple' && e.kind !== 'UnaryOp' && e.kind !== 'BinOp' && e.kind !== 'Subscript') return undefined;
  let v = known.get(e);
  if (v === undefined) known.set(e, (v = fold(e) ?? null));
  return v ?? undefined;
}
function fold(e: ast.Tuple | ast.Unary | ast.BinOp | ast.Subscript): Folded | undefined {
  if (e.kind === 'Tuple') return e.elts.every(isConstant) ? { value: new Tuple(e.elts.map(constantOf)) } : undefined;
  const parts = e.kind === 'UnaryOp' ? [e.operand] : e.kind === 'BinOp' ? [e.left, e.right] : [e.value, e.slice];
  if (!parts.every(isConstant)) return undefined;
  const [a, b] = parts.map(constantOf);
  if (e.kind === 'BinOp' && !small(e.op, a, b)) return undefined;
  try {
    const value = e.kind === 'UnaryOp' ? applyUnary(e.op, a) : e.kind === 'BinOp' ? binary(binaryNames[e.op], a, b) : getItem(a, b);
    return value instanceof Unknown ? undefined : { value };
  } catch {
    return undefined;
  }
}
function applyUnary(op: ast.Unary['op'], v: Value): Value {
  switch (op) {
    case 'not': return !truth(v);
    case '-': return negative(v);
    case '+': return unary('pos', '+', v);
    default: return unary('invert', '~', v);
  }
}

/** Whether the result is small enough to be worth a constant (`safe_multiply`, `safe_power`, `safe_lshift`, `safe_mod`). */
function small(op: ast.BinaryOp, a: Value, b: Value): boolean {
  const bits = (v: Value): number => (typeof v === 'number' || typeof v === 'bigint' ? BigInt(v).toString(2).length : 0);
  switch (op) {
    case '*': {
      const [n, items] = typeof a === 'number' ? [a, b] : [b, a];
      const length = typeof items === 'string' || items instanceof Bytes ? sizeOf(items) : items instanceof Tuple ? items.items.length : 0;
      if (typeof n === 'number' && length > 0) return n >= 0 && n * length <= (items instanceof Tuple ? 256 : 4096);
      return bits(a) + bits(b) <= 128;
    }
    case '**': return typeof b === 'number' ? bits(a) * b <= 128 : typeof b !== 'bigint';
    case '<<': return typeof b === 'number' && bits(a) + b <= 128;
    // `'%s' % …` becomes an f-string or stays: never a constant.
    case '%': return typeof a !== 'string' && !(a instanceof Bytes);
    default: return true;
  }
}
const sizeOf = (v: string | Bytes): number => (typeof v === 'string' ? v.length : v.data.length);
