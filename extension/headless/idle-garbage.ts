// In a process that is to stay small, V8 clears away what answers left behind when no one asks any more: by itself it would wait until the next ones need the room.

/** V8's own function, there where it runs with `--expose-gc` (src/extensions/gc-extension.cc). A last resort also gives back the room that other collections keep for what comes. */
export type CollectGarbage = (options: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'last-resort' }) => void;

/** Milliseconds after the last answer: collecting takes some tenths of a second, in which no one should ask. */
const delay = 5000;

/** To be called at each answer; `stop` before each piece of work. */
export class IdleGarbage {
  readonly #collect: CollectGarbage | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(collect: CollectGarbage | undefined) {
    this.#collect = collect;
  }
  stop(): void {
    clearTimeout(this.#timer);
  }
  soon(): void {
    this.stop();
    if (this.#collect === undefined) return;
    this.#timer = setTimeout(() => this.#collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' }), delay);
    this.#timer.unref();
  }
}
