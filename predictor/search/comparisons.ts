// What a condition compares, as texts of expressions: so that a search can see how far both sides are apart. It reads the text, not a tree: what it misses costs the search some tries.
import { splitOutside } from './python-text.ts';

export interface Comparison {
  readonly left: string;
  readonly op: string;
  readonly right: string;
}
const operators = ['==', '!=', '<=', '>=', ' not in ', ' in ', ' is not ', ' is ', '<', '>'];

/** Of the header of an `if`, `elif`, `while` or `assert`, or of a bare condition. */
export function comparisonsIn(text: string): Comparison[] {
  const header = text.replaceAll(/\s+/g, ' ').replace(/^(?:if|elif|while|assert|return)\b\s*/, '').replace(/:\s*$/, '');
  return splitOutside(header, [' and ', ' or ']).flatMap(t => inOne(t.trim()));
}

function inOne(term: string): Comparison[] {
  const plain = term.replace(/^not\s+/, '');
  const inner = /^\((.*)\)$/.exec(plain);
  // The bracket that opens it closes it, too.
  if (inner !== null && splitOutside(plain.slice(1), [')'], { once: true })[1] === '') return comparisonsIn(inner[1]);
  const out: Comparison[] = [];
  const sides = splitOutside(plain, operators, { keep: true, isNone: isShift });
  for (let i = 0; i + 2 < sides.length; i += 2) out.push({ left: sides[i].trim(), op: sides[i + 1].trim(), right: sides[i + 2].trim() });
  if (out.length > 0) return out;
  const method = /^(.+)\.(startswith|endswith|__contains__)\((.+)\)$/.exec(plain);
  if (method !== null) return [{ left: method[1], op: method[2], right: method[3] }];
  const isinstance = /^(?:re\.\w+|isinstance|callable)\(/.test(plain);
  // A bare name or call: it is asked whether it is true.
  return isinstance || plain === '' || plain.includes(':=') ? [] : [{ left: `bool(${plain})`, op: '==', right: term.startsWith('not ') ? 'False' : 'True' }];
}

/** `<<`, `>>`, `->` and `=` by itself are no comparisons. */
const isShift = (text: string, at: number, mark: string): boolean => /^[<>]$/.test(mark) && /[<>]/.test((text[at + 1] ?? '') + (text[at - 1] ?? ''));
