// Exception classes of C modules (`struct.error`, `zlib.error`): made once, and known to the engine by their full name, as faults of the algorithms name them.
import { defineClass } from '../define.ts';
import { excTypes } from '../raise.ts';
import type { Type } from '../values.ts';

/** The class `module.name`, derived from a builtin exception. */
export function moduleError(module: string, name: string, base = 'Exception', doc?: string): Type {
  const full = `${module}.${name}`;
  const known = excTypes.get(full);
  if (known !== undefined) return known;
  const cls = defineClass({ name, module, bases: [excTypes.get(base)!], hasDict: true, doc });
  excTypes.set(full, cls);
  return cls;
}
