// A real lldb adapter and a C compiler for tests, where the machine has both. Nothing is fetched.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

function onPath(wanted: RegExp): string | undefined {
  const found: string[] = [];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      for (const name of readdirSync(folder)) if (wanted.test(name)) found.push(join(folder, name));
    } catch {
      // A folder on the PATH need not be there.
    }
  }
  return found.sort().at(-1);
}
export const lldbAdapter = onPath(/^lldb-(?:dap|vscode)(?:-\d+)?$/);
const compiler = onPath(/^(?:gcc|clang|cc)$/);
export const canDebugNative = lldbAdapter !== undefined && compiler !== undefined;

/** Compiles a C file with its symbols; gives the program. */
export function compiled(source: string): string {
  const out = source.replace(/\.c$/, '');
  const r = spawnSync(compiler!, ['-g', '-O0', '-o', out, source], { encoding: 'utf8' });
  if (r.status !== 0) throw new Error(r.stderr);
  return out;
}
