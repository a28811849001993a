// Reads the structure of a value back from its `repr`: the elements of lists, tuples, dicts and sets, the fields of dataclasses. It shows only what it is sure of:
// a text with a part that is not plainly a value is left whole.

export interface Part {
  /** What it is called in its parent: an index, a key's text, a field. */
  readonly name: string;
  readonly text: string;
  /** Appended to the parent's expression it gives this part's; undefined where there is none, as in a set. */
  readonly path: string | undefined;
}
export interface Parts {
  readonly kind: 'list' | 'tuple' | 'dict' | 'set' | 'object';
  readonly parts: readonly Part[];
  /** The text was cut: there are more. */
  readonly cut: boolean;
}

const number = /^[-+]?(?:0|[1-9]\d*|\d+\.\d*(?:e[-+]?\d+)?|\d+e[-+]?\d+)j?$/;
const words = new Set(['True', 'False', 'None']);
const string = /^b?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")$/s;
const complex = /^\([-+]?[\d.e+-]+[-+][\d.e+-]+j\)$/;
const called = /^([A-Za-z_][\w.]*)\(/;
/** Builtins whose `repr` gives an equal value when it is evaluated. */
const faithful = new Set(['set', 'frozenset', 'bytearray', 'range']);

/** The parts of a container's text, or nothing where it is not one, or not surely. */
export function partsOf(text: string): Parts | undefined {
  const first = text[0];
  if (first === '[') return sequence('list', text, 1);
  if (first === '(') return complex.test(text) ? undefined : sequence('tuple', text, 1);
  if (first === '{') return braces(text);
  const call = called.exec(text);
  if (call === null) return undefined;
  const inner = split(text, call[0].length, ')');
  if (inner === undefined) return undefined;
  if (call[1] === 'frozenset' || call[1] === 'set') return inner.items.length === 1 ? braces(inner.items[0]) : undefined;
  const fields = inner.items.map(i => /^([A-Za-z_]\w*)=(.+)$/s.exec(i));
  if (fields.length === 0 || !fields.every(f => f !== null && isValue(f[2]))) return undefined;
  return { kind: 'object', parts: fields.map(f => ({ name: f![1], text: f![2], path: `.${f![1]}` })), cut: inner.cut };
}
function sequence(kind: 'list' | 'tuple', text: string, from: number): Parts | undefined {
  const inner = split(text, from, kind === 'list' ? ']' : ')');
  if (inner === undefined || !inner.items.every(isValue)) return undefined;
  return { kind, parts: inner.items.map((t, i) => ({ name: String(i), text: t, path: `[${i}]` })), cut: inner.cut };
}
function braces(text: string): Parts | undefined {
  const inner = split(text, 1, '}');
  if (text[0] !== '{' || inner === undefined) return undefined;
  if (inner.items.length > 0 && inner.items.every(isValue))
    return { kind: 'set', parts: inner.items.map((t, i) => ({ name: String(i), text: t, path: undefined })), cut: inner.cut };
  const parts: Part[] = [];
  for (const item of inner.items) {
    const key = valueLength(item, 0);
    if (key === undefined || item.slice(key, key + 2) !== ': ' || !isValue(item.slice(key + 2))) return undefined;
    const name = item.slice(0, key);
    parts.push({ name, text: item.slice(key + 2), path: isLiteral(name) ? `[${name}]` : undefined });
  }
  return { kind: 'dict', parts, cut: inner.cut };
}
/** The whole of a text is one value. */
const isValue = (text: string): boolean => valueLength(text, 0) === text.length;

/** The items between brackets, where the closing one is the text's end; of a cut text those that are whole. */
function split(text: string, from: number, close: string): { readonly items: readonly string[]; readonly cut: boolean } | undefined {
  const items: string[] = [];
  const cut = text.endsWith('…');
  let start = from;
  for (let i = from; i < text.length; ) {
    if (text[i] === close) {
      if (i !== text.length - 1) return undefined;
      if (i > start) items.push(text.slice(start, i));
      return { items, cut: false };
    }
    if (text[i] === ',') {
      items.push(text.slice(start, i));
      i++;
      if (text[i] === ' ') i++;
      start = i;
      continue;
    }
    const next = step(text, i, i === start);
    if (next === undefined) break;
    i = next;
  }
  return cut ? { items, cut } : undefined;
}
const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Past one character, string or bracketed group. Angle brackets count only where a value begins: elsewhere they are signs. */
function step(text: string, i: number, begins: boolean): number | undefined {
  const c = text[i];
  if (c === "'" || c === '"') return endOfString(text, i);
  if (c === '<' && (begins || /[ =]/.test(text[i - 1]))) return group(text, i, '>');
  if (c in pairs) return group(text, i, pairs[c]);
  return /[\])}]/.test(c) ? undefined : i + 1;
}
function group(text: string, from: number, close: string): number | undefined {
  for (let i = from + 1; i < text.length; ) {
    if (text[i] === close) return i + 1;
    const next = close === '>' && /['"]/.test(text[i]) ? i + 1 : step(text, i, i === from + 1);
    if (next === undefined) return undefined;
    i = next;
  }
  return undefined;
}
function endOfString(text: string, from: number): number | undefined {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[from]) return i + 1;
  }
  return undefined;
}
/** Where the value ends that begins at `from`, if one does. */
function valueLength(text: string, from: number): number | undefined {
  const c = text[from];
  if (c === '[' || c === '(' || c === '{' || c === '<') return step(text, from, true);
  const rest = text.slice(from);
  const plain = /^(?:b?(?=['"])|[-+]?[\d.][\w.+-]*|[A-Za-z_][\w.]*)/.exec(rest);
  if (plain === null) return undefined;
  const at = from + plain[0].length;
  if (text[at] === "'" || text[at] === '"') return plain[0] === '' || plain[0] === 'b' ? endOfString(text, at) : undefined;
  if (text[at] === '(' && /^[A-Za-z_]/.test(plain[0])) return group(text, at, ')');
  return number.test(plain[0]) || words.has(plain[0]) || /^[A-Za-z_][\w.]*$/.test(plain[0]) ? at : undefined;
}

/** Evaluating the text gives a value equal to the one that was shown: nothing in it is cut, an address, or a name. */
export function isLiteral(text: string): boolean {
  if (number.test(text) || words.has(text) || string.test(text) || complex.test(text)) return true;
  if (text === 'set()' || text === 'frozenset()' || text === '[]' || text === '()' || text === '{}') return true;
  const call = called.exec(text);
  if (call !== null) {
    if (!faithful.has(call[1])) return false;
    const inner = split(text, call[0].length, ')');
    return inner !== undefined && !inner.cut && inner.items.every(isLiteral);
  }
  const p = partsOf(text);
  return p !== undefined && p.kind !== 'object' && !p.cut && p.parts.every(q => isLiteral(q.text) && (p.kind !== 'dict' || isLiteral(q.name)));
}
/** A value that nothing can change in place. */
export const isImmutable = (text: string): boolean =>
  isLiteral(text) && !/^[[{]|^(?:set|bytearray)\(/.test(text) && (partsOf(text)?.kind !== 'tuple' || partsOf(text)!.parts.every(p => isImmutable(p.text)));
/** The class that a text shows, as far as it shows one. */
export function typeOfText(text: string): string | undefined {
  if (text === 'None') return 'NoneType';
  if (text === 'True' || text === 'False') return 'bool';
  if (number.test(text)) return text.endsWith('j') ? 'complex' : /[.e]/.test(text) ? 'float' : 'int';
  if (string.test(text)) return text.startsWith('b') ? 'bytes' : 'str';
  const object = /^<(?:[\w.]*\.)?(\w+) object>$/.exec(text);
  if (object !== null) return object[1];
  const kind = partsOf(text)?.kind;
  return kind === 'object' ? called.exec(text)?.[1] : kind;
}
