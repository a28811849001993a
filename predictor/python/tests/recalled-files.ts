// What is remembered of a suite's test files and still holds, as far as the command asks for it. What it comes to where nothing was touched is reckoned once, so that an edit costs by the files that it touches.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { type RecalledFile, type Remembered, type RememberedTest, standingAlone, type Summary, summaryOf, unspoilt } from '../../forecast/remembered.ts';
import { askedOf, asksForPart, asksForSome } from './collection.ts';
import type { TestFile } from './find.ts';
import type { LeftBehind } from './left-behind.ts';
import type { Settings } from './settings.ts';
import type { SuiteMemory } from './suite-memory.ts';

/** A test file as it is recalled. */
interface Entry {
  readonly file: RecalledFile | undefined;
  /** The file's tests that the command asks for, those that still hold with their forecasts. */
  readonly asked: readonly RememberedTest[];
  readonly summary: Summary;
}
type Places = Summary['places'];

/** All test files of a suite, each at its place among them. */
class Entries {
  readonly all: Entry[];
  readonly places: Places[];
  readonly forecasts: (readonly TestForecast[])[];

  constructor(all: readonly Entry[], places = all.map(e => e.summary.places), forecasts = all.map(e => e.summary.forecasts)) {
    this.all = [...all];
    this.places = [...places];
    this.forecasts = [...forecasts];
  }
  set(i: number, e: Entry): void {
    this.all[i] = e;
    this.places[i] = e.summary.places;
    this.forecasts[i] = e.summary.forecasts;
  }
  /** The same, to be changed. */
  copy(): Entries {
    return new Entries(this.all, this.places, this.forecasts);
  }
}
/** A suite of which nothing is touched. */
interface Untouched {
  readonly testFiles: readonly TestFile[];
  readonly entries: Entries;
  readonly numbers: ReadonlyMap<string, number>;
  /** Numbers of files with tests that are not known, and of those whose tests leave something behind or are left out. */
  readonly open: readonly number[];
  readonly leaving: readonly number[];
}
const untouched = new WeakMap<Remembered, Untouched>();

export class RecalledFiles {
  readonly #settings: Settings;
  readonly #testFiles: readonly TestFile[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #entries: Entries;
  /** Numbers of the files that may have something left to do. */
  readonly #unsure: readonly number[];

  /** What the tests leave behind is noted in `left`. */
  constructor(memory: SuiteMemory | undefined, testFiles: readonly TestFile[], settings: Settings, left: LeftBehind) {
    this.#settings = settings;
    this.#testFiles = testFiles;
    const all = asksForSome(settings) ? undefined : memory?.touched;
    if (all === undefined) {
      this.#numbers = numbered(testFiles);
      this.#entries = new Entries(testFiles.map(f => this.#entryOf(f, memory?.recall(f.file))));
      this.#unsure = testFiles.map((_, i) => i);
      for (const e of this.#entries.all) note(e.file, left);
      return;
    }
    const base = this.#untouchedOf(all.before);
    this.#numbers = base.numbers;
    this.#entries = base.entries.copy();
    const touched = [...all.files].flatMap(f => base.numbers.get(f) ?? []);
    for (const i of touched) this.#entries.set(i, this.#entryOf(testFiles[i], memory!.recall(testFiles[i].file)));
    this.#unsure = [...new Set([...touched, ...base.open])].sort((a, b) => a - b);
    for (const i of new Set([...touched, ...base.leaving])) note(this.#entries.all[i].file, left);
  }
  #untouchedOf(before: Remembered): Untouched {
    const known = untouched.get(before);
    if (known?.testFiles === this.#testFiles) return known;
    const entries = new Entries(this.#testFiles.map(f => this.#entryOf(f, before.files[f.file])));
    const where = (is: (e: Entry) => boolean): number[] => entries.all.flatMap((e, i) => (is(e) ? [i] : []));
    const base = {
      testFiles: this.#testFiles,
      entries,
      numbers: numbered(this.#testFiles),
      open: where(e => e.file === undefined || !e.summary.whole),
      leaving: where(({ summary: s }) => s.marring.length + s.spoiling.length + s.changing.length + s.leftOut.length > 0),
    };
    untouched.set(before, base);
    return base;
  }
  #entryOf(f: TestFile, file: RecalledFile | undefined): Entry {
    const all = askedOf(file?.tests ?? noTests, this.#settings, false);
    const asked = unspoilt(asksForPart(f.id, this.#settings) ? standingAlone(all) : all);
    return { file, asked, summary: summaryOf(asked) };
  }
  #entry(file: string): Entry | undefined {
    const i = this.#numbers.get(file);
    return i === undefined ? undefined : this.#entries.all[i];
  }

  /** By path. */
  get(file: string): RecalledFile | undefined {
    return this.#entry(file)?.file;
  }
  /** The file's tests that the command asks for, those that still hold with their forecasts. */
  askedOf(f: TestFile): readonly RememberedTest[] {
    return this.#entry(f.file)?.asked ?? noTests;
  }
  /** Test files for which something is left to do: their tests are not named, or, unless they are only listed, not known, but for those in `skip`. */
  open(list: boolean, skip: ReadonlySet<string>): TestFile[] {
    const isWhole = ({ file, asked, summary }: Entry): boolean => file !== undefined && (list || summary.whole || asked.every(t => t.known !== undefined || skip.has(t.id)));
    return this.#unsure.flatMap(i => (isWhole(this.#entries.all[i]) ? [] : [this.#testFiles[i]]));
  }
  /** The tests of all test files by file, with other ones for those that are open. */
  places(open: ReadonlyMap<string, Places>): readonly Places[] {
    return replaced(this.#entries.places, this.#numbers, open);
  }
  /** And their forecasts: none for those that are open. */
  forecasts(open: Iterable<TestFile>): readonly (readonly TestForecast[])[] {
    return replaced(this.#entries.forecasts, this.#numbers, new Map(Array.from(open, f => [f.file, none])));
  }
}
const noTests: readonly RememberedTest[] = [];
const none: readonly TestForecast[] = [];
const numbered = (testFiles: readonly TestFile[]): ReadonlyMap<string, number> => new Map(testFiles.map((f, i) => [f.file, i]));
function replaced<X>(all: readonly X[], numbers: ReadonlyMap<string, number>, others: ReadonlyMap<string, X>): readonly X[] {
  const out = [...all];
  for (const [file, x] of others) {
    const i = numbers.get(file);
    if (i !== undefined) out[i] = x;
  }
  return out;
}
function note(file: RecalledFile | undefined, left: LeftBehind): void {
  if (file === undefined) return;
  const { marring, spoiling, changing, leftOut } = summaryOf(file.tests);
  for (const id of marring) left.marring.add(id);
  for (const id of spoiling) left.spoiling.add(id);
  for (const [id, cells] of changing) left.cells.note(id, cells);
  for (const id of leftOut) left.leftOut.add(id);
}
