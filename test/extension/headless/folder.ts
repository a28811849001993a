// A folder for one test file: made with some files in it, gone at the end.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Folder {
  readonly path: string;
  readonly at: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly remove: () => void;
}
export function makeFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-')));
  const at = (name: string): string => join(path, name);
  const write = (name: string, content: string | Uint8Array): string => {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    return at(name);
  };
  for (const [name, content] of Object.entries(files)) write(name, content);
  return { path, at, write, remove: () => rmSync(path, { recursive: true, force: true }) };
}
