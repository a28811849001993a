// Imports the library modules that a program is going to import, before its run is snapshot: so they stay, and every path and every later run finds them ready.
import type { Budget } from '../budget.ts';
import { isLibrary } from './code-of-files.ts';
import { find, importModule, imports } from './imports.ts';
import { guarded, rollback, snapshot, startRun } from './machine.ts';
import { analysed } from './source.ts';
import type * as ast from './syntax/ast.ts';
import { deferralOf } from './syntax/deferred-bodies.ts';
import { certainty } from './unknown-value.ts';
import { withheldSoFar } from './world.ts';

const budget: Budget = { steps: 20_000_000, ms: 10_000, bytes: 1 << 28, paths: 1 };

/** Of the modules that `text` imports at any depth of nesting, those of the library. A module that cannot be imported is left to the run. */
export function warmLibrary(text: string): void {
  for (const { name, level } of importedNames(text)) {
    if (level > 0) continue;
    const top = name.split('.')[0];
    const found = find(top, imports.path);
    if (found?.kind !== 'source' || !isLibrary(found.file)) continue;
    const withheld = withheldSoFar();
    snapshot();
    startRun(budget);
    const o = guarded(() => {
      importModule(name);
      return null;
    });
    // What came out of doubt must not look certain later: let the run import it, and doubt, itself.
    if (o.ending.kind !== 'value' || o.doubts.length > 0 || certainty.decisions.length > 0 || withheldSoFar() > withheld) rollback();
  }
}

export interface ImportedName {
  /** Dotted; for `from m import a` both `m` and `m.a` are named, as `a` may be a module. */
  readonly name: string;
  /** Leading dots. */
  readonly level: number;
}

/** Every module name in the import statements of a source; `file` is where it stands, where it is the project's. */
export function importedNames(text: string, file?: string): readonly ImportedName[] {
  return namesImportedIn(analysed(text, file).tree);
}
export function namesImportedIn(tree: ast.Module): readonly ImportedName[] {
  let names = imported.get(tree);
  if (names === undefined) imported.set(tree, (names = namesIn(tree)));
  return names;
}
const imported = new WeakMap<ast.Module, readonly ImportedName[]>();
function namesIn(tree: ast.Module): ImportedName[] {
  const out: ImportedName[] = [];
  const visit = (body: readonly ast.Stmt[]): void => {
    for (const s of body) {
      if (s.kind === 'Import') for (const a of s.names) out.push({ name: a.name, level: 0 });
      else if (s.kind === 'ImportFrom') {
        const base = s.module ?? '';
        if (base !== '') out.push({ name: base, level: s.level });
        for (const a of s.names) if (a.name !== '*') out.push({ name: base === '' ? a.name : `${base}.${a.name}`, level: s.level });
      } else if (s.kind !== 'FunctionDef' || deferralOf(s)?.imports !== false) for (const part of Object.values(s)) if (Array.isArray(part)) visitAny(part);
    }
  };
  // Statements nest in bodies, handlers and cases.
  const visitAny = (items: readonly unknown[]): void => {
    const statements = items.filter(i => typeof i === 'object' && i !== null && 'kind' in i) as ast.Stmt[];
    if (statements.length > 0) visit(statements);
  };
  visit(tree.body);
  return out;
}
