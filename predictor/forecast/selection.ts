// pytest's -k: which tests an expression of names, `and`, `or`, `not` and brackets picks. https://docs.pytest.org/en/stable/how-to/usage.html: a name fits where it is
// part of the test's name, or of the names that it lies in, in any case of letters.

/** Gives a predicate over node ids; undefined where the text is no such expression. */
export function keywordFilter(expression: string): ((id: string) => boolean) | undefined {
  const tokens = expression.match(/\(|\)|(?:[^\s()"'=])+/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(/\s+/g, '')) return undefined;
  let at = 0;
  type Fits = (names: readonly string[]) => boolean;
  const either = (): Fits | undefined => {
    let left = both();
    while (left !== undefined && tokens[at] === 'or') {
      at++;
      const [a, b] = [left, both()];
      if (b === undefined) return undefined;
      left = n => a(n) || b(n);
    }
    return left;
  };
  const both = (): Fits | undefined => {
    let left = one();
    while (left !== undefined && tokens[at] === 'and') {
      at++;
      const [a, b] = [left, one()];
      if (b === undefined) return undefined;
      left = n => a(n) && b(n);
    }
    return left;
  };
  const one = (): Fits | undefined => {
    const t = tokens[at++];
    if (t === undefined || t === ')' || t === 'and' || t === 'or') return undefined;
    if (t === 'not') {
      const inner = one();
      return inner === undefined ? undefined : n => !inner(n);
    }
    if (t === '(') {
      const inner = either();
      return tokens[at++] === ')' ? inner : undefined;
    }
    const wanted = t.toLowerCase();
    return n => n.some(name => name.includes(wanted));
  };
  const whole = either();
  if (whole === undefined || at !== tokens.length) return undefined;
  return id => whole(namesOf(id));
}
/** A test's own name with its parameters, its classes, its file's name: not the folders above. */
function namesOf(id: string): string[] {
  const [file, ...names] = id.split('::');
  return [file.split('/').at(-1)!, ...names].map(n => n.toLowerCase());
}
