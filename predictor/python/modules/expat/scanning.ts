// XML's tokens as Expat cuts them (lib/xmltok_impl.c, by behaviour): where one ends, where it is not well-formed, where more input is needed. Nothing is kept here.

/** The text ends inside a token. */
export class NeedMore {}
/** Not well-formed; `at` is what Expat points to. `code` is an XML_ERROR number (lib/expat.h). */
export class XmlError {
  readonly code: number;
  readonly at: number;
  constructor(code: number, at: number) {
    this.code = code;
    this.at = at;
  }
}
export const invalidToken = 4;

/** An attribute as it stands in a tag: where its name begins, and its value between the quotes. */
export interface RawAttribute {
  readonly name: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}
export interface Tag {
  readonly name: string;
  readonly attributes: readonly RawAttribute[];
  readonly empty: boolean;
  readonly end: number;
}

const nameStart = /[A-Za-z_:]|[^\0-\x7f]/;
const nameChar = /[A-Za-z0-9_:.-]|[^\0-\x7f]/;
const letter = /^\p{L}$/u;
const partOfName = /^[\p{L}\p{M}\p{N}\u00b7]$/u;
export const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** Cuts tokens out of `text`. `qualified`: a name holds one colon at most, between two names. */
export class Scanner {
  readonly text: string;
  readonly #qualified: boolean;
  constructor(text: string, qualified: boolean) {
    this.text = text;
    this.#qualified = qualified;
  }

  /** The code unit at `i`. */
  at(i: number): string {
    if (i >= this.text.length) throw new NeedMore();
    return this.text[i];
  }
  /** Length of the character at `i`; one that XML forbids is an error. */
  length(i: number): number {
    const c = this.text.charCodeAt(i);
    if ((c < 0x20 && c !== 9 && c !== 10 && c !== 13) || c === 0xfffe || c === 0xffff) throw new XmlError(invalidToken, i);
    if (c < 0xd800 || c > 0xdfff) return 1;
    const low = this.text.charCodeAt(i + 1);
    if (c < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) return 2;
    throw new XmlError(invalidToken, i);
  }
  isCharacter(i: number): boolean {
    try {
      return this.length(i) > 0;
    } catch {
      return false;
    }
  }
  isNameStart(i: number): boolean {
    const c = this.at(i);
    return nameStart.test(c) && (c < '\x80' ? c !== ':' || !this.#qualified : letter.test(c));
  }
  isNameChar(i: number): boolean {
    const c = this.at(i);
    return nameChar.test(c) && (c < '\x80' || partOfName.test(c));
  }
  /** Behind the name that begins at `i`; what begins no name is an error. */
  name(i: number): number {
    if (!this.isNameStart(i)) throw new XmlError(invalidToken, i);
    let colon = false;
    for (let p = i + 1; ; p++) {
      if (!this.isNameChar(p)) return p;
      if (this.text[p] !== ':' || !this.#qualified) continue;
      if (colon) throw new XmlError(invalidToken, p);
      colon = true;
      if (!this.isNameStart(p + 1)) throw new XmlError(invalidToken, p + 1);
    }
  }
  spaces(i: number): number {
    while (isSpace(this.at(i))) i++;
    return i;
  }
  /** Behind `closing`; what stands before it must be characters of XML. */
  until(i: number, closing: string): number {
    for (let p = i; ; p += this.length(p)) {
      const c = this.at(p);
      if (c === closing[0] && this.begins(p, closing)) return p + closing.length;
    }
  }
  /** Whether `word` stands at `i`. */
  begins(i: number, word: string): boolean {
    for (let k = 0; k < word.length; k++) if (this.at(i + k) !== word[k]) return false;
    return true;
  }

  startTag(i: number): Tag {
    let p = this.name(i + 1);
    const name = this.text.slice(i + 1, p);
    const attributes: RawAttribute[] = [];
    for (;;) {
      const before = p;
      p = this.spaces(p);
      const c = this.at(p);
      if (c === '>') return { name, attributes, empty: false, end: p + 1 };
      if (c === '/') {
        if (this.at(p + 1) !== '>') throw new XmlError(invalidToken, p + 1);
        return { name, attributes, empty: true, end: p + 2 };
      }
      if (p === before) throw new XmlError(invalidToken, p);
      const at = p;
      p = this.name(p);
      const named = this.text.slice(at, p);
      p = this.spaces(p);
      if (this.at(p) !== '=') throw new XmlError(invalidToken, p);
      p = this.spaces(p + 1);
      const quote = this.at(p);
      if (quote !== '"' && quote !== "'") throw new XmlError(invalidToken, p);
      const from = p + 1;
      p = from;
      for (let q = this.at(p); q !== quote; q = this.at(p)) {
        if (q === '<') throw new XmlError(invalidToken, p);
        p = q === '&' ? this.reference(p) : p + this.length(p);
      }
      attributes.push({ name: named, at, from, to: p });
      p++;
    }
  }
  /** Its name ends where `end` says; of the tag, `after` is behind it. */
  endTag(i: number): { readonly name: string; readonly after: number } {
    let p = i + 2;
    if (!this.isNameStart(p)) throw new XmlError(invalidToken, p);
    while (this.isNameChar(p)) p++;
    const name = this.text.slice(i + 2, p);
    p = this.spaces(p);
    if (this.at(p) !== '>') throw new XmlError(invalidToken, p);
    return { name, after: p + 1 };
  }
  /** Behind `&name;` or `&#1;`. */
  reference(i: number): number {
    let p = i + 1;
    if (this.at(p) !== '#') {
      if (!this.isNameStart(p)) throw new XmlError(invalidToken, p);
      while (this.isNameChar(p) && !(this.#qualified && this.text[p] === ':')) p++;
      if (this.at(p) !== ';') throw new XmlError(invalidToken, p);
      return p + 1;
    }
    p++;
    const hex = this.at(p) === 'x';
    if (hex) p++;
    const digit = hex ? /[0-9a-fA-F]/ : /[0-9]/;
    if (!digit.test(this.at(p))) throw new XmlError(invalidToken, p);
    while (digit.test(this.at(p))) p++;
    if (this.at(p) !== ';') throw new XmlError(invalidToken, p);
    return p + 1;
  }
  /** Behind `<!-- … -->`. */
  comment(i: number): number {
    if (this.at(i + 3) !== '-') throw new XmlError(invalidToken, i + 3);
    for (let p = i + 4; ; p += this.length(p)) {
      if (this.at(p) !== '-' || this.at(p + 1) !== '-') continue;
      if (this.at(p + 2) !== '>') throw new XmlError(invalidToken, p + 2);
      return p + 3;
    }
  }
  /** `<?target data?>`; of an XML declaration the target is `xml`. */
  instruction(i: number): { readonly target: string; readonly data: string; readonly end: number } {
    if (!this.isNameStart(i + 2)) throw new XmlError(invalidToken, i + 2);
    let p = i + 3;
    while (this.isNameChar(p) && !(this.#qualified && this.text[p] === ':')) p++;
    const target = this.text.slice(i + 2, p);
    if (target !== 'xml' && /^xml$/i.test(target)) throw new XmlError(invalidToken, p);
    if (this.at(p) === '?') {
      if (this.at(p + 1) !== '>') throw new XmlError(invalidToken, p + 1);
      return { target, data: '', end: p + 2 };
    }
    if (!isSpace(this.at(p))) throw new XmlError(invalidToken, p);
    const end = this.until(p, '?>');
    let from = p;
    while (from < end - 2 && isSpace(this.text[from])) from++;
    return { target, data: this.text.slice(from, end - 2), end };
  }
  /** Behind the next piece of character data: a run of characters, or one line end. */
  data(i: number, inCdata: boolean, final: boolean): number {
    const first = this.text[i];
    if (first === '\n') return i + 1;
    if (first === '\r') {
      if (i + 1 >= this.text.length && !final) throw new NeedMore();
      return this.text[i + 1] === '\n' ? i + 2 : i + 1;
    }
    let p = i;
    while (p < this.text.length) {
      const c = this.text[p];
      if (c === '\n' || c === '\r' || (!inCdata && (c === '<' || c === '&'))) break;
      if (c === ']') {
        if (inCdata && p > i) break;
        const rest = this.text.slice(p, p + 3);
        // It may be the beginning of `]]>`.
        if (']]>'.startsWith(rest) && rest !== ']]>') {
          if (p > i) break;
          if (!final || inCdata) throw new NeedMore();
        }
        if (rest === ']]>') {
          if (inCdata) break;
          throw new XmlError(invalidToken, p + 2);
        }
      }
      if (p > i && !this.isCharacter(p)) break;
      p += this.length(p);
    }
    return p;
  }
}
