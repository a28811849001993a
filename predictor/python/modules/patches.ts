// Modules of the library that the engine changes a little once their own code has run.
import { setRaw } from '../define.ts';
import { Instance, type Module, T } from '../values.ts';
import { rememberPatterns } from './compiled-patterns.ts';
import { patchRandom } from './random-open.ts';

export const modulePatches = new Map<string, (module: Module) => void>([
  ['random', patchRandom],
  ['re._compiler', rememberPatterns],
  // The mark for "not in the cache" is a str, and the identity of strs is open.
  ['encodings', m => setRaw(m.dict, '_unknown', new Instance(T.object))],
  // A function's __globals__, by which the library finds the type, is no member here.
  ['types', m => setRaw(m.dict, 'MemberDescriptorType', T.member)],
]);
