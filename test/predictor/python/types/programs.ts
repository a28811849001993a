// Runs a recorded program in the engine and says where it departs from what CPython printed. Addresses in reprs are not compared.
import { execText, guarded, mainNamespace, startRun } from '../../../../predictor/python/machine.ts';
import { str } from '../../../../predictor/python/operators.ts';
import { defaultBudget } from '../../../../predictor/budget.ts';
import { sayOrigin } from '../../../../predictor/unknown.ts';

export interface Recorded {
  readonly program: string;
  readonly stdout: string;
  readonly raised: string | null;
}
/** How one program fared: `unsure` is an honest "unknown", `wrong` tells the statement and both outputs. */
export type Verdict = { readonly kind: 'right' } | { readonly kind: 'unsure' } | { readonly kind: 'wrong'; readonly why: string };

const withoutAddresses = (s: string): string => s.replace(/0x[0-9a-f]+/g, '0x');

export function verdict(r: Recorded): Verdict {
  startRun(defaultBudget);
  const o = guarded(() => execText(r.program, 'program.py', mainNamespace('program.py')));
  const { ending } = o;
  let raised: string | null = null;
  if (ending.kind === 'raise') raised = `${ending.exc.cls.name}: ${str(ending.exc)}`;
  if (ending.kind === 'unknown') return { kind: 'wrong', why: `stopped: ${ending.origins.map(sayOrigin).join('; ')}` };
  if (o.doubts.length > 0) return { kind: 'unsure' };
  const mine = `${withoutAddresses(o.stdout)}\n${raised}`.split('\n');
  const real = `${withoutAddresses(r.stdout)}\n${r.raised}`.split('\n');
  const at = real.findIndex((line, i) => line !== mine[i]);
  if (at < 0) return { kind: 'right' };
  return { kind: 'wrong', why: `${statementAt(r.program, real, at)}\nforecast ${mine[at]}\nreal     ${real[at]}` };
}
/** The operation that printed a line. */
function statementAt(program: string, lines: readonly string[], at: number): string {
  for (let i = at; i >= 0; i--) {
    const n = /^#(\d+)$/.exec(lines[i])?.[1];
    if (n === undefined) continue;
    const from = program.indexOf(`print('#${n}')`);
    const to = program.indexOf(`print('#${Number(n) + 1}')`, from);
    return program.slice(from, to < 0 ? undefined : to);
  }
  return program.slice(-500);
}
