// What the makers of the system's modules share: tables of integer constants, and functions that exist but are not modelled.
import type { Methods } from '../define.ts';
import { doubt, unknown } from '../unknown-value.ts';
import type { Value } from '../values.ts';
import { CONSTANTS } from './linux-constants.ts';

/** The integer constants of a C module, in the order of its own namespace. */
export function constants(module: string): Record<string, Value> {
  return pairs(CONSTANTS[module]);
}
/** 'A 1 B 2' */
export function pairs(text: string): Record<string, Value> {
  const out: Record<string, Value> = {};
  const parts = text.split(' ');
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const n = Number(parts[i + 1]);
    out[parts[i]] = Number.isSafeInteger(n) ? n : BigInt(parts[i + 1]);
  }
  return out;
}
/** Those that never raise as programs call them. */
const quiet = new Set('gethostname getpwuid getgrgid getpwall getgrall get_count get_stats get_objects getrusage getpagesize getloadavg times get_tracemalloc_memory getpriority getresuid getresgid sysconf'.split(' '));
/** Functions that answer unknown; most might as well raise, which leaves all that follows in doubt. */
export function holes(module: string, names: string): Methods {
  const call = (n: string): Value => {
    const answer = unknown('not-modelled', `${module}.${n}`);
    if (!quiet.has(n)) doubt(answer.origins);
    return answer;
  };
  return Object.fromEntries(names.split(' ').map(n => [n, { params: '*args, **kw', call: () => call(n) }]));
}
