// Rows as lines of JSON, deflated. Each megabyte or so is a gzip member of its own: any reader of gzip takes them as one, and no more than that is in memory.
import { gzipSync } from 'node:zlib';
import { HashedFile } from './hashed-file.ts';
import type { Row } from './rows.ts';

const memberBytes = 2 << 20;

export class JsonlFile {
  rows = 0;
  readonly #file: HashedFile;
  #lines: string[] = [];
  #size = 0;
  constructor(path: string) {
    this.#file = new HashedFile(path);
  }
  get bytes(): number {
    return this.#file.bytes;
  }
  write(row: Row): void {
    const line = `${JSON.stringify(row)}\n`;
    this.#lines.push(line);
    this.#size += line.length;
    this.rows++;
    if (this.#size >= memberBytes) this.#flush();
  }
  done(): { readonly bytes: number; readonly sha256: string } {
    if (this.#size > 0 || this.rows === 0) this.#flush();
    return this.#file.done();
  }
  abandon(): void {
    this.#file.abandon();
  }
  #flush(): void {
    this.#file.write(gzipSync(this.#lines.join(''), { level: 6 }));
    this.#lines = [];
    this.#size = 0;
  }
}
