// What stands between `<!DOCTYPE` and its `>`: a name, identifiers, and where the internal subset lies. What is in the subset is not read here.
import { NeedMore, type Scanner, XmlError } from './scanning.ts';

export interface Declaration {
  readonly name: string;
  readonly system: string | null;
  readonly publicId: string | null;
  /** From and to of the tokens before the internal subset, or before the `>`. */
  readonly tokens: readonly (readonly [number, number])[];
  /** From and to of what stands between `[` and `]`. */
  readonly subset?: readonly [number, number];
  /** Behind the `>`. */
  readonly end: number;
}

const syntax = 2;
/** `from` is behind `<!DOCTYPE`. What is malformed throws XmlError, what is not all there NeedMore. */
export function declarationAt(scan: Scanner, from: number): Declaration {
  const { text } = scan;
  const tokens: [number, number][] = [];
  let p = from;
  const token = (end: number): string => {
    const raw = text.slice(p, end);
    if (end > p) tokens.push([p, end]);
    p = end;
    return raw;
  };
  const space = (): void => void token(scan.spaces(p));
  const literal = (): string => {
    const quote = scan.at(p);
    if (quote !== '"' && quote !== "'") throw new XmlError(syntax, p);
    const end = scan.until(p + 1, quote);
    if (!/[\s>%[]/.test(scan.at(end))) throw new XmlError(syntax, end);
    return token(end).slice(1, -1);
  };
  space();
  const name = token(scan.name(p));
  space();
  let system: string | null = null;
  let publicId: string | null = null;
  if (scan.isNameStart(p)) {
    const word = token(scan.name(p));
    if (word !== 'SYSTEM' && word !== 'PUBLIC') throw new XmlError(syntax, p);
    space();
    if (word === 'PUBLIC') {
      const given = literal();
      // PubidChar of XML 1.0, production 13.
      if (!/^[ \r\na-zA-Z0-9'()+,./:=?;!*#@$_%-]*$/.test(given)) throw new XmlError(32, p);
      publicId = given.replace(/[ \n\r]+/g, ' ').trim();
      space();
    }
    system = literal();
    space();
  }
  if (scan.at(p) === '>') return { name, system, publicId, tokens, end: p + 1 };
  if (scan.at(p) !== '[') throw new XmlError(syntax, p);
  const begin = ++p;
  for (let c = scan.at(p); c !== ']'; c = scan.at(p)) {
    if (c === '"' || c === "'") p = scan.until(p + 1, c);
    else if (c === '<' && scan.begins(p, '<!--')) p = scan.comment(p);
    else p += scan.length(p);
  }
  const subset = [begin, p] as const;
  p = scan.spaces(p + 1);
  if (p >= text.length) throw new NeedMore();
  if (text[p] !== '>') throw new XmlError(syntax, p);
  return { name, system, publicId, tokens, subset, end: p + 1 };
}
