// What goes from the engine's thread to its host again and again goes over once: a forecast that is recalled unchanged travels as a number, a collection that is the same
// as the last one not at all; and a test's forecast goes along with what is said next. Copying from thread to thread would otherwise cost more than the recalling.
import type { TestForecast } from '../../trace-collector/trace.ts';
import type { CollectedTest, Message } from './protocol.ts';

type Recalled = Extract<Message, { kind: 'recalled' }>;
type Collected = Extract<Message, { kind: 'collected' }>;

/** Messages as they travel. */
export type Parcel = readonly (Exclude<Message, Recalled | Collected> | RecalledOnce | CollectedOnce)[];
interface RecalledOnce {
  readonly kind: 'recalled-once';
  /** Not told before; their numbers go on from `next`. */
  readonly fresh: readonly TestForecast[];
  readonly next: number;
  /** All that are recalled, in order. */
  readonly numbers: Int32Array;
  /** Numbers that will not come again. */
  readonly gone: Int32Array;
}
interface CollectedOnce extends Omit<Collected, 'kind' | 'tests'> {
  readonly kind: 'collected-once';
  /** Missing where they are those of the last collection. */
  readonly tests?: readonly CollectedTest[];
}

/** Requests for which a forecast that is not recalled is still remembered: an edit is taken back and made again. */
const patience = 8;

/** The engine's side. */
export class Teller {
  readonly #post: (p: Parcel) => void;
  readonly #waiting: (Extract<Message, { kind: 'test' }> | CollectedOnce)[] = [];
  readonly #numbers = new Map<TestForecast, { readonly number: number; asked: number }>();
  #next = 0;
  #request = 0;
  #tests: readonly CollectedTest[] = [];

  constructor(post: (p: Parcel) => void) {
    this.#post = post;
  }

  /** A test's forecast waits for the next message: what the engine turns to then, or that it is done. So does a collection, for what is recalled comes at once. */
  tell(m: Message): void {
    if (m.kind === 'test') this.#waiting.push(m);
    else if (m.kind === 'collected') this.#waiting.push(this.#collected(m));
    else this.#post([...this.#waiting.splice(0), m.kind === 'recalled' ? this.#recalled(m) : m]);
    // One question may be answered by several of them.
    if (m.kind === 'done') this.#request++;
  }

  #recalled({ forecasts }: Recalled): RecalledOnce {
    const next = this.#next;
    const fresh: TestForecast[] = [];
    const numbers = new Int32Array(forecasts.length);
    forecasts.forEach((f, i) => {
      let known = this.#numbers.get(f);
      if (known === undefined) {
        this.#numbers.set(f, (known = { number: this.#next++, asked: 0 }));
        fresh.push(f);
      }
      known.asked = this.#request;
      numbers[i] = known.number;
    });
    const gone: number[] = [];
    if (this.#numbers.size > forecasts.length) {
      for (const [f, { number, asked }] of this.#numbers) {
        if (asked + patience > this.#request) continue;
        this.#numbers.delete(f);
        gone.push(number);
      }
    }
    return { kind: 'recalled-once', fresh, next, numbers, gone: Int32Array.from(gone) };
  }
  #collected({ kind: _, tests, ...rest }: Collected): CollectedOnce {
    const before = this.#tests;
    const same =
      tests.length === before.length &&
      tests.every((t, i) => t === before[i] || (t.id === before[i].id && t.line === before[i].line && t.file === before[i].file && t.ran === before[i].ran));
    this.#tests = tests;
    return same ? { kind: 'collected-once', ...rest } : { kind: 'collected-once', ...rest, tests };
  }
}

/** The host's side: hears every parcel of one thread, from its start on. */
export class Hearer {
  readonly #forecasts = new Map<number, TestForecast>();
  #tests: readonly CollectedTest[] = [];

  messages(p: Parcel): Message[] {
    return p.map(m => (m.kind === 'recalled-once' ? this.#recalled(m) : m.kind === 'collected-once' ? this.#collected(m) : m));
  }
  #recalled({ fresh, next, numbers, gone }: RecalledOnce): Recalled {
    fresh.forEach((f, i) => this.#forecasts.set(next + i, f));
    const forecasts = Array.from(numbers, n => this.#forecasts.get(n)!);
    for (const n of gone) this.#forecasts.delete(n);
    return { kind: 'recalled', forecasts };
  }
  #collected({ kind: _, tests = this.#tests, ...rest }: CollectedOnce): Collected {
    this.#tests = tests;
    return { kind: 'collected', ...rest, tests };
  }
}
