// Which line a jump stands at. CPython's compiler gives it the line it is at, and a comparison inside a condition moves that line on for all that follows
// (`compiler_jump_if` in Python/compile.c sets the location and does not put it back).
import type { Frame } from '../frames.ts';
import type * as ast from '../syntax/ast.ts';
import { type Ctx, mark } from './context.ts';
import { folded } from './fold.ts';

/** Marks a statement's line before its head is computed; the parts of a head that spans lines mark their own, and the first may not be on the statement's. */
export function lead(c: Ctx, head: ast.Span, line: number): (f: Frame) => void {
  if (head.endLine > line) return () => {};
  const at = mark(c);
  return f => at(f, line);
}

const opposite: Partial<Record<ast.CompareOp, ast.CompareOp>> = { is: 'is not', 'is not': 'is', in: 'not in', 'not in': 'in' };

/** `not (a in b)` is `a not in b` to CPython's optimizer, at the place of the whole (`fold_unaryop` in Python/ast_opt.c). */
export function turnedAround(e: ast.Unary): ast.Compare | null {
  if (e.op !== 'not' || e.operand.kind !== 'Compare' || e.operand.ops.length !== 1) return null;
  const op = opposite[e.operand.ops[0]];
  return op === undefined ? null : { ...e.operand, ops: [op], line: e.line, col: e.col, endLine: e.endLine, endCol: e.endCol };
}

/** The line that the compiler is at behind a condition that it came to at `line`. */
export function lineBehind(test: ast.Expr, line: number): number {
  switch (test.kind) {
    case 'Compare': return test.line;
    case 'UnaryOp':
      if (turnedAround(test) !== null) return test.line;
      return test.op === 'not' && folded(test) === undefined ? lineBehind(test.operand, line) : line;
    case 'BoolOp': return test.values.reduce((at, v) => lineBehind(v, at), line);
    case 'IfExp': return lineBehind(test.orelse, lineBehind(test.body, lineBehind(test.test, line)));
    default: return line;
  }
}

/** The lines of a comprehension's jumps: of each loop's next step, and of the element's end and every jump back. */
export function comprehensionLines(e: ast.Span & { readonly generators: readonly ast.Comprehension[] }): { readonly loops: readonly number[]; readonly end: number } {
  let { line } = e;
  const loops: number[] = [];
  for (const g of e.generators) {
    loops.push(line);
    for (const t of g.ifs) line = lineBehind(t, line);
  }
  return { loops, end: line };
}
