// What tests leave behind for those that pytest runs after them in the same file: which of them change something that outlives them, and which have failed in doing so. A failure
// counts only once it was held against the tests before it, and a pass behind a failure that left something changed does, too.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { type Ended, fileOf, type Planned, testsByFile } from './collection.ts';
import { shares } from './in-sequence.ts';

export class LeftBehind {
  /** What was collected last: all tests that the command asks for. */
  plan: readonly Planned[] = [];
  /** Tests that change something which outlives them. */
  readonly marring = new Set<string>();
  /** Tests that another engine has taken: what they change is not known here. */
  readonly elsewhere = new Set<string>();
  /** Tests that have failed and leave something changed: what passes by itself may not after them. */
  readonly spoiling = new Set<string>();

  /** Notes how a test has ended; true where it spoils what comes after it. */
  noteEnd({ id, outcome }: TestForecast): boolean {
    const spoils = outcome === 'fail' && this.marring.has(id);
    if (spoils) this.spoiling.add(id);
    return spoils;
  }
  /** Whether a test that pytest runs earlier in the same file has failed and left something changed; undefined while an engine that has taken one has not told of it (`ended`). */
  isSpoilt(id: string, spoils: (id: string) => ReturnType<Ended['spoils']>): boolean | undefined {
    if (this.spoiling.size === 0 && this.elsewhere.size === 0) return false;
    let open = false;
    for (const p of this.planned(fileOf(id))) {
      if (p.id === id) break;
      if (this.spoiling.has(p.id)) return true;
      if (!this.elsewhere.has(p.id)) continue;
      const told = spoils(p.id);
      if (told) return true;
      open ||= told === undefined;
    }
    return open ? undefined : false;
  }
  /** Tests of the same file that pytest runs earlier, and that may leave something which this one sees. */
  before(id: string): readonly Planned[] {
    const own = this.planned(fileOf(id));
    const at = own.findIndex(p => p.id === id);
    if (at <= 0) return [];
    const shared = shares(own[at]);
    return own.slice(0, at).filter(p => this.marring.has(p.id) || this.elsewhere.has(p.id) || (shared && shares(p)));
  }
  /** The tests of a file that can be rehearsed. */
  planned(file: string): readonly Planned[] {
    return testsByFile(this.plan).get(file)?.filter(p => p.item !== undefined) ?? [];
  }
}
