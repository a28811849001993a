// The code of source files, compiled once for each content; and which of them are the user's.
import type { Code } from './frames.ts';
import { editedSource } from './library-edits.ts';
import { makeExc, raise } from './raise.ts';
import { compileModule, sourceFile } from './source.ts';
import { decodeSource } from './source-encoding.ts';
import { vm } from './state.ts';
import type { Module as ModuleNode } from './syntax/ast.ts';
import { unwatched } from './watched-reads.ts';
import { filesNow, world } from './world.ts';

/** Code of files already compiled, by path and content: shared by all runs of this process. */
const compiled = new Map<string, { text: string; traced: boolean; asked: boolean; code: Code }>();

/** The tree of a file that is loaded, as it was when it was compiled. */
export function loadedTree(file: string): ModuleNode | undefined {
  const node = compiled.get(file)?.code.scope.node;
  return node?.kind === 'Module' ? node : undefined;
}

/** The project's own files are compiled anew at each boot, and where another text was put behind their code (hot-swap.ts). */
export function forgetCompiled(file?: string): void {
  if (file !== undefined) compiled.delete(file);
  else for (const [path, c] of compiled) if (!c.code.library) compiled.delete(path);
}

export function isLibrary(file: string): boolean {
  const { workspace, library, packages } = world.current;
  if (packages.some(p => file.startsWith(`${p}/`)) || library.some(p => file.startsWith(`${p}/`))) return true;
  return !file.startsWith(`${workspace}/`) && file.startsWith('/');
}
/** Files that were read as sources since someone last cleared this, whether they could be compiled or not. */
export const sourcesRead = new Set<string>();
export function codeOfFile(file: string): Code {
  sourcesRead.add(file);
  const bytes = unwatched(() => filesNow().read(file));
  if (bytes === undefined) throw raise(makeExc('OSError', 2, 'No such file or directory', file));
  const text = editedSource(file, decodeSource(bytes, file));
  const library = isLibrary(file);
  const traced = vm.tracing && !library;
  const asked = vm.asking && !library;
  const known = compiled.get(file);
  if (known !== undefined && known.text === text && known.traced === traced && known.asked === asked) return known.code;
  const code = compileModule(sourceFile(file, text), { library, strict: true });
  compiled.set(file, { text, traced, asked, code });
  return code;
}
