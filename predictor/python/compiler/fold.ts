// Constant folding as CPython's optimizer does it (Python/ast_opt.c): what is folded loads at one line, so traces hang on it.
import { binary, negative } from '../operators.ts';
import type * as ast from '../syntax/ast.ts';
import { Tuple, type Value } from '../values.ts';
import { literalValue } from './literal.ts';
import { binaryNames } from './operator-names.ts';

/** A literal, a tuple of constants, or an operator over constants that CPython folds. */
export function isConstant(e: ast.Expr): boolean {
  switch (e.kind) {
    case 'Constant': return true;
    case 'Tuple': return e.elts.every(isConstant);
    case 'UnaryOp': return e.op === '-' && e.operand.kind === 'Constant' && isNumber(e.operand);
    case 'BinOp': return foldBinary(e) !== undefined;
    default: return false;
  }
}
/** The value of what `isConstant`. */
export function constantOf(e: ast.Expr): Value {
  switch (e.kind) {
    case 'Tuple': return new Tuple(e.elts.map(constantOf));
    case 'UnaryOp': return negative(constantOf(e.operand));
    case 'BinOp': return foldBinary(e)!;
    default: return literalValue((e as ast.Constant).value);
  }
}
const isNumber = (e: ast.Expr): boolean => e.kind === 'Constant' && (e.value.type === 'int' || e.value.type === 'float');
const folds = new WeakMap<ast.BinOp, Value | null>();

/** The folded value of an operator over constants, or undefined where CPython leaves it to run time: large results, errors. */
export function foldBinary(e: ast.BinOp): Value | undefined {
  let v = folds.get(e);
  if (v === undefined) folds.set(e, (v = fold(e) ?? null));
  return v ?? undefined;
}
function fold(e: ast.BinOp): Value | undefined {
  if (!isConstant(e.left) || !isConstant(e.right)) return undefined;
  const a = constantOf(e.left);
  const b = constantOf(e.right);
  const size = (v: Value): number => (typeof v === 'number' || typeof v === 'bigint' ? BigInt(v).toString(2).length : 0);
  if (e.op === '*' && (typeof a === 'string' || typeof b === 'string' || a instanceof Tuple || b instanceof Tuple)) {
    const [items, n] = typeof a === 'number' ? [b, a] : [a, b];
    const length = typeof items === 'string' ? items.length : items instanceof Tuple ? items.items.length : 0;
    if (typeof n !== 'number' || n * length > (items instanceof Tuple ? 256 : 4096)) return undefined;
  }
  if ((e.op === '*' && size(a) + size(b) > 128) || (e.op === '**' && (typeof b === 'number' ? size(a) * b > 128 : typeof b === 'bigint')) || (e.op === '<<' && (typeof b !== 'number' || size(a) + b > 128))) return undefined;
  // `'%s' % …` becomes an f-string or stays: never a constant.
  if (e.op === '%' && typeof a === 'string') return undefined;
  try {
    const v = binary(binaryNames[e.op], a, b);
    return v === null || typeof v === 'object' && !(v instanceof Tuple) && 'origins' in v ? undefined : v;
  } catch {
    return undefined;
  }
}
