// Python values that can be written down: read from their `repr`, changed a little, written again. A search over inputs moves among them; it knows nothing of what they are for.

export type Literal =
  | { readonly kind: 'word'; readonly text: 'None' | 'True' | 'False' }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  /** Of bytes, each character is one byte. */
  | { readonly kind: 'str' | 'bytes'; readonly value: string }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly Literal[] }
  | { readonly kind: 'dict'; readonly items: readonly (readonly [Literal, Literal])[] };

const mostItems = 200;
const mostDeep = 12;

/** Undefined for what is no literal: an object, a text that was cut. */
export function literalOf(text: string): Literal | undefined {
  const r = new Reader(text);
  const value = r.value(0);
  r.space();
  return value !== undefined && r.at === text.length ? value : undefined;
}

class Reader {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }
  space(): void {
    while (/[ \n]/.test(this.text[this.at] ?? '')) this.at++;
  }
  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const m = pattern.exec(this.text);
    if (m === null) return undefined;
    this.at += m[0].length;
    return m;
  }
  value(depth: number): Literal | undefined {
    if (depth > mostDeep) return undefined;
    this.space();
    const word = this.take(/(None|True|False)\b/y);
    if (word !== undefined) return { kind: 'word', text: word[1] as 'None' };
    const float = this.take(/-?(?:\d+\.\d*(?:e[+-]?\d+)?|\d+e[+-]?\d+)/y);
    if (float !== undefined) return { kind: 'float', value: Number(float[0]) };
    const int = this.take(/-?\d+(?![\w.])/y);
    if (int !== undefined) return { kind: 'int', value: BigInt(int[0]) };
    const str = this.take(/(b?)('(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*")/y);
    if (str !== undefined) {
      const value = unescaped(str[2].slice(1, -1));
      return value === undefined ? undefined : { kind: str[1] === 'b' ? 'bytes' : 'str', value };
    }
    if (this.take(/set\(\)/y)) return { kind: 'set', items: [] };
    const open = this.text[this.at];
    if (open === '[') return this.items('list', ']', depth);
    if (open === '(') return this.items('tuple', ')', depth);
    if (open === '{') return this.braces(depth);
    return undefined;
  }
  private items(kind: 'list' | 'tuple', close: string, depth: number): Literal | undefined {
    this.at++;
    const items: Literal[] = [];
    for (let comma = true; ; ) {
      this.space();
      if (this.text[this.at] === close) {
        this.at++;
        // `(1)` is no tuple.
        return kind === 'tuple' && items.length === 1 && !comma ? items[0] : { kind, items };
      }
      const item = comma && items.length < mostItems ? this.value(depth + 1) : undefined;
      if (item === undefined) return undefined;
      items.push(item);
      this.space();
      comma = this.text[this.at] === ',';
      if (comma) this.at++;
    }
  }
  private braces(depth: number): Literal | undefined {
    this.at++;
    const keys: Literal[] = [];
    const values: Literal[] = [];
    for (let comma = true; ; ) {
      this.space();
      if (this.text[this.at] === '}') {
        this.at++;
        return keys.length > 0 && values.length === 0 ? { kind: 'set', items: keys } : { kind: 'dict', items: keys.map((k, i) => [k, values[i]] as const) };
      }
      const key = comma && keys.length < mostItems ? this.value(depth + 1) : undefined;
      if (key === undefined) return undefined;
      this.space();
      if (this.text[this.at] === ':') {
        this.at++;
        const value = this.value(depth + 1);
        if (value === undefined || values.length !== keys.length) return undefined;
        values.push(value);
      } else if (values.length > 0) return undefined;
      keys.push(key);
      this.space();
      comma = this.text[this.at] === ',';
      if (comma) this.at++;
    }
  }
}
const plainEscapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '0': '\0' };
function unescaped(body: string): string | undefined {
  let whole = true;
  const out = body.replaceAll(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([\s\S]))/gi, (_, x?: string, u?: string, long?: string, one?: string) => {
    const code = x ?? u ?? long;
    if (code !== undefined) return Number.parseInt(code, 16) > 0x10ffff ? '' : String.fromCodePoint(Number.parseInt(code, 16));
    if (plainEscapes[one!] === undefined) whole = false;
    return plainEscapes[one!] ?? '';
  });
  return whole ? out : undefined;
}

/** As Python would read it back. */
export function literalText(l: Literal): string {
  switch (l.kind) {
    case 'word':
      return l.text;
    case 'int':
      return String(l.value);
    case 'float':
      return Number.isInteger(l.value) && Math.abs(l.value) < 1e16 ? `${Object.is(l.value, -0) ? '-0' : l.value}.0` : String(l.value).replace('Infinity', '1e999').replace('NaN', '(1e999 - 1e999)');
    case 'str':
      return `'${escaped(l.value, false)}'`;
    case 'bytes':
      return `b'${escaped(l.value, true)}'`;
    case 'list':
      return `[${l.items.map(literalText).join(', ')}]`;
    case 'tuple':
      return `(${l.items.map(literalText).join(', ')}${l.items.length === 1 ? ',' : ''})`;
    case 'set':
      return l.items.length === 0 ? 'set()' : `{${l.items.map(literalText).join(', ')}}`;
    case 'dict':
      return `{${l.items.map(([k, v]) => `${literalText(k)}: ${literalText(v)}`).join(', ')}}`;
  }
}
const escaped = (text: string, bytes: boolean): string =>
  [...text]
    .map(c => {
      const code = c.codePointAt(0)!;
      if (c === '\\' || c === "'") return `\\${c}`;
      if (c === '\n') return '\\n';
      if (c === '\r') return '\\r';
      if (c === '\t') return '\\t';
      if (code < 32 || code === 127 || (bytes && code > 126)) return `\\x${code.toString(16).padStart(2, '0')}`;
      return code >= 0xd800 && code <= 0xdfff ? `\\u${code.toString(16)}` : c;
    })
    .join('');

/** The kinds that an annotation allows, as values to begin with; of what it does not tell, some of each. */
export function firstOf(annotation: string | undefined): Literal[] {
  const a = (annotation ?? '').replaceAll(/\s|['"]|\b(?:typing|t|collections|abc)\./g, '');
  const ints = texts('0 1 -1 2 10 100');
  const strs: Literal[] = ['', 'a', ' ', '0', 'abc'].map(value => ({ kind: 'str', value }));
  const out: Literal[] = [];
  if (/\bint\b/.test(a)) out.push(...ints);
  if (/\bfloat\b|\bNumber\b|\bReal\b/.test(a)) out.push(...texts('0.0 1.0 -1.0 0.5 1e308'));
  if (/\bstr\b|AnyStr/.test(a)) out.push(...strs);
  if (/\bbytes\b/.test(a)) out.push(...texts("b'' b'a'"));
  if (/\bbool\b/.test(a)) out.push(...texts('True False'));
  if (/\b(?:list|List|Sequence|Iterable|Collection|MutableSequence)\b/.test(a)) {
    const inner = /\[(.*)\]/.exec(a)?.[1];
    const of = firstOf(inner ?? 'int').slice(0, 3);
    out.unshift({ kind: 'list', items: [] }, ...of.map(i => ({ kind: 'list', items: [i] }) as const), { kind: 'list', items: of });
    return out.filter(l => l.kind === 'list' || !/^(?:list|List|Sequence|Iterable|Collection)/.test(a));
  }
  if (/\b(?:dict|Dict|Mapping|MutableMapping)\b/.test(a)) return [...texts('{}'), { kind: 'dict', items: [[strs[1], ints[1]]] }];
  if (/\b(?:set|Set|FrozenSet)\b/.test(a)) return texts('set() {1}');
  if (/\b(?:tuple|Tuple)\b/.test(a)) return texts('() (1,2)');
  if (/\bNone\b|\bOptional\b/.test(a)) out.push(...texts('None'));
  return out.length > 0 ? out : [...ints.slice(0, 4), ...strs.slice(0, 2), ...texts('None [] True {} 1.5'), { kind: 'list', items: [ints[1], ints[3]] }];
}
const texts = (all: string): Literal[] => all.split(' ').flatMap(t => literalOf(t) ?? []);
