// `'… %s …' % (a, b)` with nothing but %s, %r and %a is an f-string to CPython's optimizer (`optimize_format` in Python/ast_opt.c). The result is the same; the
// lines that its parts stand at are not.
import type * as ast from '../syntax/ast.ts';
import { isConstant } from './fold.ts';

/** The f-string that CPython makes of the expression, or null where it leaves it as it is. */
export function asFormatted(e: ast.BinOp): ast.JoinedStr | null {
  if (e.op !== '%' || e.left.kind !== 'Constant' || e.left.value.type !== 'str' || e.right.kind !== 'Tuple') return null;
  const { elts } = e.right;
  // A tuple of constants is one constant by then.
  if (elts.some(x => x.kind === 'Starred') || elts.every(isConstant)) return null;
  const format = e.left.value.value;
  const values: (ast.Constant | ast.FormattedValue)[] = [];
  let used = 0;
  let literal = '';
  const flush = (): void => {
    // Such a literal has no line of its own.
    if (literal !== '') values.push({ ...e, kind: 'Constant', value: { type: 'str', value: literal }, line: 0 } as unknown as ast.Constant);
    literal = '';
  };
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%') {
      literal += format[i];
      continue;
    }
    if (format[i + 1] === '%') {
      literal += '%';
      i++;
      continue;
    }
    const field = /^%([-+ #0]*)(\d{0,3})(?:\.(\d{0,3}))?([sra])/.exec(format.slice(i));
    if (field === null || used >= elts.length) return null;
    flush();
    const [all, flags, width, precision, conversion] = field;
    const value = elts[used++];
    const spec = `${width !== '' && Number(width) > 0 && !flags.includes('-') ? '>' : ''}${width === '' ? '' : String(Number(width))}${precision === undefined ? '' : `.${Number(precision)}`}`;
    const at = { line: value.line, col: value.col, endLine: value.endLine, endCol: value.endCol };
    const parts = spec === '' ? null : ({ ...at, kind: 'JoinedStr', values: [{ ...at, kind: 'Constant', value: { type: 'str', value: spec } }] } as unknown as ast.JoinedStr);
    values.push({ ...at, kind: 'FormattedValue', value, conversion, spec: parts } as ast.FormattedValue);
    i += all.length - 1;
  }
  if (used < elts.length) return null;
  flush();
  return { kind: 'JoinedStr', values, line: e.line, col: e.col, endLine: e.endLine, endCol: e.endCol };
}
