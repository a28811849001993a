// A file that is written once, from its beginning to its end, with its hash taken on the way.
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

export interface WrittenFile {
  /** Relative to the data set. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
}
export class HashedFile {
  bytes = 0;
  readonly #fd: number;
  readonly #hash = createHash('sha256');
  constructor(path: string) {
    this.#fd = openSync(path, 'wx');
  }
  write(data: Uint8Array): void {
    for (let at = 0; at < data.length; ) at += writeSync(this.#fd, data, at);
    this.#hash.update(data);
    this.bytes += data.length;
  }
  /** Closes it. */
  done(): { readonly bytes: number; readonly sha256: string } {
    closeSync(this.#fd);
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') };
  }
  abandon(): void {
    try {
      closeSync(this.#fd);
    } catch {
      // It is closed already.
    }
  }
}
