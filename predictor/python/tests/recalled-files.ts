// What is remembered of a suite's test files and still holds, as far as the command asks for it.
import { type RecalledFile, type RememberedTest, standingAlone, summaryOf, unspoilt } from '../../forecast/remembered.ts';
import { askedOf, asksForPart } from './collection.ts';
import type { TestFile } from './find.ts';
import type { LeftBehind } from './left-behind.ts';
import type { Settings } from './settings.ts';
import type { SuiteMemory } from './suite-memory.ts';

export class RecalledFiles {
  /** By path. */
  readonly files: ReadonlyMap<string, RecalledFile>;
  readonly #settings: Settings;
  readonly #asked = new Map<string, readonly RememberedTest[]>();

  /** What the tests leave behind is noted in `left`. */
  constructor(memory: SuiteMemory | undefined, testFiles: readonly TestFile[], settings: Settings, left: LeftBehind) {
    const files = new Map<string, RecalledFile>();
    for (const f of testFiles) {
      const known = memory?.recall(f.file);
      if (known === undefined) continue;
      files.set(f.file, known);
      const { marring, spoiling, changing, leftOut } = summaryOf(known.tests);
      for (const id of marring) left.marring.add(id);
      for (const id of spoiling) left.spoiling.add(id);
      for (const [id, cells] of changing) left.cells.note(id, cells);
      for (const id of leftOut) left.leftOut.add(id);
    }
    this.files = files;
    this.#settings = settings;
  }

  /** The file's tests that the command asks for, those that still hold with their forecasts. */
  askedOf(f: TestFile): readonly RememberedTest[] {
    let asked = this.#asked.get(f.file);
    if (asked === undefined) {
      const all = askedOf(this.files.get(f.file)?.tests ?? [], this.#settings, false);
      asked = unspoilt(asksForPart(f.id, this.#settings) ? standingAlone(all) : all);
      this.#asked.set(f.file, asked);
    }
    return asked;
  }
  /** Whether there is nothing left to do for the file: its tests are named, and unless they are only listed, known, but for those in `skip`. */
  isWhole(f: TestFile, list: boolean, skip: ReadonlySet<string>): boolean {
    if (!this.files.has(f.file)) return false;
    const asked = this.askedOf(f);
    return list || summaryOf(asked).whole || asked.every(t => t.known !== undefined || skip.has(t.id));
  }
}
