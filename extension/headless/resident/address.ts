// Where the resident engine listens: a socket in a folder that only this user may enter. One for each build and each cache, so that whoever connects speaks the same
// language and remembers the same.
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../cache-folder.ts';

/** Minutes without a question after which it ends. */
const usualMinutes = 15;
/** A socket's path may have 104 bytes on macOS. */
const longestPath = 103;

/** For how many minutes a resident engine stays: FORETRACE_RESIDENT says it, `off` or 0 for none. On CI nothing stays behind, and Windows has no such sockets. */
export function residentMinutes(environment: Readonly<Record<string, string | undefined>>): number {
  if (process.platform === 'win32') return 0;
  const said = environment.FORETRACE_RESIDENT?.trim().toLowerCase();
  if (said === undefined || said === '') return environment.CI === undefined || environment.CI === '' || environment.CI === 'false' ? usualMinutes : 0;
  const minutes = Number(said === 'on' ? usualMinutes : said);
  return Number.isFinite(minutes) && minutes > 0 ? Math.min(minutes, 24 * 60) : 0;
}

/** The program of the resident engine; sources that run as they are use the one that was built last. */
export function residentProgram(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? '../../../dist/resident.js' : './resident.js', here));
}

/** The socket's path; undefined where there is no place that is this user's alone. */
export function residentAddress(environment: Readonly<Record<string, string | undefined>>, home: string): string | undefined {
  const uid = process.getuid?.();
  if (uid === undefined) return undefined;
  const folder = join(environment.XDG_RUNTIME_DIR ?? tmpdir(), `foretrace-${uid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const at = lstatSync(folder);
    if (!at.isDirectory() || at.uid !== uid || (at.mode & 0o077) !== 0) return undefined;
    const of = createHash('sha1')
      .update(JSON.stringify([build(), cacheFolder(environment, home), home, process.version]))
      .digest('hex');
    const path = join(folder, `${of.slice(0, 20)}.sock`);
    return Buffer.byteLength(path) <= longestPath ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Another build may forecast otherwise. */
function build(): string {
  const program = residentProgram();
  return [program, join(program, '../worker.js')].map(p => (({ size, mtimeMs }) => `${p} ${size} ${mtimeMs}`)(statSync(p))).join();
}
