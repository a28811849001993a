// The `pyexpat` module (Modules/pyexpat.c): parsers of XML with handlers, over the parser of expat/. External entities and parameter entities are not modelled.
import { getAttr, setAttr, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineClass, defineModule, type GetSets } from '../define.ts';
import { dictGet, dictSet } from '../dict-keys.ts';
import { typeName } from '../names.ts';
import { toInt } from '../types/indices.ts';
import { truth } from '../operators.ts';
import { asRaise, makeExc, raise, raising, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { bytesOf, strOf, toCInt } from '../types/convert.ts';
import { decodeBytes } from '../types/encoding.ts';
import { originHere, UnknownUsed } from '../unknown-value.ts';
import { Bytes, Dict, List, type Module, Mutable, Tuple, type Type, type Value } from '../values.ts';
import { type XmlEvent, XmlParser } from './expat/parser.ts';
import { xmlErrors } from './expat/messages.ts';
import { moduleError } from './module-errors.ts';

const expatError = moduleError('xml.parsers.expat', 'ExpatError');
/** Handlers that events lead to, and those that are kept but never called here. */
const handlerNames = [
  'AttlistDecl', 'CharacterData', 'Comment', 'Default', 'DefaultHandlerExpand', 'ElementDecl', 'EndCdataSection', 'EndDoctypeDecl', 'EndElement', 'EndNamespaceDecl', 'EntityDecl', 'ExternalEntityRef', 'NotStandalone', 'NotationDecl',
  'ProcessingInstruction', 'SkippedEntity', 'StartCdataSection', 'StartDoctypeDecl', 'StartElement', 'StartNamespaceDecl', 'UnparsedEntityDecl', 'XmlDecl',
] as const;
const attributeOf = (name: string): string => (name === 'DefaultHandlerExpand' ? name : `${name}Handler`);
const notModelled = (what: string): unknown => new UnknownUsed([originHere('not-modelled', what)]);

class Parser extends Mutable {
  readonly xml: XmlParser;
  readonly encoding: string | undefined;
  handlers = new Map<string, Value>();
  intern: Dict;
  /** Character data that waits for more of it; undefined where none is gathered. */
  buffer: string | undefined;
  bufferSize = 8192;
  ordered = false;
  specified = false;
  triplets = false;
  /** Of `DefaultHandler`, unlike `DefaultHandlerExpand`. */
  keepsEntities = false;
  base: Value = null;
  begun = false;
  /** Bytes that have not become characters yet. */
  bytes = new Uint8Array();
  decoding: string | undefined;
  fault: unknown;

  constructor(encoding: string | undefined, separator: string | undefined, intern: Dict) {
    super(parserClass());
    this.encoding = encoding;
    this.intern = intern;
    this.xml = new XmlParser(
      {
        tell: (kind, args, raw) => this.#tell(kind, args, raw),
        start: (name, attributes, raw) => this.#start(name, attributes, raw),
        hears: kind => this.handlers.has(kind),
        keepsEntities: () => this.keepsEntities,
        triplets: () => this.triplets,
        beyond: what => {
          throw notModelled(`XML with ${what}`);
        },
      },
      separator,
    );
  }
  override saver(): () => void {
    const base = super.saver();
    const { buffer, bufferSize, ordered, specified, triplets, keepsEntities, begun, bytes, decoding, intern } = this;
    const state = { ...this.xml.state };
    const handlers = new Map(this.handlers);
    const own = { buffer, bufferSize, ordered, specified, triplets, keepsEntities, begun, bytes, decoding, intern, handlers, base: this.base };
    return () => {
      base();
      Object.assign(this, own, { handlers: new Map(handlers) });
      this.xml.state = { ...state };
    };
  }

  /** Calls a handler. What it raises ends all calls of this parsing, and is raised at its end. */
  #call(name: string, args: readonly Value[]): void {
    if (this.fault !== undefined) return;
    try {
      call(this.handlers.get(name)!, [...args]);
    } catch (e) {
      if (asRaise(e) === undefined) throw e;
      this.fault = e;
      this.handlers.clear();
    }
    if (--vm.fuel < 0) vm.refuel();
  }
  flush(): void {
    const { buffer } = this;
    if (buffer === undefined || buffer === '') return;
    this.buffer = '';
    if (this.handlers.has('CharacterData')) this.#call('CharacterData', [buffer]);
  }
  #tell(kind: XmlEvent, args: readonly (string | number | null)[], raw: string | null): void {
    if (kind === 'CharacterData' && this.handlers.has(kind)) {
      const text = args[0] as string;
      if (this.buffer === undefined) {
        this.#call(kind, [text]);
        return;
      }
      if (byteLength(this.buffer) + byteLength(text) > this.bufferSize) this.flush();
      if (byteLength(text) > this.bufferSize) this.#call(kind, [text]);
      else this.buffer += text;
      return;
    }
    if (kind !== 'Default' && this.handlers.has(kind)) {
      this.flush();
      const interned = kind === 'EndElement' || kind === 'StartNamespaceDecl' || kind === 'EndNamespaceDecl' || kind === 'StartDoctypeDecl' || kind === 'EntityDecl' || kind === 'SkippedEntity';
      const given: Value[] = args.map((a, i) => (typeof a === 'string' && (interned || (kind === 'ProcessingInstruction' && i === 0)) ? this.interned(a) : a));
      this.#call(kind, given);
    } else if (raw !== null) this.#left(raw);
  }
  #left(raw: string): void {
    const name = this.handlers.has('Default') ? 'Default' : 'DefaultHandlerExpand';
    if (!this.handlers.has(name)) return;
    this.flush();
    this.#call(name, [raw]);
  }
  #start(name: string, attributes: readonly (readonly [string, string])[], raw: string): void {
    if (!this.handlers.has('StartElement')) {
      this.#left(raw);
      return;
    }
    this.flush();
    const pairs = attributes.map(([n, v]) => [this.interned(n), v] as const);
    let given: Value;
    if (this.ordered) given = new List(pairs.flat());
    else {
      const d = new Dict();
      for (const [n, v] of pairs) dictSet(d, n, v);
      given = d;
    }
    this.#call('StartElement', [this.interned(name), given]);
  }
  interned(text: string): Value {
    const known = dictGet(this.intern, text);
    if (known !== undefined) return known;
    dictSet(this.intern, text, text);
    return text;
  }
}
const byteLength = (text: string): number => {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x80) n += c < 0x800 || (c >= 0xd800 && c <= 0xdfff) ? 1 : 2;
  }
  return n;
};

// Parsing -----------------------------------------------------------------------------------------------------------------------

function parse(p: Parser, data: Value, final: boolean): Value {
  touch(p);
  const text = strOf(data);
  const input = text === undefined ? decoded(p, bytesOf(data), final) : wellFormed(text);
  p.begun = true;
  p.fault = undefined;
  const code = p.xml.feed(input, final);
  const { fault } = p;
  p.fault = undefined;
  if (fault !== undefined) throw fault;
  if (code !== 0) throw failure(p, code);
  p.flush();
  const late = p.fault as unknown;
  p.fault = undefined;
  if (late !== undefined) throw late;
  return 1;
}
function wellFormed(text: string): string {
  if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text)) throw notModelled('XML with lone surrogates');
  return text;
}
function failure(p: Parser, code: number): unknown {
  const { line, column } = p.xml.where();
  const exc = makeExc('xml.parsers.expat.ExpatError', `${xmlErrors[code - 1][1]}: line ${line}, column ${column}`);
  setAttr(exc, 'code', code);
  setAttr(exc, 'offset', column);
  setAttr(exc, 'lineno', line);
  return raise(exc);
}
const encodings: Readonly<Record<string, string>> = { 'utf-8': 'utf-8', 'us-ascii': 'us-ascii', 'iso-8859-1': 'iso-8859-1' };
/** Bytes as characters, in the encoding that is said outright, that a mark tells, or that the declaration names. */
function decoded(p: Parser, more: Uint8Array, final: boolean): string {
  const all = new Uint8Array(p.bytes.length + more.length);
  all.set(p.bytes);
  all.set(more, p.bytes.length);
  p.bytes = all;
  if (p.decoding === undefined) {
    if (all.length === 0 || (all.length < 4 && !final)) return '';
    if ((all[0] === 0xfe && all[1] === 0xff) || (all[0] === 0xff && all[1] === 0xfe) || all[0] === 0 || all[1] === 0) throw notModelled('XML in UTF-16');
    const head = String.fromCharCode(...all.subarray(0, 300));
    const marked = head.startsWith('\xef\xbb\xbf');
    if (p.encoding === undefined && head.startsWith('<?xml') && !head.includes('?>') && !final) return '';
    const named = /^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/.exec(marked ? head.slice(3) : head)?.[1];
    const label = (p.encoding ?? named ?? 'utf-8').toLowerCase();
    if (!Object.hasOwn(encodings, label) || (marked && label !== 'utf-8')) throw notModelled(`XML in the encoding ${label}`);
    p.decoding = encodings[label];
  }
  let end = all.length;
  // A character may go on in the next piece.
  if (p.decoding === 'utf-8' && !final) {
    let back = 1;
    while (back < 4 && back <= end && (all[end - back] & 0xc0) === 0x80) back++;
    const lead = all[end - back] ?? 0;
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
    if (length > back) end -= back;
  }
  const data = all.subarray(0, end);
  p.bytes = all.slice(end);
  try {
    return decodeBytes(data, p.decoding, 'strict', new Bytes(data));
  } catch (e) {
    if (asRaise(e) === undefined) throw e;
    p.xml.state.lost = true;
    throw notModelled('XML with bytes that are no characters');
  }
}

// The module --------------------------------------------------------------------------------------------------------------------

const flag = (name: 'ordered' | 'specified' | 'triplets'): GetSets[string] => [
  (p: Parser) => p[name],
  (p: Parser, v) => {
    touch(p);
    p[name] = truth(v!);
  },
];
const place = (of: 'line' | 'column' | 'characters'): GetSets[string] => [(p: Parser) => (of === 'characters' && p.xml.empty ? -1 : p.xml.where()[of])];
function setHandler(p: Parser, name: string, v: Value | undefined): void {
  if (v === undefined) throw raising('AttributeError', 'Cannot delete attribute');
  touch(p);
  if (name === 'CharacterData') p.flush();
  if (v === null) p.handlers.delete(name);
  else p.handlers.set(name, v);
  if (name === 'Default' || name === 'DefaultHandlerExpand') p.keepsEntities = name === 'Default';
}
let cls: Type | undefined;
const parserClass = (): Type => {
  cls ??= defineClass({
    name: 'xmlparser',
    module: 'pyexpat',
    subclassable: false,
    doc: 'XML parser',
    slots: {
      new: () => {
        throw typeError("cannot create 'pyexpat.xmlparser' instances");
      },
    },
    methods: {
      Parse: {
        params: 'self, data, isfinal=False, /',
        call: (p: Parser, data: Value, final?: Value) => parse(p, data, final !== undefined && truth(final)),
      },
      ParseFile: {
        params: 'self, file, /',
        call: (p: Parser, file: Value) => {
          const read = getAttr(file, 'read');
          for (;;) {
            const piece = call(read, [2048]);
            if (!(piece instanceof Bytes)) throw typeError(`read() did not return a bytes object (type=${typeName(typeOf(piece)).slice(0, 400)})`);
            const final = piece.data.length === 0;
            parse(p, piece, final);
            if (final) return 1;
          }
        },
      },
      SetBase: {
        params: 'self, base, /',
        call: (p: Parser, base: Value) => {
          touch(p);
          p.base = base;
          return null;
        },
      },
      GetBase: { params: 'self, /', call: (p: Parser) => p.base },
      GetInputContext: { params: 'self, /', call: () => null },
      SetParamEntityParsing: { params: 'self, flag, /', call: (p: Parser, v: Value) => (toCInt(v), p.begun ? 0 : 1) },
      UseForeignDTD: {
        params: 'self, flag=True, /',
        call: () => {
          throw notModelled('XML with a foreign document type');
        },
      },
      ExternalEntityParserCreate: {
        params: 'self, context, encoding=, /',
        call: () => {
          throw notModelled('external XML entities');
        },
      },
    },
    getset: {
      ...Object.fromEntries(handlerNames.map(n => [attributeOf(n), [(p: Parser) => p.handlers.get(n) ?? null, (p: Parser, v: Value | undefined) => setHandler(p, n, v)] as GetSets[string]])),
      ordered_attributes: flag('ordered'),
      specified_attributes: flag('specified'),
      namespace_prefixes: flag('triplets'),
      buffer_text: [
        (p: Parser) => p.buffer !== undefined,
        (p: Parser, v) => {
          const on = truth(v!);
          touch(p);
          if (!on) p.flush();
          p.buffer = on ? (p.buffer ?? '') : undefined;
        },
      ],
      buffer_size: [
        (p: Parser) => p.bufferSize,
        (p: Parser, v) => {
          if (typeof v !== 'number' && typeof v !== 'bigint' && typeof v !== 'boolean') throw typeError('buffer_size must be an integer');
          const n = Number(toInt(v));
          if (n <= 0) throw valueError('buffer_size must be greater than zero');
          touch(p);
          p.flush();
          p.bufferSize = n;
        },
      ],
      buffer_used: [(p: Parser) => byteLength(p.buffer ?? '')],
      intern: [(p: Parser) => p.intern],
      ErrorCode: [(p: Parser) => p.xml.state.code],
      ...Object.fromEntries((['Error', 'Current'] as const).flatMap(w => [[`${w}LineNumber`, place('line')], [`${w}ColumnNumber`, place('column')], [`${w}ByteIndex`, place('characters')]])),
    },
  });
  return cls;
};

function create(encoding?: Value, separator?: Value, intern?: Value): Value {
  const text = (v: Value | undefined, name: string): string | undefined => {
    if (v === undefined || v === null) return undefined;
    const s = strOf(v);
    if (s === undefined) throw typeError(`ParserCreate() argument '${name}' must be str or None, not ${typeName(typeOf(v))}`);
    return s;
  };
  const coding = text(encoding, 'encoding');
  const between = text(separator, 'namespace_separator');
  if (between !== undefined && between.length > 1) throw valueError('namespace_separator must be at most one character, omitted, or None');
  if (intern !== undefined && intern !== null && !(intern instanceof Dict)) throw typeError('intern must be a dictionary');
  return new Parser(coding, between, intern instanceof Dict ? intern : new Dict());
}

function errorsModule(): Module {
  const codes = new Dict();
  const messages = new Dict();
  const names: Record<string, Value> = {};
  for (const [i, [name, text]] of xmlErrors.entries()) {
    names[`XML_ERROR_${name}`] = text;
    dictSet(codes, text, i + 1);
    dictSet(messages, i + 1, text);
  }
  return defineModule('pyexpat.errors', {}, { ...names, codes, messages }, 'Constants used to describe error conditions.');
}
const modelConstants = { XML_CTYPE_EMPTY: 1, XML_CTYPE_ANY: 2, XML_CTYPE_MIXED: 3, XML_CTYPE_NAME: 4, XML_CTYPE_CHOICE: 5, XML_CTYPE_SEQ: 6, XML_CQUANT_NONE: 0, XML_CQUANT_OPT: 1, XML_CQUANT_REP: 2, XML_CQUANT_PLUS: 3 };
export function pyexpatModule(): Module {
  return defineModule(
    'pyexpat',
    {
      ParserCreate: { params: 'encoding=None, namespace_separator=None, intern=', call: create },
      ErrorString: { params: 'code, /', call: (v: Value) => xmlErrors[toCInt(v) - 1]?.[1] ?? null },
    },
    {
      ExpatError: expatError,
      error: expatError,
      XMLParserType: parserClass(),
      EXPAT_VERSION: 'expat_2.5.0',
      version_info: new Tuple([2, 5, 0]),
      native_encoding: 'UTF-8',
      XML_PARAM_ENTITY_PARSING_NEVER: 0,
      XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE: 1,
      XML_PARAM_ENTITY_PARSING_ALWAYS: 2,
      errors: errorsModule(),
      model: defineModule('pyexpat.model', {}, modelConstants, 'Constants used to interpret content model information.'),
    },
    'Python wrapper for Expat parser.',
  );
}
