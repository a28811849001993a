// Holding a forecast outcome against a recorded one, as the data sets define it: pass ↔ pass, fail or error ↔ fail with the same exception type, a hang ↔ a
// spent budget.
import type { Answer } from './engine.ts';
import type { Tally } from './tally.ts';

export interface Recorded {
  readonly outcome: 'pass' | 'fail' | 'error' | 'hang' | 'skip' | 'not_run';
  readonly exception?: string | null;
}
export function score(tally: Tally, id: string, a: Answer, truth: Recorded): void {
  const said = a.kind === 'value' ? 'pass' : a.kind === 'raise' ? `${a.type}: ${a.message}` : 'unknown';
  const was = truth.outcome === 'pass' ? 'pass' : `${truth.outcome} ${truth.exception ?? ''}`;
  if (truth.outcome === 'hang') {
    if (a.kind === 'unknown' && a.origins.some(o => o.reason === 'budget')) tally.agree();
    else if (a.kind === 'unknown') tally.lack(id, a.origins);
    else tally.differ(id, said, was);
    return;
  }
  if (a.kind === 'unknown') {
    tally.lack(id, a.origins);
    return;
  }
  if (truth.outcome === 'pass' ? a.kind === 'value' : a.kind === 'raise' && a.type === bare(truth.exception)) tally.agree();
  else tally.differ(id, said, was);
}
const bare = (name: string | null | undefined): string => (name ?? '').slice((name ?? '').lastIndexOf('.') + 1);
