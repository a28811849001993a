// What is installed where nothing tells it: on a machine without Python, or in a browser. A package that is not found may be there all the same.
import { getAttr, setAttr } from './attributes.ts';
import { call } from './calls.ts';
import { modulePatches } from './modules/patches.ts';
import { toArray } from './operators.ts';
import { signature } from './signature.ts';
import { strOf } from './types/convert.ts';
import { doubt, unknown, type Unknown } from './unknown-value.ts';
import { List, MethodDescriptor, T, Type, type Value } from './values.ts';
import { world } from './world.ts';

/** What stands for a top-level name that was not found; undefined where it is known not to be there. */
export function perhapsInstalled(name: string): Unknown | undefined {
  if (world.current.packagesKnown || name.includes('.')) return undefined;
  const u = unknown('input', `what is installed (${name})`);
  doubt(u.origins);
  return u;
}

// The records of installed packages lie beside them.
modulePatches.set('importlib.metadata', m => {
  const finder = m.dict.map.get('MetadataPathFinder')?.value;
  if (world.current.packagesKnown || !(finder instanceof Type)) return;
  const search = getAttr(finder, '_search_paths');
  const searched = (_: Value, name: Value, paths: Value): Value => {
    const found = toArray(call(search, [name, paths]));
    if (name === null || found.length === 0) perhapsInstalled(strOf(name) ?? 'packages');
    return new List(found);
  };
  setAttr(finder, '_search_paths', new MethodDescriptor(T.classMethodDescriptor, '_search_paths', signature('cls, name, paths', true), searched as never, finder, null));
});
