// Functions and statements of a Python text while it is being typed, by reading lines: it must answer for text that does not parse, and within a key's time.
// The engine's own parser is not used: this only tells where things stand.

/** A line together with the lines that continue it. Lines count from 1. */
export interface Statement {
  readonly first: number;
  readonly last: number;
  readonly indent: number;
  readonly text: string;
}
export interface FunctionFound {
  readonly name: string;
  /** As CPython's `co_qualname`: `Basket.add`, `outer.<locals>.inner`. */
  readonly qualname: string;
  /** Of the `def`. */
  readonly line: number;
  readonly end: number;
  readonly indent: number;
  readonly statements: readonly Statement[];
}

/** Logical lines: brackets and strings that are open, and backslashes, carry on. Comments and empty lines are left out. */
export function statementsOf(text: string): Statement[] {
  const lines = text.split('\n');
  const out: Statement[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (/^\s*(?:#.*)?$/.test(lines[i])) continue;
    const first = i;
    let state: Open = { depth: 0, quote: '' };
    for (; i < lines.length; i++) {
      state = follow(lines[i], state);
      if (state.depth === 0 && state.quote === '' && !/\\\s*$/.test(lines[i])) break;
      // A bracket that was left open while typing does not swallow the rest of the file.
      if (state.quote === '' && i > first && /^\s*(?:def|class|async def|return|@)\b/.test(lines[i + 1] ?? '')) break;
    }
    const last = Math.min(i, lines.length - 1);
    out.push({
      first: first + 1,
      last: last + 1,
      indent: indentOf(lines[first]),
      text: lines
        .slice(first, last + 1)
        .join('\n')
        .trim(),
    });
  }
  return out;
}
interface Open {
  readonly depth: number;
  /** The quotes of a string that goes on. */
  readonly quote: string;
}
function follow(line: string, { depth, quote }: Open): Open {
  for (let k = 0; k < line.length; k++) {
    const c = line[k];
    if (quote !== '') {
      if (c === '\\') k++;
      else if (line.startsWith(quote, k)) {
        k += quote.length - 1;
        quote = '';
      }
    } else if (c === '#') break;
    else if (c === '"' || c === "'") {
      quote = line.startsWith(c.repeat(3), k) ? c.repeat(3) : c;
      k += quote.length - 1;
    } else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth = Math.max(0, depth - 1);
  }
  // Only a triple-quoted string goes on in the next line.
  return { depth, quote: quote.length === 3 ? quote : '' };
}
const indentOf = (line: string): number => {
  let n = 0;
  for (const c of line) {
    if (c === ' ') n++;
    else if (c === '\t') n += 8 - (n % 8);
    else break;
  }
  return n;
};

/** All functions of a text, in the order of their `def`s. */
export function functionsOf(text: string): FunctionFound[] {
  const all = statementsOf(text);
  const out: FunctionFound[] = [];
  const around: { readonly indent: number; readonly name: string; readonly kind: 'class' | 'def' }[] = [];
  for (const [i, s] of all.entries()) {
    while (around.length > 0 && s.indent <= around.at(-1)!.indent) around.pop();
    const found = /^(?:(async\s+)?def|class)\s+(\w+)/.exec(s.text);
    if (found === null) continue;
    const kind = s.text.startsWith('class') ? 'class' : 'def';
    if (kind === 'def') {
      const body: Statement[] = [];
      for (let k = i + 1; k < all.length && all[k].indent > s.indent; k++) body.push(all[k]);
      const prefix = around.map(a => (a.kind === 'def' ? `${a.name}.<locals>.` : `${a.name}.`)).join('');
      out.push({ name: found[2], qualname: prefix + found[2], line: s.first, end: body.at(-1)?.last ?? s.last, indent: s.indent, statements: body });
    }
    around.push({ indent: s.indent, name: found[2], kind });
  }
  return out;
}
/** The innermost function around a line. */
export function functionAt(text: string, line: number): FunctionFound | undefined {
  return functionsOf(text).findLast(f => f.line <= line && line <= f.end) ?? functionsOf(text).findLast(f => isBelow(text, f, line));
}
/** A line that is being begun below a function still belongs to it by its indentation. */
function isBelow(text: string, f: FunctionFound, line: number): boolean {
  const lines = text.split('\n');
  if (line <= f.end || line > lines.length) return false;
  for (let i = f.end; i < line; i++) if (lines[i].trim() !== '' || (i === line - 1 && indentOf(lines[i]) <= f.indent)) return false;
  return true;
}
