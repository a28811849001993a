// What goes from the engine's thread to its host again and again goes over once: a forecast or a test file's tests that are recalled unchanged travel as a number; and a
// test's forecast goes along with what is said next. Copying from thread to thread would otherwise cost more than the recalling.
import type { TestForecast } from '../../trace-collector/trace.ts';
import type { CollectedTest, Message } from './protocol.ts';

type Recalled = Extract<Message, { kind: 'recalled' }>;
type Collected = Extract<Message, { kind: 'collected' }>;

/** Messages as they travel. */
export type Parcel = readonly (Exclude<Message, Recalled | Collected> | RecalledOnce | CollectedOnce)[];
interface RecalledOnce {
  readonly kind: 'recalled-once';
  readonly forecasts: Numbers<TestForecast>;
  /** Missing where none are told. */
  readonly files?: Numbers<readonly TestForecast[]>;
}
interface CollectedOnce extends Omit<Collected, 'kind' | 'files'> {
  readonly kind: 'collected-once';
  readonly files: Numbers<readonly CollectedTest[]>;
}
/** A list as it differs from the one before. */
interface Numbers<T> {
  /** Not told before; their numbers go on from `next`. */
  readonly fresh: readonly T[];
  readonly next: number;
  readonly length: number;
  /** Places with something else than in a list before of the same length, else all places; and the numbers of what is there. */
  readonly places: Int32Array;
  readonly numbers: Int32Array;
  /** Numbers that will not come again. */
  readonly gone: Int32Array;
}

/** Requests for which what is not told is still remembered: an edit is taken back and made again. */
const patience = 8;

/** Gives objects numbers, each the same as long as it is told now and then. What is where it was in the list before costs nothing but to see that. */
class Numbering<T extends object> {
  readonly #numbers = new Map<T, number>();
  /** What is not told any more, with the request in which it last was. */
  readonly #left = new Map<T, number>();
  #last: readonly T[] = [];
  #next = 0;

  numbers(all: readonly T[], request: number): Numbers<T> {
    const next = this.#next;
    const fresh: T[] = [];
    const places: number[] = [];
    const numbers: number[] = [];
    const before = this.#last;
    const isAlike = before.length === all.length;
    if (!isAlike) for (const x of before) this.#left.set(x, request);
    for (let i = 0; i < all.length; i++) {
      if (isAlike && all[i] === before[i]) continue;
      if (isAlike) this.#left.set(before[i], request);
      let number = this.#numbers.get(all[i]);
      if (number === undefined) {
        this.#numbers.set(all[i], (number = this.#next++));
        fresh.push(all[i]);
      }
      places.push(i);
      numbers.push(number);
    }
    for (const i of places) this.#left.delete(all[i]);
    this.#last = all;
    const gone: number[] = [];
    for (const [x, asked] of this.#left) {
      if (asked + patience > request) continue;
      gone.push(this.#numbers.get(x)!);
      this.#numbers.delete(x);
      this.#left.delete(x);
    }
    return { fresh, next, length: all.length, places: Int32Array.from(places), numbers: Int32Array.from(numbers), gone: Int32Array.from(gone) };
  }
}
/** The other side: the objects by their numbers. */
class Numbered<T> {
  readonly #known = new Map<number, T>();
  #last: readonly T[] = [];

  all({ fresh, next, length, places, numbers, gone }: Numbers<T>): readonly T[] {
    fresh.forEach((x, i) => this.#known.set(next + i, x));
    const out = this.#last.slice(0, length);
    places.forEach((place, i) => (out[place] = this.#known.get(numbers[i])!));
    for (const n of gone) this.#known.delete(n);
    this.#last = out;
    return out;
  }
}

/** The engine's side. */
export class Teller {
  readonly #post: (p: Parcel) => void;
  readonly #waiting: (Extract<Message, { kind: 'test' }> | CollectedOnce)[] = [];
  readonly #forecasts = new Numbering<TestForecast>();
  readonly #recalledFiles = new Numbering<readonly TestForecast[]>();
  readonly #collectedFiles = new Numbering<readonly CollectedTest[]>();
  #request = 0;

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

  #recalled({ forecasts, files }: Recalled): RecalledOnce {
    return {
      kind: 'recalled-once',
      forecasts: this.#forecasts.numbers(forecasts, this.#request),
      ...(files.length === 0 ? {} : { files: this.#recalledFiles.numbers(files, this.#request) }),
    };
  }
  #collected({ kind: _, files, ...rest }: Collected): CollectedOnce {
    return { kind: 'collected-once', ...rest, files: this.#collectedFiles.numbers(files, this.#request) };
  }
}

/** The host's side: hears every parcel of one thread, from its start on. */
export class Hearer {
  readonly #forecasts = new Numbered<TestForecast>();
  readonly #recalledFiles = new Numbered<readonly TestForecast[]>();
  readonly #collectedFiles = new Numbered<readonly CollectedTest[]>();

  messages(p: Parcel): Message[] {
    return p.map(m => (m.kind === 'recalled-once' ? this.#recalled(m) : m.kind === 'collected-once' ? this.#collected(m) : m));
  }
  #recalled({ forecasts, files }: RecalledOnce): Recalled {
    return { kind: 'recalled', forecasts: this.#forecasts.all(forecasts), files: files === undefined ? [] : this.#recalledFiles.all(files) };
  }
  #collected({ kind: _, files, ...rest }: CollectedOnce): Collected {
    return { kind: 'collected', ...rest, files: this.#collectedFiles.all(files) };
  }
}
