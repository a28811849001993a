// A browser's worker, as the extension host starts the editor's, and that one the engine's.
import type { ToBrowserWorker } from './told-files.ts';

/** What is used here of a browser's Worker (https://html.spec.whatwg.org/multipage/workers.html#dedicated-workers-and-the-worker-interface). */
export interface BrowserWorker {
  postMessage(m: ToBrowserWorker): void;
  terminate(): void;
  onmessage: ((e: { readonly data: unknown }) => void) | null;
  onerror: ((e: { readonly message?: string; preventDefault(): void }) => void) | null;
}
export const startBrowserWorker = (address: string, name: string): BrowserWorker =>
  new (globalThis as unknown as { readonly Worker: new (address: string, options: { readonly name: string }) => BrowserWorker }).Worker(address, { name });
