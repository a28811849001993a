// Which Python a workspace uses, for requests that follow each other: the machine is looked over again when a moment has passed, or at once where the workspace or its packages have changed.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { findPython, mayHavePluginFixtures, type PythonEnvironment, type SearchOptions } from './python-environment.ts';

export interface FoundPython {
  readonly python: PythonEnvironment;
  /** An installed plugin may define fixtures that no file of the project defines. */
  readonly hasPluginFixtures: boolean;
}

/** Milliseconds for which nothing outside the workspace and its packages' folders is looked for. */
const momentMs = 1000;
let last: { readonly options: string; readonly found: FoundPython; readonly marks: string; readonly at: number } | undefined;

export function foundPython(o: SearchOptions): FoundPython {
  const options = JSON.stringify([o.workspace, o.home, Object.entries(o.environment)]);
  const at = performance.now();
  if (last?.options === options && at - last.at < momentMs && last.marks === marksOf(o.workspace, last.found.python)) return last.found;
  const python = findPython(o);
  const found = { python, hasPluginFixtures: mayHavePluginFixtures(python, o.environment) };
  last = { options, found, marks: marksOf(o.workspace, python), at };
  return found;
}

/** An environment that comes or goes, and whatever is installed, changes one of these. */
function marksOf(workspace: string, { packages }: PythonEnvironment): string {
  const marks = (path: string): string => {
    const s = statSync(path, { throwIfNoEntry: false });
    return s === undefined ? '' : `${s.ino} ${s.mtimeMs} ${s.ctimeMs}`;
  };
  return [workspace, ...['.venv', 'venv', 'env', '.env'].map(name => join(workspace, name, 'pyvenv.cfg')), ...packages].map(marks).join('\n');
}
