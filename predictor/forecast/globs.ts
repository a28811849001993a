// Patterns for paths and names as people write them in settings: `*` within a part, `**` across parts, `?` one character, `{a,b}` one of several. Nothing else is special.

/** Whether a text matches a pattern, as a whole. Time is linear in the text for patterns without `{}`: no backtracking regular expression is made. */
export function matchesGlob(pattern: string, text: string): boolean {
  return alternatives(pattern).some(p => matches(p, text));
}

const most = 64;
function alternatives(pattern: string): string[] {
  let out = [pattern];
  for (;;) {
    const next = out.flatMap(p => {
      const m = /\{([^{}]*)\}/.exec(p);
      return m === null ? [p] : m[1].split(',').map(a => p.slice(0, m.index) + a + p.slice(m.index + m[0].length));
    });
    if (next.length === out.length && next.every((p, i) => p === out[i])) return out;
    if (next.length > most) return next.slice(0, most);
    out = next;
  }
}

/** Which places of the pattern can be reached, character by character. */
function matches(pattern: string, text: string): boolean {
  const parts = tokens(pattern);
  let at = reached(new Set([0]), parts);
  for (const c of text) {
    const next = new Set<number>();
    for (const i of at) {
      const p = parts[i];
      if (p === undefined) continue;
      if (p.kind === 'any' || (p.kind === 'some' && c !== '/')) next.add(i);
      else if ((p.kind === 'one' && c !== '/') || (p.kind === 'text' && p.text === c)) next.add(i + 1);
    }
    if (next.size === 0) return false;
    at = reached(next, parts);
  }
  return at.has(parts.length);
}
type Token = { readonly kind: 'any' | 'some' | 'one' } | { readonly kind: 'text'; readonly text: string } | { readonly kind: 'maybe'; readonly skip: number };

function tokens(pattern: string): Token[] {
  const out: Token[] = [];
  const characters = [...pattern];
  for (let i = 0; i < characters.length; i++) {
    const c = characters[i];
    if (c === '*' && characters[i + 1] === '*') {
      // `**/` also stands for no folder at all.
      if (characters[i + 2] === '/') {
        out.push({ kind: 'maybe', skip: 3 }, { kind: 'any' }, { kind: 'text', text: '/' });
        i += 2;
      } else {
        out.push({ kind: 'any' });
        i++;
      }
    } else if (c === '*') out.push({ kind: 'some' });
    else if (c === '?') out.push({ kind: 'one' });
    else out.push({ kind: 'text', text: c });
  }
  return out;
}
/** Stars may stand for nothing. */
function reached(at: Set<number>, parts: readonly Token[]): Set<number> {
  const todo = [...at];
  const go = (i: number): void => {
    if (at.has(i)) return;
    at.add(i);
    todo.push(i);
  };
  while (todo.length > 0) {
    const i = todo.pop()!;
    const p = parts[i];
    if (p === undefined) continue;
    if (p.kind === 'maybe') {
      go(i + 1);
      go(i + p.skip);
    } else if (p.kind === 'any' || p.kind === 'some') go(i + 1);
  }
  return at;
}
