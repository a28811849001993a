// A search for inputs: from seeds, by small changes, towards what has come closest. It proposes argument texts and is told what came of them; how they are tried is for others. The
// same seeds and answers give the same proposals: chance is drawn from a fixed sequence.
import { type Literal, literalOf, literalText } from './literals.ts';
import { apartBy, type Gap, isMet, stepsTowards } from './steps-towards.ts';

export interface Seeds {
  /** Whole inputs that something has been called with: one literal per hole. */
  readonly inputs: readonly (readonly Literal[])[];
  /** Per hole, what its annotation or default suggests. */
  readonly first: readonly (readonly Literal[])[];
  /** Values that the code itself names. */
  readonly pool: readonly Literal[];
}
/** What came of an input. */
export interface Outcome {
  /** Lines that it reached. */
  readonly lines: ReadonlySet<number>;
  /** How far from the goal, by what stands around it: 0 is there. */
  readonly distance: number;
  /** Values seen on the way: what a condition compares with is often among them. */
  readonly values: readonly string[];
}
interface Kept {
  readonly input: readonly Literal[];
  readonly distance: number;
  tries: number;
}
const mostPool = 120;
const mostKept = 60;
const mostOfGap = 2;

export class InputSearch {
  readonly #holes: number;
  readonly #pool: Literal[] = [];
  readonly #pooled = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #reached = new Set<number>();
  readonly #gaps = new Map<string, number>();
  #nearest = Number.POSITIVE_INFINITY;
  #kept: Kept[] = [];
  readonly #waiting: Literal[][] = [];
  #state = 0x2545f491;

  constructor(holes: number, seeds: Seeds) {
    this.#holes = holes;
    for (const l of seeds.pool) this.#learn(l);
    for (const i of seeds.inputs) this.#waiting.push([...i]);
    const base = seeds.first.map(f => f[0] ?? none);
    const wide = Math.max(1, ...seeds.first.map(f => f.length));
    // All holes move on together first, then each by itself.
    for (let k = 0; k < wide; k++) this.#waiting.push(seeds.first.map(f => f[k % Math.max(1, f.length)] ?? none));
    const starts = seeds.inputs.length > 0 ? [...seeds.inputs.slice(0, 4), base] : [base];
    for (let h = 0; h < holes; h++)
      for (const start of starts) for (const l of [...(seeds.first[h] ?? []), ...this.#pool.slice(0, 40)]) this.#waiting.push(start.map((s, i) => (i === h ? l : s)));
  }

  /** The next input as texts, undefined where there is nothing new to try. */
  next(): readonly Literal[] | undefined {
    for (let tries = 0; tries < 200; tries++) {
      const input = this.#waiting.shift() ?? this.#changed();
      if (input === undefined) return undefined;
      const key = input.map(literalText).join('\0');
      if (this.#seen.has(key) || key.length > 4000) continue;
      this.#seen.add(key);
      return input;
    }
    return undefined;
  }
  tell(input: readonly Literal[], o: Outcome): void {
    const isNew = [...o.lines].some(l => !this.#reached.has(l));
    for (const l of o.lines) this.#reached.add(l);
    for (const v of o.values) {
      const l = v.length > 200 ? undefined : literalOf(v);
      if (l !== undefined && this.#learn(l)) {
        // What has just been seen is tried at once where the search has come closest.
        const best = isNew || o.distance <= (this.#kept[0]?.distance ?? Number.POSITIVE_INFINITY) ? input : this.#kept[0]?.input;
        if (best !== undefined && this.#waiting.length < 400) for (let h = 0; h < this.#holes; h++) this.#waiting.push(best.map((s, i) => (i === h ? l : s)));
      }
    }
    if (!isNew && o.distance >= (this.#kept[0]?.distance ?? Number.POSITIVE_INFINITY) && this.#kept.length >= mostKept) return;
    this.#kept.push({ input, distance: o.distance - (isNew ? 0.5 : 0), tries: 0 });
    this.#kept.sort((a, b) => a.distance - b.distance);
    this.#kept = this.#kept.slice(0, mostKept);
  }

  /** What a condition compared on the way: inputs that bring its sides together are tried next. */
  close(input: readonly Literal[], gaps: readonly Gap[], distance: number): void {
    const unmet = gaps.filter(g => isMet(g) !== true);
    const open = unmet.length > 0 ? unmet : gaps;
    // The same gaps from another input lead to the same steps: they have been taken.
    const key = `${gaps.length - open.length} ${open.map(g => `${literalText(g.left)} ${g.op} ${literalText(g.right)}`).join('; ')}`;
    const times = this.#gaps.get(key) ?? 0;
    this.#gaps.set(key, times + 1);
    if (times >= mostOfGap) return;
    const steps = stepsTowards(input, open).map(i => [...i]);
    // Closer than ever: these first. What has gone astray waits behind all else.
    const apart = distance * 1000 + open.reduce((sum, g) => sum + apartBy(g), 0);
    if (apart < this.#nearest) this.#waiting.unshift(...steps);
    else this.#waiting.push(...steps);
    this.#nearest = Math.min(this.#nearest, apart);
    if (this.#waiting.length > 600) this.#waiting.length = 600;
  }
  /** Whether some input has reached a line. */
  hasReached(line: number): boolean {
    return this.#reached.has(line);
  }

  #changed(): Literal[] | undefined {
    if (this.#holes === 0 || this.#kept.length === 0) return undefined;
    // The closest ones most often, each less the more it was tried.
    const weights = this.#kept.map(k => 1 / (1 + Math.max(0, k.distance)) / (1 + k.tries / 20));
    let draw = this.#random() * weights.reduce((a, b) => a + b, 0);
    let at = 0;
    while (at < weights.length - 1 && draw > weights[at]) draw -= weights[at++];
    const from = this.#kept[at];
    from.tries++;
    const out = [...from.input];
    const times = 1 + Math.floor(this.#random() * Math.min(3, this.#holes + 1));
    for (let i = 0; i < times; i++) {
      const h = Math.floor(this.#random() * this.#holes);
      out[h] = this.#mutated(out[h], 0);
    }
    return out;
  }
  #learn(l: Literal): boolean {
    const text = literalText(l);
    if (this.#pooled.has(text) || this.#pool.length >= mostPool) return false;
    this.#pooled.add(text);
    this.#pool.push(l);
    return true;
  }

  #mutated(l: Literal, depth: number): Literal {
    if (this.#random() < 0.12 || depth > 4) return this.#some(l.kind, true) ?? l;
    switch (l.kind) {
      case 'word':
        return this.#pick<Literal>([word('True'), word('False'), word('None'), { kind: 'int', value: 0n }]);
      case 'int': {
        const other = this.#some('int');
        const n = other?.kind === 'int' ? other.value : 3n;
        return { kind: 'int', value: this.#pick([l.value + 1n, l.value - 1n, -l.value, 0n, l.value * 2n, l.value / 2n, l.value + 10n, l.value * 10n, n, n + 1n, n - 1n, l.value + n, l.value * n]) };
      }
      case 'float': {
        const other = this.#some('float');
        const n = other?.kind === 'float' ? other.value : 3;
        return { kind: 'float', value: this.#pick([l.value + 1, -l.value, 0, l.value * 2, l.value / 2, l.value + 0.1, n, n + 0.5, 1e308]) };
      }
      case 'str':
      case 'bytes': {
        const other = this.#some(l.kind);
        const s = other?.kind === l.kind ? (other.value as string) : 'x';
        const cut = Math.floor(this.#random() * (l.value.length + 1));
        const at = (c: string): string => l.value.slice(0, cut) + c + l.value.slice(cut);
        return { kind: l.kind, value: this.#pick([s, '', l.value + s, s + l.value, at(s), at(this.#pick([' ', '0', '-', '.', ',', 'a', 'Z', '_', '\n', '%'])), l.value.slice(0, cut) + l.value.slice(cut + 1), l.value + l.value, l.value.toUpperCase(), l.value.toLowerCase(), [...l.value].reverse().join('')]) };
      }
      case 'list':
      case 'tuple':
      case 'set':
        return { kind: l.kind, items: this.#items(l.items, i => this.#mutated(i, depth + 1), () => this.#some('int', true) ?? none) };
      case 'dict':
        return {
          kind: 'dict',
          items: this.#items(
            l.items,
            ([k, v]): readonly [Literal, Literal] => (this.#random() < 0.3 ? [this.#mutated(k, depth + 1), v] : [k, this.#mutated(v, depth + 1)]),
            (): readonly [Literal, Literal] => [this.#some('str') ?? { kind: 'str', value: 'a' }, this.#some('int', true) ?? none],
          ).filter(([k]) => k.kind !== 'list' && k.kind !== 'dict' && k.kind !== 'set'),
        };
    }
  }
  #items<T>(items: readonly T[], change: (t: T) => T, another: () => T): readonly T[] {
    const at = Math.floor(this.#random() * items.length);
    switch (this.#pick(items.length === 0 ? (['add'] as const) : (['change', 'change', 'add', 'drop', 'twice', 'empty', 'turn', 'swap'] as const))) {
      case 'change':
        return items.map((t, i) => (i === at ? change(t) : t));
      case 'add':
        return [...items.slice(0, at), another(), ...items.slice(at)];
      case 'drop':
        return items.filter((_, i) => i !== at);
      case 'twice':
        return [...items, items[at]];
      case 'empty':
        return [];
      case 'turn':
        return items.toReversed();
      case 'swap':
        return items.map((t, i) => (i === at ? items[0] : i === 0 ? items[at] : t));
    }
  }
  #some(kind: Literal['kind'], any = false): Literal | undefined {
    const fitting = any && this.#random() < 0.5 ? this.#pool : this.#pool.filter(l => l.kind === kind);
    return fitting.length === 0 ? undefined : this.#pick(fitting);
  }
  #pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)];
  }
  /** xorshift32: the same sequence each time. */
  #random(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) / 0x100000000;
  }
}
const word = (text: 'None' | 'True' | 'False'): Literal => ({ kind: 'word', text });
const none = word('None');
