// The engines of one command: the resident ones where they are there, else its own.
import { type Engines, Service, type ServiceOptions, type Suite, type SuiteWatch } from '../service.ts';
import { Lost, residentEngines, type ResidentOptions } from './client.ts';

/** Which of the two is known at the first question. Where the resident process breaks off, the question is asked again here. */
export class EnginesAtHand implements Engines {
  readonly #resident: ResidentOptions | undefined;
  readonly #options: ServiceOptions;
  #found: Promise<Engines | undefined> | undefined;
  #own: Service | undefined;
  #isOver = false;

  constructor(options: ServiceOptions, resident: ResidentOptions | undefined) {
    this.#options = options;
    this.#resident = resident;
  }

  rehearse: Engines['rehearse'] = (request, watch) => this.#first(e => e.rehearse(request, watch));
  evaluate: Engines['evaluate'] = (place, asked, watch) => this.#first(e => e.evaluate(place, asked, watch));
  suite: Engines['suite'] = (request, watch = {}) => {
    const once = toldOnce(watch);
    return this.#first<Suite>(e => e.suite(request, once));
  };

  dispose(): void {
    this.#isOver = true;
    void this.#found?.then(e => e?.dispose());
    this.#own?.dispose();
  }

  async #first<R>(ask: (e: Engines) => Promise<R>): Promise<R> {
    const resident = await this.#there();
    if (resident !== undefined) {
      try {
        return await ask(resident);
      } catch (e) {
        if (!(e instanceof Lost)) throw e;
        this.#found = Promise.resolve(undefined);
      }
    }
    this.#own ??= new Service(this.#options);
    return await ask(this.#own);
  }
  #there(): Promise<Engines | undefined> {
    this.#found ??= this.#resident === undefined ? Promise.resolve(undefined) : residentEngines(this.#resident).catch(() => undefined);
    return this.#found.then(e => {
      if (this.#isOver) e?.dispose();
      return e;
    });
  }
}

/** Each test once, though it may be told again by another engine. */
function toldOnce(watch: SuiteWatch): SuiteWatch {
  const told = new Set<string>();
  const { onTest } = watch;
  if (onTest === undefined) return watch;
  return {
    ...watch,
    onTest(f) {
      if (told.has(f.id)) return;
      told.add(f.id);
      onTest(f);
    },
  };
}
