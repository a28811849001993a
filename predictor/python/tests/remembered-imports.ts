// What is remembered of test files that were collected just now, besides their tests' forecasts: what their import hangs on, and which tests they have.
import { bothReads } from '../../forecast/reads.ts';
import type { RecalledFile, RememberedFile } from '../../forecast/remembered.ts';
import type { Files } from '../../files.ts';
import type { Seen } from '../watched-reads.ts';
import { type Prepared, testsByFile } from './collection.ts';
import { conftestsFor, moduleFor, type TestFile } from './find.ts';
import type { Settings } from './settings.ts';
import type { SuiteMemory } from './suite-memory.ts';
import { ImportGraph } from './taint.ts';

/** What still holds of test files, by their paths. */
export interface Recalled {
  get(file: string): RecalledFile | undefined;
}
export interface CollectedNow {
  readonly memory: SuiteMemory;
  readonly files: Files;
  readonly settings: Settings;
  readonly open: readonly TestFile[];
  readonly prepared: Prepared;
  /** What was read while they were collected. */
  readonly seen: Seen;
  /** What still held of them, by file. */
  readonly recalled: Recalled;
}

/** By test file; nothing where their tests hang on all files together. */
export function rememberedImports({ memory, files, settings, open, prepared, seen, recalled }: CollectedNow): ReadonlyMap<string, RememberedFile> | undefined {
  if (prepared.selecting || open.length === 0) return undefined;
  const graph = new ImportGraph();
  const closures = new Map<string, ReadonlySet<string>>();
  const claimed = new Set<string>();
  const conftests = (f: TestFile): readonly string[] => conftestsFor(files, settings, f.file);
  for (const f of open) {
    const name = prepared.modules.get(f.file);
    if (name === undefined) continue;
    const reached = new Set([name, ...conftests(f).map(c => moduleFor(files, settings, c).name)].flatMap(m => [...graph.closure(m)]));
    closures.set(f.file, reached);
    for (const file of reached) claimed.add(file);
  }
  // What no import statement leads to was imported by name: it may be anyone's.
  const loose = new Set([...seen.codes.keys()].filter(file => !claimed.has(file)));
  const out = new Map<string, RememberedFile>();
  const found = testsByFile(prepared.all);
  for (const [file, reached] of closures) {
    const own = open.find(f => f.file === file)!;
    const imports = bothReads(bothReads(memory.reads(seen, new Set([...reached, ...loose])), memory.imports(reached, [])), memory.imports(new Set(), [file, ...conftests(own)]));
    const before = new Map(recalled.get(file)?.tests.map(t => [t.id, t.known]));
    const tests = (found.get(own.id) ?? []).map(p => ({ id: p.id, file: p.file, line: p.line, known: before.get(p.id) }));
    out.set(file, { imports, names: memory.names(reached), tests });
  }
  // A file that could not be imported hangs on whatever was looked at, and on all sources: one that does not parse leaves no trace of having been read.
  for (const f of open) {
    const tests = found.get(f.id);
    if (closures.has(f.file) || tests === undefined || tests.some(p => p.settled === undefined || p.settled.why.length > 0)) continue;
    const imports = bothReads(memory.reads(seen), memory.imports(new Set(), [...memory.sources, f.file, ...conftests(f)]));
    out.set(f.file, { imports, names: memory.names(new Set([f.file, ...seen.codes.keys()])), tests: tests.map(({ id, file, line }) => ({ id, file, line })) });
  }
  return out;
}
