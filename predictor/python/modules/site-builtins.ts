// What `site` adds to the builtins at the start (Lib/site.py: setquit, setcopyright, sethelper). The objects themselves are those of `_sitebuiltins`, made when one is used.
import { getAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass } from '../define.ts';
import { importModule, imports } from '../imports.ts';
import { repr } from '../operators.ts';
import { dictGet } from '../dict-keys.ts';
import { unknown } from '../unknown-value.ts';
import { Mutable, type Type, type Value } from '../values.ts';

const eof = 'Ctrl-D (i.e. EOF)';
const credits = `    Thanks to CWI, CNRI, BeOpen.com, Zope Corporation and a cast of thousands
    for supporting Python development.  See www.python.org for more information.`;

class SiteBuiltin extends Mutable {
  readonly make: () => Value;
  constructor(cls: Type, make: () => Value) {
    super(cls);
    this.make = make;
  }
}
function classOf(name: string): Type {
  return defineClass({
    name,
    module: '_sitebuiltins',
    slots: {
      repr: v => repr((v as SiteBuiltin).make()),
      call: (v, args, kw) => call((v as SiteBuiltin).make(), args, kw),
    },
    getset: Object.fromEntries(['name', 'eof'].map(n => [n, [(v: Value) => getAttr((v as SiteBuiltin).make(), n)]])),
  });
}
const quitter = classOf('Quitter');
const printer = classOf('_Printer');
const helper = classOf('_Helper');

const made = (cls: string, ...args: Value[]): Value => call(getAttr(importModule('_sitebuiltins'), cls), args);
const quit = (name: string): SiteBuiltin => new SiteBuiltin(quitter, () => made('Quitter', name, eof));

/** By name: fresh ones for each boot. */
export function siteBuiltins(): Record<string, Value> {
  return {
    quit: quit('quit'),
    exit: quit('exit'),
    copyright: new SiteBuiltin(printer, () => made('_Printer', 'copyright', getAttr(dictGet(imports.modules, 'sys')!, 'copyright'))),
    credits: new SiteBuiltin(printer, () => made('_Printer', 'credits', credits)),
    // Its text lies in a file of the installation.
    license: new SiteBuiltin(printer, () => unknown('not-modelled', 'license')),
    help: new SiteBuiltin(helper, () => made('_Helper')),
  };
}
