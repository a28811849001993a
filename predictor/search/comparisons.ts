// What a condition compares, as texts of expressions: so that a search can see how far both sides are apart. It reads the text, not a tree: what it misses costs the search some tries.

export interface Comparison {
  readonly left: string;
  readonly op: string;
  readonly right: string;
}
const operators = ['==', '!=', '<=', '>=', ' not in ', ' in ', ' is not ', ' is ', '<', '>'];

/** Of the header of an `if`, `elif`, `while` or `assert`, or of a bare condition. */
export function comparisonsIn(text: string): Comparison[] {
  const header = text.replaceAll(/\s+/g, ' ').replace(/^(?:if|elif|while|assert|return)\b\s*/, '').replace(/:\s*$/, '');
  return parts(header, [' and ', ' or ']).flatMap(t => inOne(t.trim()));
}

function inOne(term: string): Comparison[] {
  const plain = term.replace(/^not\s+/, '');
  const inner = /^\((.*)\)$/.exec(plain);
  if (inner !== null && split(plain, ')').length === 2) return comparisonsIn(inner[1]);
  const out: Comparison[] = [];
  const sides = parts(plain, operators, true);
  for (let i = 0; i + 2 < sides.length; i += 2) out.push({ left: sides[i].trim(), op: sides[i + 1].trim(), right: sides[i + 2].trim() });
  if (out.length > 0) return out;
  const method = /^(.+)\.(startswith|endswith|__contains__)\((.+)\)$/.exec(plain);
  if (method !== null) return [{ left: method[1], op: method[2], right: method[3] }];
  const isinstance = /^(?:re\.\w+|isinstance|callable)\(/.test(plain);
  // A bare name or call: it is asked whether it is true.
  return isinstance || plain === '' || plain.includes(':=') ? [] : [{ left: `bool(${plain})`, op: '==', right: term.startsWith('not ') ? 'False' : 'True' }];
}

/** The parts of a text between marks that stand outside of brackets and strings; with `keep`, the marks too. */
function parts(text: string, marks: readonly string[], keep = false): string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
      continue;
    }
    if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    if (depth !== 0 || quote !== '') continue;
    const mark = marks.find(m => text.startsWith(m, i));
    // `<<`, `>>`, `->` and `=` by itself are no comparisons.
    if (mark === undefined || (/^[<>]$/.test(mark) && /[<>]/.test((text[i + 1] ?? '') + (text[i - 1] ?? '')))) continue;
    out.push(text.slice(from, i), ...(keep ? [mark] : []));
    i += mark.length - 1;
    from = i + 1;
  }
  out.push(text.slice(from));
  return out;
}
const split = (text: string, mark: string): string[] => {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === mark && --depth === 0) return i === text.length - 1 ? [text, ''] : [text];
  }
  return [text];
};
