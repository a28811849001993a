// Which statements of a function an example does not reach. Statements for which CPython has no line event of their own are judged by their neighbours.
import type { FunctionFound, Statement } from './python-text.ts';

/** `else:`, `finally:` and `try:` have no event of their own that one can rely on; they go with their block. */
const header = /^(?:else|finally|try)\s*:/;
const silent = /^(?:global|nonlocal|[rRuUbB]{0,2}["']|\w+\s*:\s*[^=]+$|\.\.\.$)/;

/** Stretches of lines, first and last, from the lines that ran in all activations that are looked at. */
export function notTaken(f: FunctionFound, ran: ReadonlySet<number>): (readonly [number, number])[] {
  const has = (s: Statement): boolean => {
    for (let l = s.first; l <= s.last; l++) if (ran.has(l)) return true;
    return false;
  };
  const all = f.statements;
  const nested = nestedIn(all);
  const out: [number, number][] = [];
  for (let i = 0; i < all.length; i++) {
    const s = all[i];
    if (nested.has(i) || taken(all, i, has, nested)) continue;
    const last = out.at(-1);
    if (last !== undefined && !all.some(t => t.first > last[1] && t.first < s.first)) last[1] = s.last;
    else out.push([s.first, s.last]);
  }
  return out;
}
/** Bodies of functions and classes inside belong to other code. */
function nestedIn(all: readonly Statement[]): Set<number> {
  const out = new Set<number>();
  for (let i = 0; i < all.length; i++)
    if (/^(?:(?:async\s+)?def|class)\b/.test(all[i].text)) for (let k = i + 1; k < all.length && all[k].indent > all[i].indent; k++) out.add(k);
  return out;
}
function taken(all: readonly Statement[], i: number, has: (s: Statement) => boolean, nested: ReadonlySet<number>): boolean {
  const s = all[i];
  if (has(s)) return true;
  // A statement with a body runs if anything of its body does.
  for (let k = i + 1; k < all.length && all[k].indent > s.indent; k++) if (!nested.has(k) && has(all[k])) return true;
  if (!silent.test(s.text) || header.test(s.text)) return false;
  // A neighbour of the same block that ran, before or after it.
  for (let k = i - 1; k >= 0 && all[k].indent >= s.indent; k--) if (all[k].indent === s.indent && !silent.test(all[k].text)) return has(all[k]);
  for (let k = i + 1; k < all.length && all[k].indent >= s.indent; k++) if (all[k].indent === s.indent && !silent.test(all[k].text)) return has(all[k]);
  // A block of nothing but a docstring.
  return i === 0;
}
