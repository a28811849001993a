// `_io.TextIOWrapper` (Modules/_io/textio.c): text over a stream of bytes, with universal newlines. What has been decoded is kept ahead of the reader; what is
// written is held back until there is a block of it.
import { getAttr, getAttrOr, typeOf } from '../../attributes.ts';
import { callMethod } from '../../calls.ts';
import { defineClass } from '../../define.ts';
import { typeName } from '../../names.ts';
import { truth, repr } from '../../operators.ts';
import { raising, typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch, vm } from '../../state.ts';
import { hasPairs, offsetOf, strLength } from '../../text/code-points.ts';
import { strOf, toParsedInt, toSsize } from '../../types/convert.ts';
import { encodeText } from '../../types/encoding.ts';
import { doubt, unknown, Unknown, UnknownUsed } from '../../unknown-value.ts';
import { Bytes, type Kw, T, type Type, type Value } from '../../values.ts';
import { run } from '../../world.ts';
import { defaultEncoding } from '../locale.ts';
import { afterwards, closedError, concat, givenBytes, sizeOf, Stream, textBase, unsupported } from './base.ts';
import { Buffered, read as readBuffer, read1 } from './buffered.ts';
import { bytesIO, BytesIO, bytesRead } from './bytes-io.ts';
import { lineEnd, newlinesIn, newlinesOf, type Newlines, seenNewlines, unify } from './newlines.ts';
import { checkNewline } from './string-io.ts';
import { checkTextEncoding, decoderFor, encoderFor, type TextDecoding, type TextEncoding } from './text-codec.ts';
import { pending } from './unflushed.ts';

export class TextIO extends Stream {
  buffer: Value = null;
  state: 'new' | 'ok' | 'detached' = 'new';
  encoding = 'UTF-8';
  errors = 'strict';
  newline: string | null = null;
  newlines: Newlines = newlinesOf(null);
  lineBuffering = false;
  writeThrough = false;
  seekable = false;
  telling = false;
  hasRead1 = false;
  decoder: TextDecoding | null = null;
  encoder: TextEncoding | null = null;
  chunkSize = 8192;
  /** Decoded text, read from `at` on. */
  ahead = '';
  at = 0;
  /** A `\r` that waits for what follows it. */
  held = false;
  /** Line ends in `ahead` were not `\n` before. */
  translated = false;
  seen = 0;
  written: Uint8Array[] = [];
  writtenSize = 0;
  /** The streams of the process write straight to the run's output. */
  direct: 'stdout' | 'stderr' | null = null;
  override saver(): () => void {
    const restore = super.saver();
    const written = this.written.slice();
    return () => {
      restore();
      this.written = written;
    };
  }
}

function ready(t: TextIO): void {
  if (t.state === 'ok') return;
  throw valueError(t.state === 'detached' ? 'underlying buffer has been detached' : 'I/O operation on uninitialized object');
}
const bufferClosed = (t: TextIO): boolean => truth(getAttr(t.buffer, 'closed'));
function open(t: TextIO): void {
  ready(t);
  if (t.direct === null && bufferClosed(t)) throw closedError();
}

// Writing -----------------------------------------------------------------------------------------------------------

export function writeText(t: TextIO, v: Value): Value {
  const text = strOf(v);
  if (text === undefined) throw typeError(`write() argument must be str, not ${typeName(typeOf(v))}`);
  if (t.direct !== null && t.state === 'ok') {
    // Lone surrogates cannot be written.
    if (/[\ud800-\udfff]/.test(text)) run[t.direct] += new TextDecoder().decode(encodeText(text, t.encoding, t.errors));
    else run[t.direct] += text;
    return strLength(text);
  }
  open(t);
  if (t.encoder === null) throw unsupported('not writable');
  const out = t.newlines.written !== null && text.includes('\n') ? text.replaceAll('\n', t.newlines.written) : text;
  const data = t.encoder.encode(out);
  touch(t);
  const flushes = t.lineBuffering && (text.includes('\n') || text.includes('\r'));
  if (data.length > 0) {
    t.written.push(data);
    t.writtenSize += data.length;
    pending.add(t);
  }
  if (t.writtenSize > t.chunkSize || flushes || t.writeThrough) flushWritten(t);
  if (flushes) callMethod(t.buffer, 'flush');
  t.ahead = '';
  t.at = 0;
  t.held = false;
  return strLength(text);
}
export function flushWritten(t: TextIO): void {
  if (t.writtenSize === 0) return;
  const data = concat(t.written);
  touch(t);
  t.written = [];
  t.writtenSize = 0;
  pending.delete(t);
  callMethod(t.buffer, 'write', [new Bytes(data)]);
}

// Reading -----------------------------------------------------------------------------------------------------------

function bytesFrom(t: TextIO, n: number): Uint8Array {
  const b = t.buffer;
  if (b instanceof Buffered && b.cls.builtin) return n < 0 ? (readBuffer(b, -1) ?? new Uint8Array(0)) : read1(b, n);
  if (b instanceof BytesIO && b.cls === bytesIO && !b.closed) return bytesRead(b, n);
  const method = n >= 0 && t.hasRead1 ? 'read1' : 'read';
  const r = callMethod(b, method, n < 0 ? [] : [n]);
  if (r instanceof Unknown) throw new UnknownUsed(r.origins);
  if (r === null) return new Uint8Array(0);
  const data = r instanceof Bytes ? r.data : givenBytes(r, `underlying ${method}`);
  return data;
}
/** Decodes one more block; false at the end. */
function more(t: TextIO): boolean {
  if (t.decoder === null) throw unsupported('not readable');
  const data = bytesFrom(t, t.chunkSize);
  const end = data.length === 0;
  take(t, t.decoder.decode(data, end), end);
  return !end;
}
function take(t: TextIO, decoded: string, end: boolean): void {
  touch(t);
  let text = t.held ? `\r${decoded}` : decoded;
  t.held = false;
  if (t.newlines.universal) {
    if (!end && text.endsWith('\r')) {
      t.held = true;
      text = text.slice(0, -1);
    }
    t.seen |= newlinesIn(text);
  }
  if (t.at > 0) {
    t.ahead = t.ahead.slice(t.at);
    t.at = 0;
  }
  if (t.ahead === '') t.translated = false;
  if (t.newlines.translates && text.includes('\r')) {
    t.translated = true;
    text = unify(text);
  }
  t.ahead += text;
}
function readText(t: TextIO, n: number): string {
  flushWritten(t);
  if (t.decoder === null) throw unsupported('not readable');
  if (n < 0) {
    take(t, t.decoder.decode(bytesFrom(t, -1), true), true);
    const out = t.ahead.slice(t.at);
    t.ahead = '';
    t.at = 0;
    return out;
  }
  let have = strLength(t.ahead.slice(t.at));
  while (have < n) {
    if (!more(t)) break;
    have = strLength(t.ahead.slice(t.at));
    if (--vm.fuel < 0) vm.refuel();
  }
  have = strLength(t.ahead.slice(t.at));
  return advance(t, Math.min(n, have));
}
/** The next `n` characters, which are there. */
function advance(t: TextIO, n: number): string {
  touch(t);
  const rest = t.ahead.slice(t.at);
  const units = hasPairs(rest) ? offsetOf(rest, n) : n;
  t.at += units;
  return rest.slice(0, units);
}
export function readTextLine(t: TextIO, limit: number): string {
  flushWritten(t);
  for (;;) {
    const end = lineEnd(t.ahead, t.at, t.newlines, t.newlines.translates);
    if (end >= 0) {
      const line = t.ahead.slice(t.at, end);
      if (limit >= 0 && line.length > limit && strLength(line) > limit) return advance(t, limit);
      touch(t);
      t.at = end;
      return line;
    }
    if (limit >= 0 && t.ahead.length - t.at >= limit && strLength(t.ahead.slice(t.at)) >= limit) return advance(t, limit);
    if (!more(t)) {
      const last = lineEnd(t.ahead, t.at, t.newlines, t.newlines.translates);
      const to = last >= 0 ? last : t.ahead.length;
      const line = t.ahead.slice(t.at, to);
      touch(t);
      t.at = to;
      return limit >= 0 && strLength(line) > limit ? ((t.at -= line.length), advance(t, limit)) : line;
    }
    if (--vm.fuel < 0) vm.refuel();
  }
}

// Position ----------------------------------------------------------------------------------------------------------

function tell(t: TextIO): Value {
  open(t);
  if (!t.seekable) throw unsupported('underlying stream is not seekable');
  if (!t.telling) throw raising('OSError', 'telling position disabled by next() call');
  flushWritten(t);
  callMethod(t, 'flush');
  const pos = toSsize(callMethod(t.buffer, 'tell'));
  if (t.decoder === null) return pos;
  const rest = t.ahead.slice(t.at);
  if (rest === '' && t.decoder.waiting === 0 && !t.held) return pos;
  const width = t.translated ? null : t.decoder.width(rest);
  if (width === null || t.held) return unknown('not-modelled', 'TextIOWrapper.tell', T.int);
  return pos - width - t.decoder.waiting;
}
function seek(t: TextIO, cookie: Value, whence: number): Value {
  open(t);
  if (!t.seekable) throw unsupported('underlying stream is not seekable');
  let target = cookie instanceof Unknown ? cookie : toSsize(cookie);
  if (target instanceof Unknown) throw new UnknownUsed(target.origins);
  if (whence === 1) {
    if (target !== 0) throw unsupported("can't do nonzero cur-relative seeks");
    const here = tell(t);
    if (here instanceof Unknown) throw new UnknownUsed(here.origins);
    target = here as number;
  } else if (whence === 2) {
    if (target !== 0) throw unsupported("can't do nonzero end-relative seeks");
    callMethod(t, 'flush');
    forget(t);
    const end = toSsize(callMethod(t.buffer, 'seek', [0, 2]));
    t.encoder?.rewind(end === 0);
    return end;
  } else if (whence !== 0) throw valueError(`invalid whence (${whence}, should be 0, 1 or 2)`);
  if (target < 0) throw valueError(`negative seek position ${target}`);
  callMethod(t, 'flush');
  callMethod(t.buffer, 'seek', [target]);
  forget(t);
  t.encoder?.rewind(target === 0);
  return target;
}
function forget(t: TextIO): void {
  touch(t);
  t.ahead = '';
  t.at = 0;
  t.held = false;
  t.translated = false;
  t.decoder?.reset();
  t.telling = t.seekable;
}

// The class ---------------------------------------------------------------------------------------------------------

const parameters = signature('buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False', false);
function name(v: Value | undefined, what: string, fallback: string): string {
  if (v === undefined || v === null) return fallback;
  const s = strOf(v);
  if (s === undefined) throw typeError(`TextIOWrapper() argument '${what}' must be str or None, not ${typeName(typeOf(v))}`);
  if (s.includes('\0')) throw valueError('embedded null character');
  return s;
}
function init(self: Value, args: Value[], kw: Kw): void {
  const [buffer, encoding, errors, newline, lineBuffering, writeThrough] = bindNative(parameters, 'TextIOWrapper', 'TextIOWrapper', args, kw) as [Value, ...(Value | undefined)[]];
  if (buffer instanceof Unknown) throw new UnknownUsed(buffer.origins);
  const t = self as TextIO;
  touch(t);
  t.state = 'new';
  const asked = name(encoding, 'encoding', 'locale');
  if (errors !== undefined && errors !== null && strOf(errors) === undefined) throw typeError(`TextIOWrapper() argument 'errors' must be str or None, not ${typeName(typeOf(errors))}`);
  const nl = newline === undefined ? null : checkNewline(newline, "TextIOWrapper() argument 'newline'".replace(' must', ''));
  setUp(t, buffer, asked === 'locale' ? defaultEncoding() : asked, name(errors, 'errors', 'strict'), nl);
  t.lineBuffering = lineBuffering !== undefined && truth(lineBuffering);
  t.writeThrough = writeThrough !== undefined && truth(writeThrough);
}
export function setUp(t: TextIO, buffer: Value, encoding: string, errors: string, newline: string | null): void {
  checkTextEncoding(encoding);
  Object.assign(t, { buffer, encoding, errors, newline, newlines: newlinesOf(newline), ahead: '', at: 0, held: false, translated: false, seen: 0, written: [], writtenSize: 0, direct: null, decoder: null, encoder: null });
  if (truth(callMethod(buffer, 'readable'))) t.decoder = decoderFor(encoding, errors);
  if (truth(callMethod(buffer, 'writable'))) t.encoder = encoderFor(encoding, errors);
  t.seekable = t.telling = truth(callMethod(buffer, 'seekable'));
  t.hasRead1 = getAttrOr(buffer, 'read1') !== undefined;
  t.state = 'ok';
  if (t.seekable && t.encoder !== null) {
    const pos = callMethod(buffer, 'tell');
    if (!(pos instanceof Unknown) && toSsize(pos) !== 0) t.encoder.rewind(false);
  }
}
const forward = (method: string) => ({ params: 'self, /', call: (t: TextIO) => (ready(t), callMethod(t.buffer, method)) });

export const textIOWrapper: Type = defineClass({
  name: 'TextIOWrapper',
  module: '_io',
  bases: [textBase],
  doc: 'Character and line based layer over a BufferedIOBase object, buffer.',
  alloc: cls => new TextIO(cls),
  slots: {
    new: cls => new TextIO(cls),
    init,
    repr: v => {
      const t = v as TextIO;
      if (t.state !== 'ok') ready(t);
      const shown = getAttrOr(t, 'name');
      const mode = getAttrOr(t, 'mode');
      return `<_io.TextIOWrapper${shown === undefined ? '' : ` name=${repr(shown)}`}${mode === undefined ? '' : ` mode=${repr(mode)}`} encoding=${repr(t.encoding)}>`;
    },
    next: v => {
      const t = v as TextIO;
      open(t);
      t.telling = false;
      if (!t.cls.builtin) {
        const l = callMethod(t, 'readline');
        return truth(l) ? l : undefined;
      }
      const line = readTextLine(t, -1);
      if (line !== '') return line;
      t.telling = t.seekable;
      return undefined;
    },
  },
  methods: {
    write: {
      params: 'self, text, /', returns: 'int',
      call: (t: TextIO, v: Value) => {
        if (v instanceof Unknown) {
          doubt(v.origins);
          throw new UnknownUsed(v.origins);
        }
        return writeText(t, v);
      },
    },
    read: {
      params: 'self, size=-1, /', returns: 'str',
      call: (t: TextIO, size?: Value) => {
        open(t);
        return readText(t, sizeOf(size));
      },
    },
    readline: {
      params: 'self, size=-1, /', returns: 'str',
      call: (t: TextIO, size?: Value) => {
        open(t);
        return readTextLine(t, size === undefined ? -1 : toSsize(size));
      },
    },
    seek: { params: 'self, cookie, whence=0, /', returns: 'int', call: (t: TextIO, cookie: Value, whence: Value = 0) => seek(t, cookie, toParsedInt(whence)) },
    tell: { params: 'self, /', returns: 'int', call: tell },
    truncate: {
      params: 'self, pos=None, /', returns: 'int',
      call: (t: TextIO, pos: Value = null) => {
        ready(t);
        callMethod(t, 'flush');
        return callMethod(t.buffer, 'truncate', [pos]);
      },
    },
    flush: {
      params: 'self, /',
      call: (t: TextIO) => {
        if (t.direct !== null) return null;
        open(t);
        touch(t);
        t.telling = t.seekable;
        flushWritten(t);
        return callMethod(t.buffer, 'flush');
      },
    },
    close: {
      params: 'self, /',
      call: (t: TextIO) => {
        ready(t);
        if (t.direct !== null) return null;
        if (bufferClosed(t)) return null;
        afterwards(() => void callMethod(t, 'flush'), () => void callMethod(t.buffer, 'close'));
        return null;
      },
    },
    detach: {
      params: 'self, /',
      call: (t: TextIO) => {
        ready(t);
        callMethod(t, 'flush');
        touch(t);
        t.state = 'detached';
        return t.buffer;
      },
    },
    reconfigure: {
      params: 'self, *, encoding=None, errors=None, newline=, line_buffering=None, write_through=None',
      call: (t: TextIO, encoding: Value = null, errors: Value = null, newline?: Value, lineBuffering: Value = null, writeThrough: Value = null) => {
        ready(t);
        if (t.ahead !== '' && (encoding !== null || errors !== null || newline !== undefined)) throw unsupported('It is not possible to set the encoding or newline of stream after the first read');
        const e = name(encoding, 'encoding', t.encoding);
        const h = name(errors, 'errors', encoding === null ? t.errors : 'strict');
        const nl = newline === undefined ? t.newline : checkNewline(newline, 'reconfigure() argument newline');
        callMethod(t, 'flush');
        touch(t);
        if (e !== t.encoding || h !== t.errors) {
          checkTextEncoding(e);
          t.encoding = e === 'locale' ? defaultEncoding() : e;
          t.errors = h;
          if (t.decoder !== null) t.decoder = decoderFor(t.encoding, h);
          if (t.encoder !== null) t.encoder = encoderFor(t.encoding, h);
        }
        t.newline = nl;
        t.newlines = newlinesOf(nl);
        if (lineBuffering !== null) t.lineBuffering = truth(lineBuffering);
        if (writeThrough !== null) t.writeThrough = truth(writeThrough);
        return null;
      },
    },
    fileno: forward('fileno'),
    isatty: forward('isatty'),
    readable: forward('readable'),
    writable: forward('writable'),
    seekable: forward('seekable'),
  },
  getset: {
    encoding: [(t: TextIO) => (ready(t), t.encoding)],
    errors: [(t: TextIO) => (ready(t), t.errors)],
    newlines: [(t: TextIO) => (ready(t), t.newlines.universal ? seenNewlines(t.seen) : null)],
    line_buffering: [(t: TextIO) => (ready(t), t.lineBuffering)],
    write_through: [(t: TextIO) => (ready(t), t.writeThrough)],
    buffer: [(t: TextIO) => (ready(t), t.buffer)],
    name: [(t: TextIO) => (ready(t), getAttr(t.buffer, 'name'))],
    closed: [(t: TextIO) => (ready(t), t.direct !== null ? false : getAttr(t.buffer, 'closed'))],
    _CHUNK_SIZE: [
      (t: TextIO) => t.chunkSize,
      (t: TextIO, v: Value | undefined) => {
        const n = toSsize(v!);
        if (n <= 0) throw valueError('a strictly positive integer is required');
        touch(t);
        t.chunkSize = n;
      },
    ],
  },
});
