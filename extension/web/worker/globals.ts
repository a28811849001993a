// What Node has everywhere and a browser's worker has not, as far as it is used (esbuild's `inject` puts these names into every file of the workers' bundles).
export { Buffer } from 'buffer';
export { setImmediate } from '../set-immediate.ts';

/** No environment, for there is no machine. */
export const process = {
  env: {} as Record<string, string | undefined>,
  platform: 'linux',
  versions: {},
  pid: 1,
  cwd: (): string => '/',
  emitWarning(): void {},
  stderr: { write: (): boolean => true },
};

/** Numbers are shared with other threads only where the page is isolated from others' (https://developer.mozilla.org/docs/Web/API/Window/crossOriginIsolated); elsewhere they are not heard, and who waits for that ends the thread. */
const Shared = (globalThis as { readonly SharedArrayBuffer?: typeof SharedArrayBuffer }).SharedArrayBuffer ?? ArrayBuffer;
export { Shared as SharedArrayBuffer };

/** With `unref`, which says nothing here. */
class Timer {
  readonly #id: ReturnType<typeof globalThis.setTimeout>;
  constructor(act: (...a: unknown[]) => void, ms: number | undefined, a: unknown[]) {
    this.#id = globalThis.setTimeout(act, ms, ...a);
  }
  unref(): this {
    return this;
  }
  stop(): void {
    globalThis.clearTimeout(this.#id);
  }
}
const startTimer = (act: (...a: unknown[]) => void, ms?: number, ...a: unknown[]): Timer => new Timer(act, ms, a);
const stopTimer = (t: Timer | undefined): void => t?.stop();
export { startTimer as setTimeout, stopTimer as clearTimeout };
