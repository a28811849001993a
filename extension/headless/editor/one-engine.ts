// One engine for all that an editor asks of tests: what a person looks at goes first; a forecast of the tests makes way for it, and goes on behind it from where it was. Two
// engines would each hold the library and the project.
import type { TestForecast } from '../../../trace-collector/trace.ts';
import type { Engines, Suite, SuiteAsked, SuiteWatch } from '../service.ts';

export class OneEngine {
  /** For what is shown beside the cursor, and whatever else someone waits for. */
  readonly near: Engines;
  /** For forecasts of whole suites. */
  readonly far: Engines;
  readonly #service: Engines;
  readonly #nearby = new Set<Promise<unknown>>();
  /** Stops what is asked behind. */
  readonly #behind = new Set<AbortController>();
  #asked = 0;

  constructor(service: Engines) {
    this.#service = service;
    const rest: Omit<Engines, 'suite'> = {
      rehearse: (request, watch) => service.rehearse(request, watch),
      evaluate: (place, asked, watch) => service.evaluate(place, asked, watch),
      dispose: () => service.dispose(),
    };
    this.near = { ...rest, suite: (request, watch) => this.#first(request, watch) };
    this.far = { ...rest, suite: (request, watch) => this.#behindThem(request, watch) };
  }

  #first(request: SuiteAsked, watch?: SuiteWatch): Promise<Suite> {
    for (const stop of this.#behind) stop.abort();
    const asked = this.#service.suite(request, watch);
    const over = asked.then(
      () => {},
      () => {},
    );
    this.#nearby.add(over);
    void over.then(() => this.#nearby.delete(over));
    return asked;
  }
  async #behindThem(asked: SuiteAsked, watch: SuiteWatch = {}): Promise<Suite> {
    const request = { ...asked, makesWay: ++this.#asked };
    const told = new Set<string>();
    const once = (hear: ((t: TestForecast) => void) | undefined) => (t: TestForecast) => {
      if (!told.has(t.id)) hear?.(t);
    };
    const heard: SuiteWatch = {
      ...watch,
      onRecalled: once(watch.onRecalled),
      onTest(t) {
        once(watch.onTest)(t);
        told.add(t.id);
      },
    };
    for (;;) {
      while (this.#nearby.size > 0 && !watch.signal?.aborted) await Promise.all(this.#nearby);
      const stop = new AbortController();
      this.#behind.add(stop);
      try {
        return await this.#service.suite(request, {
          ...heard,
          signal: watch.signal === undefined ? stop.signal : AbortSignal.any([stop.signal, watch.signal]),
        });
      } catch (e) {
        if (!stop.signal.aborted || watch.signal?.aborted) throw e;
      } finally {
        this.#behind.delete(stop);
      }
    }
  }
}
