// How a rehearsal uses oracles: rehearse, ask one oracle for all unknowns in one batch, rehearse again with its answers, until it has no more to say; then the next one is
// asked for what is left. It knows nothing of servers, and what an oracle does wrong never reaches the forecast.
import type { OracleUse } from '../../trace-collector/trace.ts';
import { type Ask, type Asking, type Fill, functionKey, type Oracle } from './oracle.ts';

export interface Rehearsed<R> {
  readonly result: R;
  /** What is not known and decides something. */
  readonly asks: readonly Ask[];
}
export interface RoundsAsked<R> {
  readonly rehearse: (asking: Asking) => Promise<Rehearsed<R>>;
  /** In the order in which they are asked. */
  readonly oracles: readonly Oracle[];
  /** Functions whose calls may be asked for, for the memory. */
  readonly functions?: ReadonlySet<string>;
  readonly signal: AbortSignal;
}
export interface Filled<R> {
  readonly result: R;
  readonly fills: readonly Fill[];
  readonly uses: readonly OracleUse[];
}

/** Rounds of one oracle: an answer may bring the next unknown to light. */
const mostRounds = 3;
const mostAsked = 60;

export async function fillUnknowns<R>({ rehearse, oracles, functions = new Set(), signal }: RoundsAsked<R>): Promise<Filled<R>> {
  const fills = new Map<string, Fill>();
  const uses: OracleUse[] = [];
  let now = await rehearse({ fills: [], functions });
  for (const oracle of oracles) {
    const seen = new Set<string>();
    let answered = 0;
    let trouble: string | undefined;
    for (let round = 0; round < mostRounds && !signal.aborted; round++) {
      const asks = now.asks.filter(a => !seen.has(a.id) && oracle.takes(a)).slice(0, mostAsked);
      if (asks.length === 0) break;
      for (const a of asks) seen.add(a.id);
      const told = await answersOf(oracle, asks, signal);
      trouble = told.trouble ?? trouble;
      const fresh = told.fills.filter(f => !fills.has(f.ask) || asks.some(a => a.id === f.ask));
      if (fresh.length === 0) break;
      for (const f of fresh) fills.set(f.ask, f);
      now = await rehearse({ fills: [...fills.values()], functions });
      // What comes back as asked for was no value: the next oracle may know one.
      const back = new Set(now.asks.map(a => a.id));
      for (const f of fresh) if (back.has(f.ask)) fills.delete(f.ask);
      const refused = fresh.filter(f => back.has(f.ask)).length;
      answered += fresh.length - refused;
      if (refused > 0) trouble ??= `${refused} of its answers ${refused === 1 ? 'was' : 'were'} no Python literal`;
    }
    if (seen.size > 0)
      uses.push({
        oracle: oracle.name,
        ...(oracle.address === undefined ? {} : { address: oracle.address }),
        asked: seen.size,
        answered,
        ...(trouble === undefined ? {} : { trouble }),
      });
  }
  return { result: now.result, fills: [...fills.values()], uses };
}

async function answersOf(oracle: Oracle, asks: readonly Ask[], signal: AbortSignal): Promise<{ readonly fills: readonly Fill[]; readonly trouble?: string }> {
  const byId = new Map(asks.map(a => [a.id, a]));
  try {
    const { answers, trouble } = await oracle.answer(asks, signal);
    const fills = answers.flatMap(({ ask, told, note, trust }): Fill[] => {
      const about = byId.get(ask);
      if (about === undefined) return [];
      const { text: what, file, line } = about;
      return [{ ask, told, oracle: oracle.name, trust: trust ?? oracle.trust, about: { what, file, line }, ...(note === undefined ? {} : { note }) }];
    });
    return { fills, ...(trouble === undefined ? {} : { trouble }) };
  } catch (e) {
    // A fault of the oracle's is no fault of the forecast's.
    return { fills: [], trouble: signal.aborted ? 'cancelled' : e instanceof Error ? e.message.split('\n')[0] : String(e) };
  }
}

/** The functions of a list, as `Asking` wants them. */
export const functionKeys = (functions: Iterable<{ readonly file: string; readonly name: string }>): ReadonlySet<string> =>
  new Set([...functions].map(f => functionKey(f.file, f.name)));
