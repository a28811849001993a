// What a project's code was at a moment: a digest of its sources, settings and data files, under which forecasts are kept and by which they are found again. It
// says whether code is the same, not what it means.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

export interface CodeState {
  /** Equal digests: the same files with the same contents. */
  readonly digest: string;
  /** A short hash by path, relative to the root. */
  readonly files: Readonly<Record<string, string>>;
}

/** Sources, settings, and what tests are fed with. What a run writes (logs, caches, reports) has other endings. */
const counted = /\.(?:py|pyi|toml|cfg|ini|json|ya?ml|csv|tsv|txt|rst|md)$/;
const skipped = new Set(['node_modules', '__pycache__', 'site-packages', 'htmlcov']);
/** Of a larger data file only the size counts. */
const largest = 4 << 20;

/** The state of the files below `root`; `changes` (absolute path to text, null for none) go before what is on the disk. */
export function codeState(root: string, changes: ReadonlyMap<string, string | null> = new Map()): CodeState {
  const files: Record<string, string> = {};
  const name = (path: string): string => relative(root, path).split(sep).join('/');
  for (const path of filesBelow(root)) if (!changes.has(path)) files[name(path)] = hashOfFile(path);
  for (const [path, text] of changes) if (text !== null && counted.test(path)) files[name(path)] = hashOf(text);
  const sorted = Object.fromEntries(
    Object.entries(files)
      .filter(([, h]) => h !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { digest: createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 32), files: sorted };
}
const hashOf = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex').slice(0, 16);
function hashOfFile(path: string): string {
  try {
    const { size } = statSync(path);
    return size > largest ? `size ${size}` : hashOf(readFileSync(path));
  } catch {
    return ''; // Gone meanwhile, or not to be read: it is not there for a test either.
  }
}
function* filesBelow(folder: string, depth = 0): Generator<string> {
  if (depth > 40) return;
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(folder);
  } catch {
    return;
  }
  if (entries.some(e => e.name === 'pyvenv.cfg')) return;
  for (const e of entries) {
    if (e.name.startsWith('.') || skipped.has(e.name)) continue;
    const path = join(folder, e.name);
    if (e.isDirectory()) yield* filesBelow(path, depth + 1);
    else if (e.isFile() && counted.test(e.name)) yield path;
  }
}
const readEntries = (folder: string) => readdirSync(folder, { withFileTypes: true });

/** Files that two states do not have alike. */
export function changedFiles(a: CodeState['files'], b: CodeState['files']): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(f => a[f] !== b[f]).sort();
}
