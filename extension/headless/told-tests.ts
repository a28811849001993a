// Forecasts of a suite's tests as engines tell them: of single tests, and of whole test files where they are recalled, so that to take them in costs by files and not by tests.
import type { TestForecast } from '../../trace-collector/trace.ts';
import type { CollectedTest } from './protocol.ts';

/** A node id's first part. */
const fileOf = (id: string): string => {
  const end = id.indexOf('::');
  return end < 0 ? id : id.slice(0, end);
};
const idsOf = new WeakMap<readonly TestForecast[], ReadonlyMap<string, TestForecast>>();

export class ToldTests {
  readonly #single = new Map<string, TestForecast>();
  /** Test files that were told as a whole, by their ids. */
  readonly #whole = new Map<string, readonly TestForecast[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }
  ids(): string[] {
    return [...[...this.#whole.values()].flat().map(f => f.id), ...this.#single.keys()];
  }
  has(id: string): boolean {
    return this.#get(id) !== undefined;
  }
  /** False where the test was told before: the first that tells counts. */
  take(f: TestForecast): boolean {
    if (this.has(f.id)) return false;
    this.#single.set(f.id, f);
    this.#size++;
    return true;
  }
  /** Those of a test file that were not told before. */
  takeFile(all: readonly TestForecast[]): readonly TestForecast[] {
    if (all.length === 0) return all;
    const file = fileOf(all[0].id);
    if (this.#single.size > 0 || this.#whole.has(file)) return all.filter(f => this.take(f));
    this.#whole.set(file, all);
    this.#size += all.length;
    return all;
  }

  /** Whether each of the tests was told. */
  hasAll(files: readonly (readonly CollectedTest[])[]): boolean {
    return files.every(tests => this.#asTold(tests) !== undefined || tests.every(t => this.has(t.id)));
  }
  /** What was told, in the order of the tests that were collected; what was not collected comes first. */
  inOrder(files: readonly (readonly CollectedTest[])[]): TestForecast[] {
    const known = files.flatMap(tests => this.#asTold(tests) ?? tests.flatMap(t => this.#get(t.id) ?? []));
    if (known.length === this.#size) return known;
    const collected = new Set(files.flat().map(t => t.id));
    const isNot = (f: TestForecast): boolean => !collected.has(f.id);
    return [...[...this.#whole.values()].flat().filter(isNot), ...[...this.#single.values()].filter(isNot), ...known];
  }

  /** The forecasts of a test file that was told as a whole. */
  #asTold(tests: readonly CollectedTest[]): readonly TestForecast[] | undefined {
    if (tests.length === 0) return [];
    const whole = this.#whole.get(fileOf(tests[0].id));
    // Both are made of the same memory, in its order.
    return whole !== undefined && whole.length === tests.length && whole[0].id === tests[0].id && whole[whole.length - 1].id === tests[tests.length - 1].id
      ? whole
      : undefined;
  }
  #get(id: string): TestForecast | undefined {
    const single = this.#single.get(id);
    if (single !== undefined) return single;
    const whole = this.#whole.get(fileOf(id));
    if (whole === undefined) return undefined;
    let byId = idsOf.get(whole);
    if (byId === undefined) idsOf.set(whole, (byId = new Map(whole.map(f => [f.id, f]))));
    return byId.get(id);
  }
}
