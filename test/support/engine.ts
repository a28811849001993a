// The engine for tests: on this machine's Python 3.11 library where there is one, else on the bundled one.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { Files } from '../../predictor/files.ts';
import { hashSeed } from '../../predictor/python/hash-seed.ts';
import { boot } from '../../predictor/python/machine.ts';
import { deferringGrammar, webGrammar } from './grammars.ts';
import { libraryOf } from './python.ts';

export const diskFiles: Files = {
  kind(path) {
    try {
      return statSync(path).isDirectory() ? 'folder' : 'file';
    } catch {
      return undefined;
    }
  },
  read(path) {
    try {
      return readFileSync(path);
    } catch {
      return undefined;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return undefined;
    }
  },
};

let started = false;
/** Boots the engine once per test file, with hash seed 0. */
export async function startTestEngine(): Promise<void> {
  if (started) return;
  started = true;
  // As in a second process on the same machine: more is put off than in a first one, so more can go wrong.
  const grammar = deferringGrammar(await webGrammar());
  hashSeed.pinned = true;
  hashSeed.seed = 0;
  const library = libraryOf();
  boot({ grammar, files: library.files ?? diskFiles, library: [library.path], packages: [], packagesKnown: true, workspace: '/workspace', environment: { TZ: 'UTC' }, now: () => performance.now() });
}
