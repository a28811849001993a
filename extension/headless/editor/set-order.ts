// Sets in one order: CPython's own order of texts in a set differs from run to run (PYTHONHASHSEED), so two runs are held against each other with the elements sorted.
import { type Parts, partsOf } from '../debug/repr-parts.ts';

/** The same value with the elements of its sets in the order of their texts; a text that is not surely a value stays as it is. */
export function setsInOrder(text: string): string {
  if (!text.includes('{') && !text.includes('set(')) return text;
  const p = partsOf(text);
  if (p === undefined || p.cut) return text;
  const plain = written(
    text,
    p,
    p.parts.map(q => q.text),
  );
  // What cannot be written as it was is left alone.
  if (plain !== text) return text;
  const parts = p.parts.map(q => setsInOrder(q.text));
  return written(text, p, p.kind === 'set' ? parts.sort() : parts);
}
function written(text: string, { kind, parts }: Parts, values: readonly string[]): string {
  const inner = values.join(', ');
  switch (kind) {
    case 'list':
      return `[${inner}]`;
    case 'tuple':
      return values.length === 1 ? `(${inner},)` : `(${inner})`;
    case 'dict':
      return `{${values.map((v, i) => `${parts[i].name}: ${v}`).join(', ')}}`;
    case 'set':
      return text.startsWith('{') ? `{${inner}}` : `${text.slice(0, text.indexOf('('))}({${inner}})`;
    case 'object':
      return `${text.slice(0, text.indexOf('('))}(${values.map((v, i) => `${parts[i].name}=${v}`).join(', ')})`;
  }
}
