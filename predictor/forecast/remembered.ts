// Forecasts of tests kept for next time, each with what it hangs on. What still holds is recalled without rehearsing anything.
import type { TestForecast } from '../../trace-collector/trace.ts';
import { mostlyFails } from './left-cells.ts';
import { type Present, type Reads, stillTrue, type UnitTable } from './reads.ts';

export interface RememberedTest {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** Missing for a test that was named but not rehearsed. */
  readonly known?: KnownTest;
}
export interface KnownTest {
  readonly reads: Reads;
  readonly forecast: TestForecast;
  /** It changes what tests after it may see. */
  readonly mars?: boolean;
  /** What it changes and leaves changed (left-cells.ts); missing where that is nothing. */
  readonly cells?: readonly string[];
  /** It is not worth repeating for what it leaves to others. */
  readonly long?: boolean;
  /** It was held against the tests before it that change the same. */
  readonly met?: boolean;
  /** It was rehearsed after the tests of its file that it may stand on. */
  readonly settled?: boolean;
  /** Milliseconds that its rehearsal by itself took: it says how soon it is worth trying again. */
  readonly cost?: number;
  /** It was rehearsed in other orders, too. */
  readonly reordered?: boolean;
  /** How often, one time after the other, the clock or the heap has ended its rehearsal. */
  readonly cutOff?: number;
}
export interface RememberedFile {
  /** What the names of its tests hang on, and what each test hangs on besides its own reads: its import. */
  readonly imports: Reads;
  readonly tests: readonly RememberedTest[];
  /** Names that its modules' import statements name: a new file of such a name may come before what was found. */
  readonly names: readonly string[];
}
/** One project's memory, under settings and an environment that are part of the key. */
export interface Remembered {
  readonly key: string;
  /** Paths of the project's source files. */
  readonly sources: readonly string[];
  readonly files: Readonly<Record<string, RememberedFile>>;
  /** Parts of sources, by the hash of their content. */
  readonly tables: Readonly<Record<string, UnitTable>>;
}

/** Where memories are kept. Losing one costs time only. */
export interface Memory {
  load(key: string): Remembered | undefined;
  /** The same project in other states, such as before an edit: what still holds of them is recalled too. */
  others?(key: string): readonly Remembered[];
  /** Whether there is any use in saving. */
  keeps(key: string): boolean;
  save(m: Remembered): void;
  /** Where it is there, and there is no use in saving: takes what was rehearsed now, of the files that were collected for it, and nothing else. */
  keepPart?(m: Remembered): void;
}

export interface RecalledFile {
  readonly tests: readonly RememberedTest[];
}
/** What remembered tests come to, as it is asked for at each edit. */
export interface Summary {
  readonly places: readonly Pick<RememberedTest, 'id' | 'file' | 'line'>[];
  /** Of those that were rehearsed, in order. */
  readonly forecasts: readonly TestForecast[];
  /** Ids of tests that change what tests after them may see. */
  readonly marring: readonly string[];
  /** Ids of tests that have failed and leave something changed. */
  readonly spoiling: readonly string[];
  /** Tests that leave cells changed, with these. */
  readonly changing: readonly (readonly [id: string, cells: readonly string[]])[];
  /** Ids of tests that are not repeated for what they leave to others. */
  readonly leftOut: readonly string[];
  /** All were rehearsed. */
  readonly whole: boolean;
}
const summaries = new WeakMap<readonly RememberedTest[], Summary>();
/** Reckoned once for each list: most files of a suite are recalled as they are, edit after edit. */
export function summaryOf(tests: readonly RememberedTest[]): Summary {
  let known = summaries.get(tests);
  if (known === undefined) {
    const forecasts = tests.flatMap(t => t.known?.forecast ?? []);
    known = {
      places: tests.map(({ id, file, line }) => ({ id, file, line })),
      forecasts,
      marring: tests.filter(t => t.known?.mars).map(t => t.id),
      spoiling: tests.filter(spoils).map(t => t.id),
      changing: tests.flatMap(t => (t.known?.cells === undefined ? [] : [[t.id, t.known.cells] as const])),
      leftOut: tests.filter(({ known: k }) => k?.long || k?.forecast.outcome === 'unknown').map(t => t.id),
      whole: forecasts.length === tests.length,
    };
    summaries.set(tests, known);
  }
  return known;
}
/** What still holds of a test file, given the names that new source files would be imported by: its tests by name, those that still hold with their forecasts; undefined where its import has changed. A rehearsal that was cut off is tried a second time, no third. */
export function recall(m: Remembered, file: string, now: Present, added: ReadonlySet<string>): RecalledFile | undefined {
  const f = m.files[file];
  if (f === undefined || f.names.some(n => added.has(n)) || !stillTrue(f.imports, now, m.tables)) return undefined;
  const holding = new Map<Reads, boolean>();
  const holds = (reads: Reads): boolean => {
    let does = holding.get(reads);
    if (does === undefined) holding.set(reads, (does = stillTrue(reads, now, m.tables)));
    return does;
  };
  return { tests: f.tests.map(t => (t.known === undefined || (t.known.cutOff !== 1 && holds(t.known.reads)) ? t : { id: t.id, file: t.file, line: t.line })) };
}

/** The test, without what was known of it. */
const forgotten = ({ id, file, line }: RememberedTest): RememberedTest => ({ id, file, line });
/** Whether a remembered test fails and leaves something changed. */
export const spoils = (t: RememberedTest): boolean => t.known?.mars === true && mostlyFails(t.known.forecast);
/** What is remembered of a file, less passes of another time that were not rehearsed after the failures before them. */
export function unspoilt(tests: readonly RememberedTest[]): readonly RememberedTest[] {
  if (summaryOf(tests).spoiling.length === 0) return tests;
  const first = tests.findIndex(spoils);
  return tests.map((t, i) => (i <= first || t.known === undefined || t.known.settled || t.known.forecast.outcome !== 'pass' ? t : forgotten(t)));
}
/** Some tests of a file, in the order in which they run, with what does not hang on others of it. */
export function standingAlone(tests: readonly RememberedTest[]): readonly RememberedTest[] {
  let behind = false;
  return tests.map(t => {
    const { known } = t;
    const hangs = known?.settled || (behind && known?.forecast.outcome === 'fail');
    behind ||= known === undefined || known.mars === true;
    return hangs ? forgotten(t) : t;
  });
}

/** A file as several memories know it together: the first that still holds tells its tests, the others forecasts that it lacks. Undefined where the first knows all there is. */
export function borrowed(file: string, all: readonly { readonly from: Remembered; readonly recalled: RecalledFile | undefined }[]): RememberedFile | undefined {
  const holding = all.filter(a => a.recalled !== undefined);
  const [first, ...others] = holding;
  if (first === undefined) return undefined;
  const missing = first.recalled!.tests.some(t => t.known === undefined);
  if (first === all[0] && (!missing || others.length === 0)) return undefined;
  const known = new Map(others.toReversed().flatMap(o => o.recalled!.tests.flatMap(t => (t.known === undefined ? [] : [[t.id, t] as const]))));
  return { ...first.from.files[file], tests: first.recalled!.tests.map(t => (t.known === undefined ? (known.get(t.id) ?? t) : t)) };
}

/** A memory with what another one, of the same project and at the same time, knows beside it: two engines that share a suite remember each its tests. */
export function joined(m: Remembered, other: Remembered): Remembered {
  const sources = new Set(m.sources);
  const files: Record<string, RememberedFile> = Object.fromEntries(Object.entries(other.files).filter(([path]) => sources.has(path)));
  for (const [path, f] of Object.entries(m.files)) {
    const also = other.files[path];
    const known = also === undefined || JSON.stringify(also.imports) !== JSON.stringify(f.imports) ? undefined : new Map(also.tests.map(t => [t.id, t.known]));
    files[path] = known === undefined ? f : { ...f, tests: f.tests.map(t => (t.known === undefined ? { ...t, known: known.get(t.id) } : t)) };
  }
  return { ...m, files, tables: usedOf(files, { ...other.tables, ...m.tables }) };
}

/** A memory with the given files put in place of what was known of them; of files that are gone nothing is kept, nor parts that no one asks for. */
export function revised(m: Remembered, files: ReadonlyMap<string, RememberedFile>, tables: Readonly<Record<string, UnitTable>>, sources: readonly string[], exists: (file: string) => boolean): Remembered {
  const kept: Record<string, RememberedFile> = {};
  for (const [path, f] of Object.entries(m.files)) if (!files.has(path) && exists(path)) kept[path] = f;
  for (const [path, f] of files) kept[path] = f;
  return { key: m.key, sources, files: kept, tables: usedOf(kept, { ...m.tables, ...tables }) };
}
function usedOf(files: Readonly<Record<string, RememberedFile>>, all: Readonly<Record<string, UnitTable>>): Record<string, UnitTable> {
  const used: Record<string, UnitTable> = {};
  const take = (r: Reads): void => {
    for (const f of Object.values(r.files)) if (f.units !== undefined && all[f.hash] !== undefined) used[f.hash] = all[f.hash];
  };
  const taken = new Set<Reads>();
  for (const f of Object.values(files)) {
    take(f.imports);
    for (const { known } of f.tests) {
      if (known !== undefined && !taken.has(known.reads)) take(known.reads);
      if (known !== undefined) taken.add(known.reads);
    }
  }
  return used;
}
