// What tests leave behind for those that pytest runs after them: which of them change something that outlives them, and which have failed in doing so. A failure
// counts only once it was held against the tests before it, and so does a pass behind a failure that left something changed, or behind a test that changes the same as it does.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { cellsKept, mostlyFails, LeftCells, marksOf, meetingsOf } from '../../forecast/left-cells.ts';
import { type Ended, fileOf, type Planned, testsByFile } from './collection.ts';
import { shares } from './in-sequence.ts';

/** Which earlier tests one is held against, besides those that change the same: none, those of its file that change anything, or all that do. */
export type Reach = 'cells' | 'file' | 'suite';

export class LeftBehind {
  #plan: readonly Planned[] = [];
  #places: ReadonlyMap<string, number> = new Map();
  /** What was collected last: all tests that the command asks for. */
  get plan(): readonly Planned[] {
    return this.#plan;
  }
  set plan(plan: readonly Planned[]) {
    this.#plan = plan;
    this.#places = new Map(plan.map((p, i) => [p.id, i]));
  }
  /** What tests change of that which outlives them. */
  readonly cells = new LeftCells();
  /** Tests that change other things than when they were last held against each other. */
  readonly renewed = new Set<string>();

  /** Notes what a test changes; `was`: when it was last held against the tests before it. What has not changed needs no other look: who changes the same has changed it then. */
  noteCells(id: string, cells: readonly string[], was: readonly string[] | undefined): void {
    this.cells.note(id, cells);
    if (cells.length > 0 && (was === undefined || cellsKept(cells).join('\r') !== was.join('\r'))) this.renewed.add(id);
  }
  /** Names under which other engines find what a test changes. */
  marksOf(id: string): readonly string[] {
    const marks = marksOf(this.cells.of(id));
    return this.renewed.has(id) ? marks.concat(marks.map(asRenewed)) : marks;
  }
  /** Tests that change something which outlives them. */
  readonly marring = new Set<string>();
  /** Tests that another engine has taken: what they change is not known here. */
  readonly elsewhere = new Set<string>();
  /** Tests that are not repeated for what they leave to others: how they end is not known, so that a sequence with them would tell nothing of what comes after, or they take too long. */
  readonly leftOut = new Set<string>();
  /** Tests that fail, however far they are known, and leave something changed: what passes by itself may not after them. */
  readonly spoiling = new Set<string>();

  /** Notes how a test has ended; true where it spoils what comes after it. */
  noteEnd(f: TestForecast): boolean {
    const { id } = f;
    const spoils = mostlyFails(f) && this.marring.has(id);
    if (spoils) this.spoiling.add(id);
    if (f.outcome === 'unknown') this.leftOut.add(id);
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
  /** Whether a test that pytest runs earlier, in whatever file, changes what this one changes, and that is news; undefined while an engine that has taken one has not told of it (`ended`). */
  isMet(id: string, holds: (id: string, marks: readonly string[]) => boolean | undefined): boolean | undefined {
    const cells = this.cells.of(id);
    const at = this.#places.get(id);
    if (cells.length === 0 || at === undefined || this.leftOut.has(id)) return false;
    const isNew = this.renewed.has(id);
    if (this.cells.meets(id, t => (isNew || this.renewed.has(t)) && (this.#places.get(t) ?? at) < at && !this.leftOut.has(t))) return true;
    if (this.elsewhere.size === 0) return false;
    const marks = meetingsOf(cells);
    return this.#isMetElsewhere(at, isNew ? marks : marks.map(asRenewed), holds);
  }
  #isMetElsewhere(at: number, marks: readonly string[], holds: (id: string, marks: readonly string[]) => boolean | undefined): boolean | undefined {
    let open = false;
    for (const t of this.elsewhere) {
      if ((this.#places.get(t) ?? at) >= at) continue;
      const held = holds(t, marks);
      if (held) {
        this.#metElsewhere.add(t);
        return true;
      }
      open ||= held === undefined;
    }
    return open ? undefined : false;
  }
  /** Tests of other engines that change what one of this engine's changes. */
  readonly #metElsewhere = new Set<string>();
  /**
   * Some tests, each after those that pytest runs earlier and that may leave something which it sees: those that change the same, in whatever file, and those that they meet in turn; and as `late` says, whatever changes
   * anything in the same file, or in any.
   */
  sequence(late: ReadonlyMap<string, Reach>): readonly Planned[] {
    const near = new Set([...late].flatMap(([id, reach]) => (reach === 'cells' ? [] : this.#nearBefore(id))));
    const lastFar = Math.max(-1, ...[...late].map(([id, reach]) => (reach === 'suite' ? (this.#places.get(id) ?? -1) : -1)));
    const isFar = (id: string, at: number): boolean => at < lastFar && (this.marring.has(id) || this.elsewhere.has(id)) && !this.leftOut.has(id);
    // From the last one back: who changes what a later one changes is one of them.
    const wanted = new Set<string>();
    const out: Planned[] = [];
    for (let i = Math.max(...[...late.keys()].map(id => this.#places.get(id) ?? -1)); i >= 0; i--) {
      const p = this.#plan[i];
      const cells = this.cells.of(p.id);
      const isMet = (): boolean => !this.leftOut.has(p.id) && marksOf(cells).some(m => wanted.has(m));
      if (p.item === undefined || !(late.has(p.id) || near.has(p.id) || isFar(p.id, i) || this.#metElsewhere.has(p.id) || (cells.length > 0 && isMet()))) continue;
      out.push(p);
      for (const m of meetingsOf(cells)) wanted.add(m);
    }
    return out.reverse();
  }
  #nearBefore(id: string): readonly string[] {
    const own = this.planned(fileOf(id));
    const at = own.findIndex(p => p.id === id);
    if (at <= 0) return [];
    const shared = shares(own[at]);
    return own.slice(0, at).flatMap(p => (this.marring.has(p.id) || this.elsewhere.has(p.id) || (shared && shares(p)) ? [p.id] : []));
  }
  /** The tests of a file that can be rehearsed. */
  planned(file: string): readonly Planned[] {
    return testsByFile(this.plan).get(file)?.filter(p => p.item !== undefined) ?? [];
  }
}
const asRenewed = (mark: string): string => `${mark}\t`;
