// The engine as the benchmarks drive it: in this process, on the machine's own library or the bundled one, with the hash seed that the truths were made with.
import { homedir } from 'node:os';
import { type Budget, defaultBudget } from '../../../predictor/budget.ts';
import { type Files, withChanges } from '../../../predictor/files.ts';
import { hashSeed } from '../../../predictor/python/hash-seed.ts';
import { imports } from '../../../predictor/python/imports.ts';
import { boot, bugs, type Outcome } from '../../../predictor/python/machine.ts';
import { repr, str } from '../../../predictor/python/operators.ts';
import { explore } from '../../../predictor/python/paths.ts';
import { certainty } from '../../../predictor/python/unknown-value.ts';
import { warmLibrary } from '../../../predictor/python/warm.ts';
import type { Exc, Value } from '../../../predictor/python/values.ts';
import { type Origin, union } from '../../../predictor/unknown.ts';
import { readAsset } from '../assets.ts';
import { loadGrammar } from '../grammar.ts';
import { nodeFiles } from '../node-files.ts';
import { findPython } from '../python-environment.ts';
import { withLibrary } from '../virtual-library.ts';

const python = findPython({ workspace: '/workspace', home: homedir(), environment: process.env });
/** The library's files: this machine's 3.11, or the bundled one. */
const libraryFiles = (): Files => {
  const files = nodeFiles({ roots: [...python.library, ...python.packages] });
  return python.bundled ? withLibrary(files, readAsset('python_stdlib.zip')) : files;
};

export const libraryFolders = (): readonly string[] => python.library;

/** The disk with program texts laid over it. */
export const withPrograms = (texts: ReadonlyMap<string, string>): Files => withChanges(libraryFiles(), texts);

export async function startEngine(files: Files = libraryFiles(), roots: readonly string[] = []): Promise<void> {
  const grammar = await loadGrammar(true);
  hashSeed.pinned = true;
  hashSeed.seed = 0;
  boot({ grammar, files, library: python.library, packages: [], packagesKnown: true, workspace: '/workspace', environment: { TZ: 'UTC', HOME: '/workspace' }, now: () => performance.now() });
  imports.path.items.unshift(...roots);
}

/** What a benchmark compares: text only, so that nothing outlives its run. */
export type Answer =
  | { readonly kind: 'value'; readonly repr: string; readonly stdout: string }
  | { readonly kind: 'raise'; readonly type: string; readonly message: string; readonly stdout: string; readonly line: number | undefined }
  | { readonly kind: 'unknown'; readonly origins: readonly Origin[] };

/** One answer over all paths: definite only where every path agrees and nothing is in doubt. The library that `texts` import is kept warm. */
export function answer(texts: readonly string[], act: () => Value, budget: Budget = defaultBudget): Answer {
  for (const t of texts) if (t.includes('import')) warmLibrary(t);
  const answers: Answer[] = [];
  const seen = explore(act, budget, o => answers.push(read(o)));
  const [first] = answers;
  if (!seen.complete) return { kind: 'unknown', origins: seen.origins };
  if (answers.every(a => JSON.stringify(a) === JSON.stringify(first))) return first;
  return { kind: 'unknown', origins: answers.flatMap(a => (a.kind === 'unknown' ? a.origins : [])).concat(seen.origins) };
}
function read(o: Outcome): Answer {
  const { ending } = o;
  if (ending.kind === 'unknown') return { kind: 'unknown', origins: union(ending.origins, o.doubts) };
  if (o.doubts.length > 0) return { kind: 'unknown', origins: o.doubts };
  try {
    if (ending.kind === 'value') {
      const text = repr(ending.value);
      // Rendering may itself meet what is open: the order of a set.
      if (certainty.doubts.length > 0) return { kind: 'unknown', origins: certainty.doubts };
      return { kind: 'value', repr: text, stdout: o.stdout };
    }
    return raised(ending.exc, o.stdout);
  } catch (e) {
    return { kind: 'unknown', origins: [{ reason: 'not-modelled', what: `repr of the result: ${String((e as Error).message ?? e)}` }] };
  }
}
function raised(exc: Exc, stdout: string): Answer {
  let line: number | undefined;
  for (let t = exc.traceback; t !== null; t = t.next) line = t.line;
  let message: string;
  try {
    message = str(exc);
  } catch {
    message = '<no message>';
  }
  return { kind: 'raise', type: exc.cls.name, message, stdout, line };
}
export { bugs };
