// Inputs that bring two sides of a comparison together: where one side's value shows in an input, the other's is put in its place; numbers take a step of the size that is missing.
import { type Literal, literalText } from './literals.ts';

/** The values of both sides, as they were with some input. */
export interface Gap {
  readonly left: Literal;
  readonly op: string;
  readonly right: Literal;
}
const most = 60;

/** Whether the comparison is true; undefined where that is not for this file to say. */
export function isMet({ left: a, op, right: b }: Gap): boolean | undefined {
  const same = literalText(a) === literalText(b);
  if (op === '==' || op === 'is') return same;
  if (op === '!=' || op === 'is not') return !same;
  if (a.kind === 'str' && b.kind === 'str') {
    if (op === 'startswith') return a.value.startsWith(b.value);
    if (op === 'endswith') return a.value.endsWith(b.value);
    if (op === 'in') return b.value.includes(a.value);
    if (op === 'not in') return !b.value.includes(a.value);
  }
  if ((a.kind === 'int' || a.kind === 'float') && (b.kind === 'int' || b.kind === 'float')) {
    const [x, y] = [Number(a.value), Number(b.value)];
    if (op === '<') return x < y;
    if (op === '>') return x > y;
    if (op === '<=') return x <= y;
    if (op === '>=') return x >= y;
  }
  return undefined;
}

/** How far both sides are apart: for numbers by their magnitude, else one. */
export function apartBy({ left: a, right: b }: Gap): number {
  if ((a.kind === 'int' || a.kind === 'float') && (b.kind === 'int' || b.kind === 'float')) return Math.min(40, Math.log2(1 + Math.abs(Number(a.value) - Number(b.value)))) / 4;
  return 1;
}

export function stepsTowards(input: readonly Literal[], gaps: readonly Gap[]): (readonly Literal[])[] {
  const exact = new Map<string, readonly Literal[]>();
  const other = new Map<string, readonly Literal[]>();
  for (const g of gaps)
    for (const [from, to] of [[g.left, g.right], [g.right, g.left]] as const) {
      const targets = wanted(to, g.op);
      input.forEach((hole, h) => {
        for (const changed of replaced(hole, from, targets, g.op)) {
          const step = input.map((l, i) => (i === h ? changed : l));
          // Where the value itself is an argument, it is most likely the one that was compared.
          (literalText(hole) === literalText(from) ? exact : other).set(step.map(literalText).join('\0'), step);
        }
      });
    }
  return [...new Map([...exact, ...other]).values()].slice(0, most);
}
/** What one side may be so that the comparison turns out otherwise: the value itself, and its neighbours. */
function wanted(to: Literal, op: string): Literal[] {
  if (to.kind === 'int') return [to, { kind: 'int', value: to.value + 1n }, { kind: 'int', value: to.value - 1n }];
  if (to.kind === 'float') return [to, { kind: 'float', value: to.value + 1 }, { kind: 'float', value: to.value - 1 }];
  if (op.endsWith('in') && (to.kind === 'list' || to.kind === 'tuple' || to.kind === 'set')) return [...to.items.slice(0, 6), to];
  if (op.endsWith('in') && to.kind === 'dict') return to.items.slice(0, 6).map(([k]) => k);
  if (op === 'startswith' || op === 'endswith') return to.kind === 'tuple' ? [...to.items] : [to];
  return [to];
}

function* replaced(l: Literal, from: Literal, targets: readonly Literal[], op: string): Generator<Literal> {
  const same = literalText(l) === literalText(from);
  if (same) yield* targets;
  if (l.kind === 'int' && from.kind === 'int')
    for (const t of targets) {
      if (t.kind !== 'int') continue;
      const gap = t.value - from.value;
      // The side may be a multiple of the input: 1 to 12 times it.
      for (let k = 1n; k <= 12n; k++) if (gap !== 0n) yield { kind: 'int', value: l.value + gap / k };
    }
  if (l.kind === 'float' && from.kind === 'float') for (const t of targets) if (t.kind === 'float') yield { kind: 'float', value: l.value + t.value - from.value };
  if (l.kind === 'str') {
    for (const t of targets) {
      const [old, now] = [plain(from), plain(t)];
      if (now === undefined) continue;
      if (from.kind === 'str' || t.kind === 'str') {
        if (op === 'startswith') yield { kind: 'str', value: now + l.value };
        else if (op === 'endswith') yield { kind: 'str', value: l.value + now };
        else if (op.endsWith('in')) yield { kind: 'str', value: l.value + now };
        yield { kind: 'str', value: now };
      }
      if (old === undefined || old === '') continue;
      // Each place where the value shows, by itself.
      for (let at = l.value.indexOf(old), n = 0; at >= 0 && n < 6; at = l.value.indexOf(old, at + 1), n++)
        yield { kind: 'str', value: l.value.slice(0, at) + now + l.value.slice(at + old.length) };
    }
  }
  // A length that is asked for: so many of what is there.
  if ((l.kind === 'list' || l.kind === 'str') && from.kind === 'int')
    for (const t of targets) {
      if (t.kind !== 'int' || t.value < 0n || t.value > 200n) continue;
      const n = Number(t.value);
      if (l.kind === 'str' && BigInt(l.value.length) === from.value) yield { kind: 'str', value: (l.value || 'a').repeat(Math.ceil(n / Math.max(1, l.value.length))).slice(0, n) };
      if (l.kind === 'list' && BigInt(l.items.length) === from.value) yield { kind: 'list', items: Array.from({ length: n }, (_, i) => l.items[i % Math.max(1, l.items.length)] ?? { kind: 'int', value: 0n }) };
    }
  if (l.kind === 'list' || l.kind === 'tuple' || l.kind === 'set') {
    if (op.endsWith('in') && l.kind !== 'tuple') for (const t of targets) yield { kind: l.kind, items: [...l.items, t] };
    for (const [i, item] of l.items.entries()) for (const c of replaced(item, from, targets, op)) yield { kind: l.kind, items: l.items.map((x, k) => (k === i ? c : x)) };
  }
  if (l.kind === 'dict') {
    if (op.endsWith('in')) for (const t of targets) if (t.kind === 'str' || t.kind === 'int') yield { kind: 'dict', items: [...l.items, [t, { kind: 'int', value: 1n }]] };
    for (const [i, [key, value]] of l.items.entries()) for (const c of replaced(value, from, targets, op)) yield { kind: 'dict', items: l.items.map((x, k) => (k === i ? ([key, c] as const) : x)) };
  }
}
/** How a value reads inside a text. */
const plain = (l: Literal): string | undefined => (l.kind === 'str' ? l.value : l.kind === 'int' ? String(l.value) : l.kind === 'float' ? literalText(l) : undefined);
