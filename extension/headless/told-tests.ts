// Forecasts of a suite's tests as engines tell them: of single tests, and of whole test files where they are recalled, so that to take them in costs by files and not by tests.
import type { TestForecast } from '../../trace-collector/trace.ts';
import type { CollectedTest } from './protocol.ts';

type Tests<T> = readonly (readonly T[])[];

export class ToldTests {
  readonly #single = new Map<string, TestForecast>();
  /** Those of whole test files, an empty list for each of which less was told; with what was told in another way, too, they are taken one by one. */
  #files: Tests<TestForecast> = [];
  /** The same test may be told twice: there are more engines than one, or one has begun anew. */
  mayRepeat = false;

  get size(): number {
    return this.#files.reduce((sum, f) => sum + f.length, this.#single.size);
  }
  ids(): string[] {
    this.#takeApart();
    return [...this.#single.keys()];
  }
  has(id: string): boolean {
    this.#takeApart();
    return this.#single.has(id);
  }
  /** False where the test was told before: the first that tells counts. */
  take(f: TestForecast): boolean {
    if (this.mayRepeat) this.#takeApart();
    if (this.#single.has(f.id)) return false;
    this.#single.set(f.id, f);
    return true;
  }
  /** Those of whole test files that were not told before, by file. */
  takeFiles(files: Tests<TestForecast>): Tests<TestForecast> {
    if (files.length === 0) return files;
    if (this.#single.size === 0 && this.#files.length === 0) {
      this.#files = files;
      return files;
    }
    this.#takeApart();
    return files.map(all => all.filter(f => this.take(f)));
  }

  /** Whether each of the tests was told. */
  hasAll(files: Tests<CollectedTest>): boolean {
    return this.#byFile(files).every((told, i) => told === this.#files[i] || told.length === files[i].length);
  }
  /** What was told, in the order of the tests that were collected; what was not collected comes first. */
  inOrder(files: Tests<CollectedTest>): TestForecast[] {
    const known = this.#byFile(files).flat();
    if (known.length === this.size) return known;
    const collected = new Set(files.flat().map(t => t.id));
    return [...this.#files.flat(), ...this.#single.values()].filter(f => !collected.has(f.id)).concat(known);
  }

  /** For each test file what was told of it. */
  #byFile(files: Tests<CollectedTest>): Tests<TestForecast> {
    if (this.#files.length > files.length || !files.every((tests, i) => isOf(tests, this.#files[i]))) this.#takeApart();
    return files.map((tests, i) => (this.#files[i]?.length > 0 ? this.#files[i] : tests.flatMap(t => this.#single.get(t.id) ?? [])));
  }
  #takeApart(): void {
    for (const all of this.#files) for (const f of all) if (!this.#single.has(f.id)) this.#single.set(f.id, f);
    this.#files = [];
  }
}
/** Whether forecasts of a file as a whole, if there are any, are those of these tests: both are made of the same memory, in its order. */
const isOf = (tests: readonly CollectedTest[], all: readonly TestForecast[] = []): boolean =>
  all.length === 0 || (all.length === tests.length && all[0].id === tests[0].id && all[all.length - 1].id === tests[tests.length - 1].id);
