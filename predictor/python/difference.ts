// Where two values differ, told in a few lines as pytest's assertion introspection does (_pytest/assertion/util.py, by behaviour). It only looks; it never changes them.
import { ownField, ownNames } from './attributes.ts';
import { reprText } from './aside.ts';
import { dictGet, dictPairs } from './dict-keys.ts';
import { equal } from './operators.ts';
import { elementsUnordered, PySet } from './types/set.ts';
import { Bytes, Dict, Instance, List, Tuple, type Value } from './values.ts';

const most = 12;

/** Lines for `left op right`; none where both reprs say it all. */
export function difference(left: Value, op: string, right: Value): string[] {
  const lines = op === '==' ? unequal(left, right) : op === 'not in' && typeof left === 'string' && typeof right === 'string' ? contained(left, right) : [];
  return lines.length > most ? [...lines.slice(0, most), `… ${lines.length - most} more lines`] : lines;
}

function unequal(left: Value, right: Value): string[] {
  if (typeof left === 'string' && typeof right === 'string') return texts(left, right);
  if (left instanceof Dict && right instanceof Dict) return dicts(left, right);
  if (left instanceof PySet && right instanceof PySet) return sets(left, right);
  const items = (v: Value): readonly Value[] | undefined => (v instanceof List || v instanceof Tuple ? v.items : undefined);
  const [a, b] = [items(left), items(right)];
  if (a !== undefined && b !== undefined) return sequences(a, b);
  if (left instanceof Bytes && right instanceof Bytes) return sequences([...left.data], [...right.data]);
  if (left instanceof Instance && right instanceof Instance && left.cls === right.cls) return instances(left, right);
  return [];
}

function sequences(a: readonly Value[], b: readonly Value[]): string[] {
  const out: string[] = [];
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    if (equal(a[i], b[i])) continue;
    out.push(`At index ${i} diff: ${reprText(a[i])} != ${reprText(b[i])}`);
    break;
  }
  if (a.length === b.length) return out;
  const [name, longer] = a.length > b.length ? ['Left', a] : ['Right', b];
  const extra = longer.length - shared;
  const first = reprText(longer[shared]);
  out.push(extra === 1 ? `${name} contains one more item: ${first}` : `${name} contains ${extra} more items, first extra item: ${first}`);
  return out;
}

function dicts(a: Dict, b: Dict): string[] {
  const out: string[] = [];
  const differing: string[] = [];
  const leftOnly: string[] = [];
  for (const [k, v] of dictPairs(a)) {
    const other = dictGet(b, k);
    if (other === undefined) leftOnly.push(`${reprText(k)}: ${reprText(v)}`);
    else if (!equal(v, other)) differing.push(`${reprText(k)}: ${reprText(v)} != ${reprText(other)}`);
  }
  const rightOnly = dictPairs(b).filter(([k]) => dictGet(a, k) === undefined).map(([k, v]) => `${reprText(k)}: ${reprText(v)}`);
  if (differing.length > 0) out.push('Differing items:', ...differing.map(indent));
  if (leftOnly.length > 0) out.push(`Left contains ${count(leftOnly.length, 'more item')}:`, ...leftOnly.map(indent));
  if (rightOnly.length > 0) out.push(`Right contains ${count(rightOnly.length, 'more item')}:`, ...rightOnly.map(indent));
  return out;
}

function sets(a: PySet, b: PySet): string[] {
  const without = (x: PySet, y: PySet): string[] => {
    const others = elementsUnordered(y);
    return elementsUnordered(x).filter(v => !others.some(o => equal(v, o))).map(reprText).sort();
  };
  const [left, right] = [without(a, b), without(b, a)];
  return [
    ...(left.length > 0 ? ['Extra items in the left set:', ...left.map(indent)] : []),
    ...(right.length > 0 ? ['Extra items in the right set:', ...right.map(indent)] : []),
  ];
}

/** Attributes of two instances of one class: dataclasses and the like. */
function instances(a: Instance, b: Instance): string[] {
  const out: string[] = [];
  for (const name of ownNames(a)) {
    const [v, other] = [ownField(a, name), ownField(b, name)];
    if (v !== undefined && other !== undefined && !equal(v, other)) out.push(`${name}: ${reprText(v)} != ${reprText(other)}`);
  }
  return out.length > 0 ? ['Differing attributes:', ...out.map(indent)] : [];
}

/** Line by line for long texts; for short ones a mark under the first difference. */
function texts(a: string, b: string): string[] {
  const [x, y] = [a.split('\n'), b.split('\n')];
  if (x.length === 1 && y.length === 1) {
    if (Math.min(a.length, b.length) < 12) return [];
    let at = 0;
    while (at < a.length && at < b.length && a[at] === b[at]) at++;
    const from = Math.max(0, at - 20);
    const window = (s: string): string => `${from > 0 ? '…' : ''}${s.slice(from, at + 40)}${s.length > at + 40 ? '…' : ''}`;
    return [`- ${window(b)}`, `+ ${window(a)}`, `  ${' '.repeat(at - from + (from > 0 ? 1 : 0))}^ first difference at character ${at}`];
  }
  return lineDifference(x, y);
}
/** By the longest common subsequence; `-` is the right side, `+` the left, as pytest has it. */
function lineDifference(a: readonly string[], b: readonly string[]): string[] {
  if (a.length * b.length > 250_000) return [];
  const rest: number[][] = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) rest[i][j] = a[i] === b[j] ? rest[i + 1][j + 1] + 1 : Math.max(rest[i + 1][j], rest[i][j + 1]);
  const out: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    } else if (j < b.length && (i === a.length || rest[i][j + 1] >= rest[i + 1][j])) out.push(`- ${b[j++]}`);
    else out.push(`+ ${a[i++]}`);
  }
  return out;
}
function contained(needle: string, text: string): string[] {
  return text.includes(needle) ? [`${reprText(needle)} is contained here: ${reprText(text)}`] : [];
}
const indent = (s: string): string => `  ${s}`;
const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
