// What stands between '<?xml' and '?>', read pair by pair as expat does, which knows to the column where it goes wrong.
import { isSpace } from './scanning.ts';

export type Declaration = { readonly version: string; readonly encoding: string | null; readonly standalone: boolean | undefined };
type Pair = { readonly name: string; readonly at: number; readonly value: string; readonly valueAt: number };

/** Reads the declaration from `from`, the character behind '<?xml', up to `end`, the place of '?>'. A number is the place where it is malformed. */
export function xmlDeclaration(text: string, from: number, end: number): Declaration | number {
  let at = from;
  const c = (): string => (at < end ? text[at] : '');
  /** The next pair; undefined at the end, and a number where there is something else. */
  const pair = (): Pair | number | undefined => {
    if (at >= end) return undefined;
    if (!isSpace(c())) return at;
    while (isSpace(c())) at++;
    if (at >= end) return undefined;
    const start = at;
    while (c() !== '=' && !isSpace(c())) {
      if (c() === '' || c() > '\x7f') return at;
      at++;
    }
    const name = text.slice(start, at);
    while (isSpace(c())) at++;
    if (c() !== '=' || at === start) return at;
    at++;
    while (isSpace(c())) at++;
    const quote = c();
    if (quote !== '"' && quote !== "'") return at;
    const valueAt = ++at;
    for (; c() !== quote; at++) if (!/^[A-Za-z0-9._-]$/.test(c())) return at;
    return { name, at: start, value: text.slice(valueAt, at++), valueAt };
  };
  const first = pair();
  if (first === undefined) return from;
  if (typeof first === 'number') return first;
  if (first.name !== 'version') return first.at;
  let next = pair();
  let encoding: string | null = null;
  if (typeof next === 'object' && next.name === 'encoding') {
    if (!/^[A-Za-z]/.test(next.value)) return next.valueAt;
    encoding = next.value;
    next = pair();
  }
  if (typeof next === 'number') return next;
  if (next === undefined) return { version: first.value, encoding, standalone: undefined };
  if (next.name !== 'standalone') return next.at;
  if (next.value !== 'yes' && next.value !== 'no') return next.valueAt;
  while (isSpace(c())) at++;
  return at < end ? at : { version: first.value, encoding, standalone: next.value === 'yes' };
}
