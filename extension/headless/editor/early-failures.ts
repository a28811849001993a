// Failures that show before all tests are rehearsed: with many tests behind an edit, a person should not wait for the last of them. They fail by themselves; the tests that pytest runs
// before them may yet have a say, so they are told as likely.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { type Edited, findingsOf } from './findings.ts';
import type { Early } from './protocol.ts';

/** Milliseconds in which a whole forecast mostly comes: before that, nothing is told early. And how often it is told then. */
const first = 150;
const then = 500;

export class EarlyFailures {
  readonly #before: ReadonlyMap<string, TestForecast>;
  readonly #edits: () => readonly Edited[];
  readonly #show: (file: string) => string;
  readonly #tell: (e: Early) => void;
  readonly #failing = new Map<string, TestForecast>();
  #next = performance.now() + first;
  #waiting: NodeJS.Timeout | undefined;

  /** `before`: how the tests ended without the edits. What failed then is no news. */
  constructor(before: ReadonlyMap<string, TestForecast>, edits: () => readonly Edited[], show: (file: string) => string, tell: (e: Early) => void) {
    this.#before = before;
    this.#edits = edits;
    this.#show = show;
    this.#tell = tell;
  }

  /** Hears of a test: fails by itself, or is forecast. */
  hear(t: TestForecast): void {
    // Whether the file only does not parse at this key shows in the whole.
    if (t.phase === 'collect') return;
    const isNews = t.outcome === 'fail' && (this.#before.get(t.id)?.outcome ?? 'pass') === 'pass';
    if (isNews === this.#failing.has(t.id)) return;
    if (isNews) this.#failing.set(t.id, t);
    else this.#failing.delete(t.id);
    this.#waiting ??= setTimeout(() => this.#say(), Math.max(0, this.#next - performance.now()));
  }
  end(): void {
    clearTimeout(this.#waiting);
  }

  #say(): void {
    this.#waiting = undefined;
    this.#next = performance.now() + then;
    const tests = [...this.#failing.values()];
    this.#tell({ likely: tests.length, findings: tests.length === 0 ? [] : findingsOf(tests, this.#edits(), this.#show, true) });
  }
}
