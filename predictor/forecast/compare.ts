// Two forecasts of one suite, before and after an edit, held against each other test by test.
import type { Report, TestChange, TestForecast } from '../../trace-collector/trace.ts';
import type { Effect } from '../effects.ts';

/** Introduced failures first, then what is unknown, then what else has changed; the rest in the order in which pytest runs it. */
export function compareSuites(before: readonly TestForecast[], after: readonly TestForecast[], edited: boolean): TestChange[] {
  const old = new Map(before.map(t => [t.id, t]));
  const changes: TestChange[] = after.map(t => ({ id: t.id, change: changeOf(old.get(t.id), t, edited), before: old.get(t.id), after: t }));
  const now = new Set(after.map(t => t.id));
  for (const t of before) if (!now.has(t.id)) changes.push({ id: t.id, change: 'disappears', before: t });
  return changes.map((c, i) => [c, i] as const).sort(([a, i], [b, j]) => rank(a) - rank(b) || i - j).map(([c]) => c);
}

function changeOf(before: TestForecast | undefined, after: TestForecast, edited: boolean): TestChange['change'] {
  if (after.outcome === 'unknown') return 'unknown';
  const fails = after.outcome === 'fail';
  if (!edited) return fails ? 'fails' : 'passes';
  if (before === undefined) return fails ? 'breaks' : 'appears';
  if (before.outcome === 'unknown') return fails ? 'fails' : 'passes';
  if (before.outcome === 'pass') return fails ? 'breaks' : 'passes';
  if (!fails) return 'fixes';
  return before.raises?.type === after.raises?.type && before.raises?.message === after.raises?.message ? 'fails' : 'alters';
}

const order: readonly TestChange['change'][] = ['breaks', 'alters', 'fails', 'unknown', 'disappears', 'fixes', 'appears', 'passes'];
const rank = (c: TestChange): number => order.indexOf(c.change);

/** Effects after the edit that were not there before it. Lines move with an edit, so they do not count. */
export function newEffects(before: readonly TestForecast[], after: readonly TestForecast[], edited: boolean): Effect[] {
  const key = (e: Effect): string => `${e.kind} ${e.what}`;
  const known = new Set(edited ? before.flatMap(t => t.effects.map(key)) : []);
  const out = new Map<string, Effect>();
  for (const t of after) for (const e of t.effects) if (!known.has(key(e)) && !out.has(key(e))) out.set(key(e), e);
  return [...out.values()];
}

/** What the whole comes to: the exit code hangs on it. What an edit leaves unknown as it was is none of its doing. */
export function verdictOf(r: Report, edited: boolean): 'fine' | 'fails' | 'unknown' {
  const bad: readonly TestChange['change'][] = edited ? ['breaks'] : ['breaks', 'fails'];
  if (r.tests.some(t => bad.includes(t.change))) return 'fails';
  return r.tests.some(t => t.change === 'unknown' && !(edited && t.before?.outcome === 'unknown')) ? 'unknown' : 'fine';
}
