// Regular expressions compiled once for all runs: `re`'s own cache is taken back with each run, and its compiler is Python code. A pattern that was compiled without a
// warning is the same the next time.
import { call } from '../calls.ts';
import { setRaw } from '../define.ts';
import { signature } from '../signature.ts';
import { Builtin, Bytes, type Module, T, type Value } from '../values.ts';
import { warningsIssued } from './warnings.ts';

const DEBUG = 128;
const most = 5000;

/** Puts the cache before `re._compiler.compile`. */
export function rememberPatterns(module: Module): void {
  const original = module.dict.map.get('compile')?.value;
  if (original === undefined) return;
  const known = new Map<string, Value>();
  const compile = (p: Value, flags: Value = 0): Value => {
    const key = keyOf(p, flags);
    const found = key === undefined ? undefined : known.get(key);
    if (found !== undefined) return found;
    const before = warningsIssued.count;
    const pattern = call(original, [p, flags]);
    if (key !== undefined && warningsIssued.count === before && known.size < most) known.set(key, pattern);
    return pattern;
  };
  setRaw(module.dict, 'compile', new Builtin('compile', signature('p, flags=0', false), compile as never, undefined, null, null, 're._compiler'));
}
function keyOf(p: Value, flags: Value): string | undefined {
  if (typeof flags !== 'number' || (flags & DEBUG) !== 0) return undefined;
  if (typeof p === 'string') return `${flags} ${p}`;
  return p instanceof Bytes && p.cls === T.bytes ? `${flags} b ${p.data.join()}` : undefined;
}
