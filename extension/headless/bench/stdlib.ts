// Which modules of the standard library the engine can import, and why not the others. The list is read from the library's own folder, not from a table.
import { importModule, imports } from '../../../predictor/python/imports.ts';
import { dictSet } from '../../../predictor/python/dict-keys.ts';
import { Unknown, UnknownUsed } from '../../../predictor/python/unknown-value.ts';
import { Dict, Module } from '../../../predictor/python/values.ts';
import { answer, libraryFolders, startEngine } from './engine.ts';
import type { BenchOptions } from './options.ts';
import { nodeFiles } from '../node-files.ts';
import { Tally } from './tally.ts';

/** Not modules that a program imports: tests of the library, applications, and jokes that act when they are imported. */
const leftOut = /^(?:test|tests|idlelib|turtledemo|lib2to3\.tests|unittest\.test|ctypes\.test|ensurepip|antigravity|this|site-packages|__phello__|lib-dynload|config-|pydoc_data)(?:\.|$)/;
/** What only another system's Python can import. */
const elsewhere = new Set(['msilib', 'nturl2path', 'encodings.mbcs', 'encodings.oem', 'multiprocessing.popen_spawn_win32', 'asyncio.windows_events', 'asyncio.windows_utils', 'ctypes.wintypes', '_osx_support', '_aix_support', 'winreg', 'distutils.msvccompiler', 'distutils.msvc9compiler', 'distutils._msvccompiler', 'lib2to3.pgen2.conv']);

export async function stdlib({ json }: BenchOptions): Promise<void> {
  await startEngine();
  // What Python itself has loaded before any program starts.
  answer([], () => (importModule('os'), importModule('site'), dictSet(imports.modules, '__main__', new Module(new Dict())), null));
  const tally = new Tally('stdlib');
  // Those that stand on a C module which the engine does not have: not pure Python.
  let onExtensions = 0;
  const [library] = libraryFolders();
  const names = modulesBelow(library).filter(n => !leftOut.test(n) && !n.split('.').includes('tests') && !n.split('.').includes('__main__') && !elsewhere.has(n));
  for (const name of names) {
    const a = answer([], () => {
      const m = importModule(name);
      if (m instanceof Unknown) throw new UnknownUsed(m.origins);
      return null;
    });
    if (a.kind === 'value') tally.agree();
    else if (a.kind === 'raise') tally.differ(name, `${a.type}: ${a.message}`, 'imports');
    else {
      tally.lack(name, a.origins);
      if (a.origins.some(o => /^module (?:_|pyexpat)/.test(o.what))) onExtensions++;
    }
  }
  const share = (n: number, of: number): string => `${((100 * n) / of).toFixed(1)} %`;
  tally.report(json, { imports: share(tally.right, names.length), pureImports: share(tally.right, names.length - onExtensions), onExtensions });
}

function modulesBelow(library: string): string[] {
  const files = nodeFiles({ roots: [library] });
  const out: string[] = [];
  const visit = (folder: string, prefix: string): void => {
    for (const name of [...(files.list(folder) ?? [])].sort()) {
      const path = `${folder}/${name}`;
      if (name.endsWith('.py')) {
        if (name !== '__init__.py') out.push(prefix + name.slice(0, -3));
      } else if (files.kind(`${path}/__init__.py`) === 'file') {
        out.push(prefix + name);
        visit(path, `${prefix}${name}.`);
      }
    }
  };
  visit(library, '');
  return out;
}
