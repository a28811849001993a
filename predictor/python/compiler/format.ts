// f-strings: each field formatted as `format()` does, the parts joined.
import type * as ast from '../syntax/ast.ts';
import type { Evaluate } from '../frames.ts';
import { repr, str } from '../operators.ts';
import { firstHalves, glue } from '../text/surrogates.ts';
import { asciiText, format, formatsSafely } from '../types/formatting.ts';
import { doubt, Unknown, UnknownUsed } from '../unknown-value.ts';
import { T, type Value } from '../values.ts';
import { type Ctx, then } from './context.ts';
import { compileExpr } from './expressions.ts';
import { literalValue } from './literal.ts';

export function joined(c: Ctx, e: ast.JoinedStr): Evaluate {
  const parts = e.values.map(v => (v.line === 0 ? unplaced(v as ast.Constant) : compileExpr(c, v)));
  // One part alone is not joined.
  const last = c.multiline && parts.length > 1 ? then(c, e, () => null) : null;
  return f => {
    let out = '';
    let lost: Unknown | null = null;
    for (const p of parts) {
      const v = p(f);
      if (typeof v === 'string') out = firstHalves.made ? glue(out, v) : out + v;
      else lost = v as Unknown;
    }
    last?.(f);
    return lost ?? out;
  };
}
/** A literal without a line. */
function unplaced(e: ast.Constant): Evaluate {
  const v = literalValue(e.value);
  return () => v;
}
export function formatted(c: Ctx, e: ast.FormattedValue): Evaluate {
  const value = then(c, e, compileExpr(c, e.value));
  const spec = e.spec === null ? null : compileExpr(c, e.spec);
  const { conversion } = e;
  return f => {
    let v: Value = value(f);
    let s: Value = '';
    try {
      if (conversion === 'r') v = repr(v);
      else if (conversion === 's') v = str(v);
      else if (conversion === 'a') v = asciiText(v);
      if (spec !== null) s = spec(f);
      if (s instanceof Unknown) return new Unknown(s.origins, T.str);
      if (typeof v === 'string' && s === '') return v;
      return format(v, s as string);
    } catch (thrown) {
      if (!(thrown instanceof UnknownUsed)) throw thrown;
      if (!(v instanceof Unknown) || !formatsSafely(v.type === null || conversion === '' ? v.type : T.str, s as string)) doubt(thrown.origins);
      return new Unknown(thrown.origins, T.str);
    }
  };
}
