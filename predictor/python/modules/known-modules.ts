// `sys` as those see it who look through all modules: what is not known to be there, they need not look at.
import { getAttr } from '../attributes.ts';
import { defineClass } from '../define.ts';
import { dictGet, dictSet } from '../dict-keys.ts';
import { imports } from '../imports.ts';
import { Unknown } from '../unknown-value.ts';
import { Dict, Obj, type Type, type Value } from '../values.ts';

/** In the place of `sys`: its modules, less those that are unknown, and what else is asked of it. */
export class KnownModules extends Obj {
  constructor() {
    super(knownModules());
  }
}

const others = ['_getframe', 'argv', 'builtin_module_names', 'exc_info', 'exit', 'getrecursionlimit', 'maxsize', 'stderr'];
let known: Type | undefined;
const knownModules = (): Type => {
  known ??= defineClass({
    name: 'sys',
    getset: {
      modules: [
        () => {
          const modules = new Dict();
          for (const { key, value } of imports.modules.map.values()) if (value !== undefined && !(value instanceof Unknown)) dictSet(modules, key, value);
          return modules;
        },
      ],
      ...Object.fromEntries(others.map(name => [name, [(): Value => getAttr(dictGet(imports.modules, 'sys')!, name)]])),
    },
  });
  return known;
};
