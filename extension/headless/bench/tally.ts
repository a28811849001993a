// Counting a benchmark's answers and printing them: wrong ones one by one, unknown ones by their commonest origins, and one JSON line at the end.
import { type Origin, sayOrigin } from '../../../predictor/unknown.ts';

export class Tally {
  right = 0;
  wrong = 0;
  unknown = 0;
  private readonly started = performance.now();
  private readonly reasons = new Map<string, { count: number; ids: string[] }>();
  private readonly wrongs: string[] = [];
  readonly bench: string;
  constructor(bench: string) {
    this.bench = bench;
  }
  agree(): void {
    this.right++;
  }
  differ(id: string, forecast: string, truth: string): void {
    this.wrong++;
    this.wrongs.push(`WRONG ${id}\n  forecast: ${forecast.slice(0, 400)}\n  truth:    ${truth.slice(0, 400)}`);
  }
  /** One unknown answer; its first origin is what the table counts. */
  lack(id: string, origins: readonly Origin[]): void {
    this.unknown++;
    const o = origins[0];
    const key = o === undefined ? 'no origin' : sayOrigin({ reason: o.reason, what: o.what });
    let r = this.reasons.get(key);
    if (r === undefined) this.reasons.set(key, (r = { count: 0, ids: [] }));
    r.count++;
    if (r.ids.length < 4) r.ids.push(id);
  }
  /** Prints all; `extra` goes into the JSON line. */
  report(json: boolean, extra: Readonly<Record<string, unknown>> = {}): void {
    const ms = Math.round(performance.now() - this.started);
    const total = this.right + this.wrong + this.unknown;
    for (const w of this.wrongs) console.log(w);
    const rows = [...this.reasons].sort((a, b) => b[1].count - a[1].count);
    if (rows.length > 0) console.log('\nCommonest origins of unknowns');
    for (const [key, r] of rows.slice(0, 25)) console.log(`${String(r.count).padStart(6)}  ${key}  (${r.ids.join(', ')})`);
    const pct = (n: number): string => (total === 0 ? '-' : `${((100 * n) / total).toFixed(2)} %`);
    console.log(`\n${this.bench}: ${total} cases, ${this.right} right (${pct(this.right)}), ${this.wrong} wrong (${pct(this.wrong)}), ${this.unknown} unknown (${pct(this.unknown)}), ${ms} ms`);
    for (const [k, v] of Object.entries(extra)) if (typeof v !== 'object') console.log(`  ${k}: ${v}`);
    if (json) console.log(JSON.stringify({ bench: this.bench, total, right: this.right, wrong: this.wrong, unknown: this.unknown, ms, ...extra }));
  }
}
