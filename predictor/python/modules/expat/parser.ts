// A parser of XML documents that tells events and errors as Expat 2.5 does (lib/xmlparse.c, by behaviour). It knows no Python. Declarations of a document type are read as
// far as names, identifiers and internal entities; what goes beyond that is told through `beyond`.
import { xmlDeclaration } from './declaration.ts';
import { type Declaration, declarationAt } from './doctype.ts';
import { invalidToken, isSpace, NeedMore, type RawAttribute, Scanner, type Tag, XmlError } from './scanning.ts';

/** Numbers of XML_ERROR that are given here (lib/expat.h). */
const error = { syntax: 2, noElements: 3, unclosedToken: 5, tagMismatch: 7, duplicateAttribute: 8, junkAfterDocument: 9, undefinedEntity: 11, recursiveEntity: 12, badCharRef: 14, misplacedDeclaration: 17, unclosedCdata: 20, unboundPrefix: 27, undeclaringPrefix: 28, xmlDeclaration: 30, reservedXml: 38, reservedXmlns: 39, reservedUri: 40 } as const;
const xmlUri = 'http://www.w3.org/XML/1998/namespace';
const xmlnsUri = 'http://www.w3.org/2000/xmlns/';
const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export interface XmlEvents {
  /** Where nobody listens, `raw` goes to whoever takes what is left. Null where that is not to be. */
  tell(kind: XmlEvent, args: readonly (string | number | null)[], raw: string | null): void;
  start(name: string, attributes: readonly (readonly [string, string])[], raw: string): void;
  /** Whether anyone listens. */
  hears(kind: XmlEvent): boolean;
  /** References to declared entities are passed on as they stand. */
  keepsEntities(): boolean;
  /** Of each element, attribute and namespace name: a triplet with its prefix is wanted. */
  triplets(): boolean;
  beyond(what: string): never;
}
export type XmlEvent =
  | 'XmlDecl' | 'StartDoctypeDecl' | 'EndDoctypeDecl' | 'EntityDecl' | 'EndElement' | 'CharacterData' | 'Comment' | 'ProcessingInstruction' | 'StartCdataSection' | 'EndCdataSection'
  | 'StartNamespaceDecl' | 'EndNamespaceDecl' | 'SkippedEntity' | 'Default';

interface Element {
  readonly raw: string;
  readonly name: string;
  readonly prefixes: readonly string[];
}
type Place = 'begin' | 'prolog' | 'content' | 'cdata' | 'epilog';

/** All that changes while a document is read: copied as a whole where a rehearsal goes back. */
export interface ParserState {
  text: string;
  place: Place;
  /** Lines from 1, columns and characters from 0, of `text`'s beginning. */
  line: number;
  column: number;
  characters: number;
  /** Of the event that is being told, in `text`. */
  event: number;
  finished: boolean;
  /** Something went beyond what is read here: what stands behind it cannot be told either. */
  lost: boolean;
  code: number;
  elements: readonly Element[];
  bindings: ReadonlyMap<string, readonly string[]>;
  entities: ReadonlyMap<string, string>;
  /** Declarations may stand in a part that is not read. */
  external: boolean;
  standalone: boolean;
  sawDoctype: boolean;
}
export const freshState = (): ParserState => ({
  text: '', place: 'begin', line: 1, column: 0, characters: 0, event: 0, finished: false, lost: false, code: 0, elements: [], bindings: new Map([['xml', [xmlUri]]]), entities: new Map(), external: false, standalone: false, sawDoctype: false,
});

export class XmlParser {
  state: ParserState = freshState();
  readonly #events: XmlEvents;
  /** Joins a namespace's name with a local one; undefined where namespaces are nobody's business. */
  readonly #separator: string | undefined;
  #scan: Scanner = new Scanner('', false);
  #final = false;

  constructor(events: XmlEvents, separator: string | undefined) {
    this.#events = events;
    this.#separator = separator;
  }

  /** Reads on. Gives an XML_ERROR number, 0 where all is well so far. */
  feed(text: string, final: boolean): number {
    const s = this.state;
    if (s.lost) this.#events.beyond('something before it that was not understood');
    if (s.finished) return (s.code = 36);
    this.#forget(s.event);
    s.event = 0;
    s.text += text;
    this.#final = final;
    this.#scan = new Scanner(s.text, this.#separator !== undefined);
    try {
      this.#read();
      if (!final) return 0;
      s.finished = true;
      return 0;
    } catch (e) {
      if (!(e instanceof XmlError)) {
        s.lost = true;
        throw e;
      }
      s.event = e.at;
      s.finished = true;
      return (s.code = e.code);
    }
  }
  /** Nothing was read so far. */
  get empty(): boolean {
    return this.state.text === '' && this.state.characters === 0;
  }
  /** Line from 1, column from 0, and characters before it, of the event being told or of the error. */
  where(): { readonly line: number; readonly column: number; readonly characters: number } {
    const { text, event } = this.state;
    let { line, column, characters } = this.state;
    for (let i = 0; i < event && i < text.length; i++) {
      const c = text.charCodeAt(i);
      characters += c < 0x80 ? 1 : c < 0x800 ? 2 : c >= 0xd800 && c <= 0xdfff ? 2 : 3;
      if (c === 10 || c === 13) {
        if (c === 10 && text[i - 1] === '\r' && i > 0) continue;
        line++;
        column = 0;
      } else if (c < 0xdc00 || c > 0xdfff) column++;
    }
    return { line, column, characters };
  }
  /** Forgets text that is over. */
  #forget(upTo: number): void {
    const s = this.state;
    s.event = upTo;
    Object.assign(s, this.where());
    s.text = s.text.slice(upTo);
  }

  #read(): void {
    const s = this.state;
    let at = 0;
    while (at < s.text.length || (this.#final && s.place === 'begin')) {
      // A declaration stands at the very beginning, or nowhere.
      s.event = at;
      try {
        at = this.#token(at);
        s.event = at;
      } catch (e) {
        if (!(e instanceof NeedMore)) throw e;
        s.event = at;
        if (!this.#final) return;
        throw new XmlError(this.#unended(at), at);
      }
      if (at >= s.text.length) break;
    }
    if (!this.#final) return;
    if (s.place === 'cdata') throw new XmlError(error.unclosedCdata, s.text.length);
    if (s.place !== 'epilog') throw new XmlError(error.noElements, s.text.length);
  }
  /** Of a token that the text ends in. */
  #unended(at: number): number {
    const { place, text } = this.state;
    const c = text[at];
    if (at >= text.length) return error.noElements;
    if (place === 'content' || place === 'cdata' || c === '<' || c === '"' || c === "'") return error.unclosedToken;
    if (place === 'epilog') return error.junkAfterDocument;
    return error.syntax;
  }

  /** Tells the token at `at` and gives the place behind it. */
  #token(at: number): number {
    const s = this.state;
    switch (s.place) {
      case 'begin':
        s.place = 'prolog';
        try {
          return this.#begin(at);
        } catch (e) {
          if (e instanceof NeedMore && !this.#final) s.place = 'begin';
          throw e;
        }
      case 'prolog':
      case 'epilog':
        return this.#prolog(at);
      case 'content':
        return this.#content(at);
      case 'cdata':
        return this.#cdata(at);
    }
  }
  #begin(at: number): number {
    const { text, characters } = this.state;
    if (at >= text.length) return at;
    if (text[at] === '\ufeff' && at === 0 && characters === 0) {
      // A byte order mark is a column of its own, and the declaration may stand behind it.
      this.state.place = 'begin';
      return 1;
    }
    if (text[at] === '\0') this.#events.beyond('a document in another encoding');
    const head = text.slice(at, at + 6);
    if (!('<?xml'.startsWith(head.slice(0, 5)) && (head.length < 6 ? !this.#final : isSpace(head[5]) || head[5] === '?'))) return this.#prolog(at);
    const { end } = this.#scan.instruction(at);
    const said = xmlDeclaration(text, at + 5, end - 2);
    if (typeof said === 'number') throw new XmlError(error.xmlDeclaration, said);
    const { version, encoding, standalone } = said;
    this.state.standalone = standalone === true;
    this.#events.tell('XmlDecl', [version, encoding, standalone === undefined ? -1 : Number(standalone)], text.slice(at, end));
    return end;
  }

  // Around the root -----------------------------------------------------------------------------------------------------------

  #prolog(at: number): number {
    const s = this.state;
    const { text } = s;
    const c = text[at];
    const wrong = s.place === 'epilog' ? error.junkAfterDocument : error.syntax;
    if (isSpace(c)) {
      let end = at;
      while (end < text.length && isSpace(text[end])) end++;
      if (end >= text.length && text[end - 1] === '\r') {
        // It may be half a line end.
        if (end - 1 > at) end--;
        else if (!this.#final) throw new NeedMore();
      }
      this.#events.tell('Default', [], text.slice(at, end));
      return end;
    }
    if (c === '<') {
      const next = this.#scan.at(at + 1);
      if (next === '?') return this.#instruction(at, wrong);
      if (next === '!') {
        if (this.#scan.at(at + 2) === '-') return this.#comment(at);
        if (s.place === 'epilog') this.#events.beyond('a declaration behind the root element');
        return this.#doctype(at);
      }
      if (!this.#scan.isNameStart(at + 1)) throw new XmlError(invalidToken, at + 1);
      if (s.place === 'epilog') throw new XmlError(wrong, at);
      s.place = 'content';
      return at;
    }
    if (c === '"' || c === "'") {
      const end = this.#scan.until(at + 1, c);
      if (end >= text.length && s.place !== 'epilog' && !this.#final) throw new NeedMore();
      throw end >= text.length || /[\s>%[]/.test(text[end]) ? new XmlError(wrong, at) : new XmlError(invalidToken, end);
    }
    if (c === ':' && this.#separator !== undefined) this.#events.beyond("':' outside the root element");
    if (this.#scan.isNameChar(at)) {
      let p = at;
      while (p < text.length && this.#scan.isNameChar(p)) p++;
      // Behind the root nothing could make it right.
      if (p >= text.length && s.place !== 'epilog') throw new NeedMore();
      if (p >= text.length) throw new XmlError(wrong, at);
      if (!/[>),|[%\s?*+]/.test(text[p])) throw new XmlError(invalidToken, p);
      throw new XmlError(wrong, at);
    }
    this.#scan.length(at);
    if (c === '%' || c === '#' || c === ']' || c === ')') this.#events.beyond(`'${c}' outside the root element`);
    throw new XmlError(/[,[(|>]/.test(c) ? wrong : invalidToken, at);
  }
  #doctype(at: number): number {
    const s = this.state;
    const word = /^<![A-Za-z]*/.exec(s.text.slice(at))![0];
    if (at + word.length >= s.text.length) throw new NeedMore();
    if (!isSpace(s.text[at + word.length]) || word.length === 2) this.#events.beyond('a malformed declaration');
    if (word !== '<!DOCTYPE' || s.sawDoctype) throw new XmlError(error.syntax, at);
    // Told as a whole: it is read before anything is told of it.
    const d = this.#declaration(at + word.length);
    const ear = this.#events.hears('StartDoctypeDecl');
    const left = (from: number, to: number): void => {
      s.event = from;
      this.#events.tell('Default', [], s.text.slice(from, to));
    };
    s.sawDoctype = true;
    if (d.system !== null) s.external = true;
    if (!ear) for (const [from, to] of [[at, at + word.length] as const, ...d.tokens]) left(from, to);
    s.event = d.subset?.[0] ?? d.end - 1;
    this.#events.tell('StartDoctypeDecl', [d.name, d.system, d.publicId, d.subset === undefined ? 0 : 1], null);
    if (d.subset !== undefined) {
      const [from, to] = d.subset;
      left(from - 1, from);
      this.#subset(from, to, left);
      left(to, to + 1);
      if (to + 1 < d.end - 1) left(to + 1, d.end - 1);
    }
    s.event = d.end - 1;
    if (this.#events.hears('EndDoctypeDecl')) this.#events.tell('EndDoctypeDecl', [], null);
    else left(d.end - 1, d.end);
    return d.end;
  }
  #declaration(from: number): Declaration {
    try {
      return declarationAt(this.#scan, from);
    } catch (e) {
      if (e instanceof NeedMore && !this.#final) throw e;
      return this.#events.beyond('a malformed document type declaration');
    }
  }
  /** Internal entities, comments and white space; other declarations are not told apart. */
  #subset(from: number, to: number, left: (from: number, to: number) => void): void {
    const s = this.state;
    const ear = this.#events.hears('EntityDecl');
    let p = from;
    while (p < to) {
      const rest = s.text.slice(p, to);
      const space = /^[ \t\r\n]+/.exec(rest);
      const entity = /^(<!ENTITY)([ \t\r\n]+)([A-Za-z_][\w.-]*)([ \t\r\n]+)("[^"%]*"|'[^'%]*')([ \t\r\n]*)(>)/.exec(rest);
      if (space !== null) left(p, p + space[0].length);
      else if (entity === null) this.#events.beyond('declarations of a document type');
      else {
        const value = this.#withCharacters(entity[5].slice(1, -1).replace(/\r\n?/g, '\n'));
        if (value.includes('&')) this.#events.beyond('an entity with references in it');
        let q = p;
        for (const [i, part] of entity.slice(1).entries()) {
          if (i === 6 && !s.entities.has(entity[3])) {
            s.entities = new Map([...s.entities, [entity[3], value]]);
            s.event = q;
            this.#events.tell('EntityDecl', [entity[3], 0, value, null, null, null, null], null);
          }
          if (!ear && part !== '') left(q, q + part.length);
          q += part.length;
        }
      }
      p += (space ?? entity)![0].length;
    }
  }
  /** Character references as what they refer to; others stay. */
  #withCharacters(text: string): string {
    return text.replace(/&#(?:x([0-9a-fA-F]+)|([0-9]+));/g, (whole, hex?: string, decimal?: string) => {
      const c = characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
      return c ?? this.#events.beyond(`the reference ${whole}`);
    });
  }
  #instruction(at: number, wrong: number): number {
    const { target, data, end } = this.#scan.instruction(at);
    if (target === 'xml') throw new XmlError(wrong === error.junkAfterDocument ? wrong : error.misplacedDeclaration, at);
    this.#events.tell('ProcessingInstruction', [target, data.replace(/\r\n?/g, '\n')], this.state.text.slice(at, end));
    return end;
  }
  #comment(at: number): number {
    const end = this.#scan.comment(at);
    const raw = this.state.text.slice(at, end);
    this.#events.tell('Comment', [raw.slice(4, -3).replace(/\r\n?/g, '\n')], raw);
    return end;
  }

  // In the root ---------------------------------------------------------------------------------------------------------------

  #content(at: number): number {
    const s = this.state;
    const scan = this.#scan;
    const c = s.text[at];
    if (c === '&') return this.#reference(at);
    if (c !== '<') {
      if (c === '\r' && this.#final && at + 1 === s.text.length) this.#events.beyond('a document that ends in the middle of a line end');
      const end = scan.data(at, false, this.#final);
      this.#characters(s.text.slice(at, end));
      return end;
    }
    const next = scan.at(at + 1);
    if (next === '/') return this.#endTag(at);
    if (next === '?') return this.#instruction(at, error.misplacedDeclaration);
    if (next === '!') {
      const kind = scan.at(at + 2);
      if (kind === '-') return this.#comment(at);
      if (kind !== '[') throw new XmlError(invalidToken, at + 2);
      scan.at(at + 8);
      for (let k = 0; k < 6; k++) if (scan.at(at + 3 + k) !== 'CDATA['[k]) throw new XmlError(invalidToken, at + 3 + k);
      s.place = 'cdata';
      this.#events.tell('StartCdataSection', [], '<![CDATA[');
      return at + 9;
    }
    const tag = scan.startTag(at);
    this.#startTag(tag, at);
    return tag.end;
  }
  #cdata(at: number): number {
    const s = this.state;
    if (s.text.startsWith(']]>', at)) {
      s.place = 'content';
      this.#events.tell('EndCdataSection', [], ']]>');
      return at + 3;
    }
    const end = this.#scan.data(at, true, this.#final);
    this.#characters(s.text.slice(at, end));
    return end;
  }
  #characters(raw: string): void {
    this.#events.tell('CharacterData', [raw === '\r' || raw === '\r\n' ? '\n' : raw], raw);
  }
  #reference(at: number): number {
    const s = this.state;
    const end = this.#scan.reference(at);
    const raw = s.text.slice(at, end);
    const known = referenced(raw);
    if (known === null) throw new XmlError(error.badCharRef, at);
    if (known !== undefined) {
      this.#events.tell('CharacterData', [known], raw);
      return end;
    }
    const name = raw.slice(1, -1);
    const value = s.entities.get(name);
    if (value === undefined) {
      if (!s.external || s.standalone) throw new XmlError(error.undefinedEntity, at);
      this.#events.tell('SkippedEntity', [name, 0], raw);
    } else if (this.#events.keepsEntities()) this.#events.tell('SkippedEntity', [name, 0], raw);
    else {
      if (/[<&]/.test(value)) this.#events.beyond('an entity with markup in it');
      for (const piece of value.match(/\n|[^\n]+/g) ?? []) this.#events.tell('CharacterData', [piece], piece);
    }
    return end;
  }

  #startTag(tag: Tag, at: number): void {
    const declared: string[] = [];
    try {
      this.#opened(tag, at, declared);
    } catch (e) {
      if (e instanceof XmlError && tag.empty) {
        this.state.event = e.at;
        this.#unbind(declared);
      }
      throw e;
    }
    if (tag.empty) this.#ended(tag.end, null);
  }
  #opened(tag: Tag, at: number, declared: string[]): void {
    const s = this.state;
    const seen = new Set<string>();
    const values: [RawAttribute, string][] = [];
    for (const a of tag.attributes) {
      if (seen.has(a.name)) throw new XmlError(error.duplicateAttribute, a.at);
      seen.add(a.name);
      const value = this.#valueOf(a, at);
      if (this.#separator !== undefined && (a.name === 'xmlns' || a.name.startsWith('xmlns:'))) this.#bind(a.name.slice(6), value, at, declared);
      else values.push([a, value]);
    }
    const names = new Set<string>();
    const attributes = values.map(([a, value]): [string, string] => {
      const { text, key } = this.#expanded(a.name, false, at);
      if (names.has(key)) throw new XmlError(error.duplicateAttribute, at);
      names.add(key);
      return [text, value];
    });
    const name = this.#expanded(tag.name, true, at).text;
    this.#events.start(name, attributes, s.text.slice(at, tag.end));
    s.elements = [...s.elements, { raw: tag.name, name, prefixes: declared }];
  }
  #endTag(at: number): number {
    const { name, after } = this.#scan.endTag(at);
    const { elements } = this.state;
    if (elements[elements.length - 1].raw !== name) throw new XmlError(error.tagMismatch, at + 2);
    this.#ended(at, this.state.text.slice(at, after));
    return after;
  }
  #ended(at: number, raw: string | null): void {
    const s = this.state;
    const e = s.elements[s.elements.length - 1];
    s.elements = s.elements.slice(0, -1);
    s.event = at;
    this.#events.tell('EndElement', [e.name], raw);
    this.#unbind(e.prefixes);
    if (s.elements.length === 0) s.place = 'epilog';
  }
  #valueOf(a: RawAttribute, at: number): string {
    const { text } = this.state;
    let out = '';
    for (let p = a.from; p < a.to; ) {
      const c = text[p];
      if (c === '&') {
        const end = text.indexOf(';', p) + 1;
        const known = referenced(text.slice(p, end));
        if (known === null) throw new XmlError(error.badCharRef, p);
        if (known !== undefined) out += known;
        else {
          const value = this.state.entities.get(text.slice(p + 1, end - 1));
          if (value === undefined) {
            if (!this.state.external || this.state.standalone) throw new XmlError(error.undefinedEntity, at);
          } else if (/[<&]/.test(value)) this.#events.beyond('an entity with markup in it');
          else out += value.replace(/[\t\n\r]/g, ' ');
        }
        p = end;
      } else {
        out += c === '\t' || c === '\n' || c === '\r' ? ' ' : c;
        p += c === '\r' && text[p + 1] === '\n' ? 2 : 1;
      }
    }
    return out;
  }

  // Namespaces ------------------------------------------------------------------------------------------------------------------

  #bind(prefix: string, uri: string, at: number, declared: string[]): void {
    if (prefix === 'xmlns') throw new XmlError(error.reservedXmlns, at);
    if (prefix !== '' && uri === '') throw new XmlError(error.undeclaringPrefix, at);
    if ((prefix === 'xml') !== (uri === xmlUri)) throw new XmlError(prefix === 'xml' ? error.reservedXml : error.reservedUri, at);
    if (uri === xmlnsUri) throw new XmlError(error.reservedUri, at);
    // What holds the separator could be taken for another name.
    const separator = this.#separator!;
    if (separator !== '' && uri.includes(separator) && !/[\w%:/?#[\]@!$&'()*+,;=.~-]/.test(separator)) throw new XmlError(error.syntax, at);
    const s = this.state;
    s.bindings = new Map([...s.bindings, [prefix, [...(s.bindings.get(prefix) ?? []), uri]]]);
    declared.push(prefix);
    this.#events.tell('StartNamespaceDecl', [prefix === '' ? null : prefix, uri === '' ? null : uri], null);
  }
  #unbind(prefixes: readonly string[]): void {
    const s = this.state;
    for (const prefix of prefixes.toReversed()) {
      s.bindings = new Map([...s.bindings, [prefix, s.bindings.get(prefix)!.slice(0, -1)]]);
      this.#events.tell('EndNamespaceDecl', [prefix === '' ? null : prefix], null);
    }
  }
  /** A name as handlers hear it, and what tells two of them apart. */
  #expanded(raw: string, element: boolean, at: number): { readonly text: string; readonly key: string } {
    const separator = this.#separator;
    if (separator === undefined) return { text: raw, key: raw };
    const colon = raw.indexOf(':');
    const prefix = colon < 0 ? '' : raw.slice(0, colon);
    const local = raw.slice(colon + 1);
    if (colon < 0 && !element) return { text: raw, key: raw };
    const uri = this.state.bindings.get(prefix)?.at(-1);
    if (uri === undefined && prefix !== '') throw new XmlError(error.unboundPrefix, at);
    if (uri === undefined || uri === '') return { text: raw, key: raw };
    const key = `${uri}${separator}${local}`;
    return { key, text: this.#events.triplets() && prefix !== '' ? `${key}${separator}${prefix}` : key };
  }
}

/** What a reference stands for by itself; null for a character that may not be, undefined for a name that must be declared. */
function referenced(raw: string): string | null | undefined {
  if (raw[1] !== '#') return Object.hasOwn(predefined, raw.slice(1, -1)) ? predefined[raw.slice(1, -1)] : undefined;
  return characterOf(raw[2] === 'x' ? Number.parseInt(raw.slice(3, -1), 16) : Number(raw.slice(2, -1)));
}
function characterOf(code: number): string | null {
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code < 0xd800) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
  return allowed ? String.fromCodePoint(code) : null;
}
