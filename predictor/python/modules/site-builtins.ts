// What `site` adds to the builtins at the start (Lib/site.py: setquit, setcopyright, sethelper): objects of the classes in `_sitebuiltins`.
import { getAttr, setAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { allocate } from '../classes.ts';
import { dictGet } from '../dict-keys.ts';
import { importModule, imports } from '../imports.ts';
import { List, type Type, type Value } from '../values.ts';

const eof = 'Ctrl-D (i.e. EOF)';
const credits = `    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands
    for supporting Python development.  See www.python.org for more information.`;

/** By name. To be called at the end of a boot: it imports a module. */
export function siteBuiltins(library: string): Record<string, Value> {
  const module = importModule('_sitebuiltins');
  const quitter = getAttr(module, 'Quitter');
  const copyright = getAttr(dictGet(imports.modules, 'sys')!, 'copyright');
  // Its `__init__` imports `os` only to join paths.
  const printer = (name: string, data: Value, files: readonly string[] = []): Value => {
    const p = allocate(getAttr(module, '_Printer') as Type);
    for (const [key, value] of Object.entries({ name, data, lines: null, filenames: new List([...files]) })) setAttr(p, `_Printer__${key}`, value);
    return p;
  };
  return {
    quit: call(quitter, ['quit', eof]),
    exit: call(quitter, ['exit', eof]),
    copyright: printer('copyright', copyright),
    credits: printer('credits', credits),
    license: printer('license', 'See https://www.python.org/psf/license/', [`${library}/..`, library, '.'].flatMap(folder => ['LICENSE.txt', 'LICENSE'].map(f => `${folder}/${f}`))),
    help: call(getAttr(module, '_Helper'), []),
  };
}
