// `_io.StringIO` (Modules/_io/stringio.c). The text is kept as a JavaScript string and, while only appended to, as its parts.
import { defineClass } from '../../define.ts';
import { typeName } from '../../names.ts';
import { typeOf } from '../../attributes.ts';
import { raising, typeError, valueError } from '../../raise.ts';
import { bindNative, signature } from '../../signature.ts';
import { touch } from '../../state.ts';
import { hasPairs, offsetOf, strLength } from '../../text/code-points.ts';
import { strOf, toParsedInt, toSsize } from '../../types/convert.ts';
import { reserve } from '../../types/large.ts';
import { T, Tuple, type Type, type Value } from '../../values.ts';
import { type Origin, union } from '../../../unknown.ts';
import { doubt, Unknown, UnknownUsed } from '../../unknown-value.ts';
import { callMethod } from '../../calls.ts';
import { truth } from '../../operators.ts';
import { join } from '../../text/str-search.ts';
import { glue } from '../../text/surrogates.ts';
import { closedError, Stream, textBase, sizeOf } from './base.ts';
import { mergeDict, stateDict } from './bytes-io.ts';
import { lineEnd, newlinesIn, newlinesOf, type Newlines, seenNewlines, unify } from './newlines.ts';

export class StringIO extends Stream {
  text = '';
  parts: string[] = [];
  /** In code points, with the parts counted. */
  length = 0;
  at = 0;
  newlines: Newlines = newlinesOf('\n');
  newline: string | null = '\n';
  seen = 0;
  closed = false;
  ready = false;
  /** Why the content is not known, if something unknown was written. */
  taint: readonly Origin[] = [];
  override saver(): () => void {
    const restore = super.saver();
    const text = this.whole();
    return () => {
      restore();
      this.text = text;
      this.parts = [];
    };
  }
  whole(): string {
    if (this.parts.length > 0) {
      this.text = glue(this.text, join('', this.parts));
      this.parts = [];
    }
    return this.text;
  }
}
function check(s: StringIO): void {
  if (!s.ready) throw valueError('I/O operation on uninitialized object');
  if (s.closed) throw closedError('I/O operation on closed file');
}
function known(s: StringIO): void {
  check(s);
  if (s.taint.length > 0) throw new UnknownUsed(s.taint);
}
/** Writes text at the current place; the text has its final line ends. */
function put(s: StringIO, given: string): void {
  let text = given;
  if (s.newlines.universal) {
    s.seen |= newlinesIn(text);
    if (s.newlines.translates) text = unify(text);
  } else if (s.newlines.written !== null) text = text.replaceAll('\n', s.newlines.written);
  const n = strLength(text);
  if (n === 0) return;
  if (text.length > 65536) reserve(text.length);
  if (s.at === s.length) {
    s.parts.push(text);
    s.length += n;
    s.at += n;
    return;
  }
  const whole = s.whole();
  if (s.at > s.length) {
    s.text = whole + '\0'.repeat(s.at - s.length) + text;
    s.length = s.at + n;
  } else {
    const end = Math.min(s.length, s.at + n);
    s.text = whole.slice(0, offset(whole, s.at)) + text + whole.slice(offset(whole, end));
    s.length = Math.max(s.length, s.at + n);
  }
  s.at += n;
}
const offset = (text: string, index: number): number => (hasPairs(text) ? offsetOf(text, index) : index);

function read(s: StringIO, size: number): string {
  const whole = s.whole();
  if (s.at >= s.length) return '';
  const end = size < 0 ? s.length : Math.min(s.length, s.at + size);
  const out = whole.slice(offset(whole, s.at), offset(whole, end));
  touch(s);
  s.at = end;
  return out;
}
function line(s: StringIO, limit: number): string {
  const whole = s.whole();
  if (s.at >= s.length) return '';
  const from = offset(whole, s.at);
  let to = lineEnd(whole, from, s.newlines, s.newlines.translates);
  if (to < 0) to = whole.length;
  let n = strLength(whole.slice(from, to));
  if (limit >= 0 && n > limit) {
    n = limit;
    to = offset(whole, s.at + n);
  }
  touch(s);
  s.at += n;
  return whole.slice(from, to);
}
const parameters = signature("initial_value='', newline='\\n'", false);
export function checkNewline(v: Value, fn: string): string | null {
  if (v === null) return null;
  const s = strOf(v);
  if (s === undefined) throw typeError(`${fn} must be str or None, not ${typeName(typeOf(v))}`);
  if (!['', '\n', '\r', '\r\n'].includes(s)) throw valueError(`illegal newline value: ${JSON.stringify(s).replace(/^"|"$/g, "'")}`);
  return s;
}
function start(s: StringIO, newline: string | null): void {
  touch(s);
  Object.assign(s, { text: '', parts: [], length: 0, at: 0, seen: 0, taint: [], closed: false, newline, newlines: newlinesOf(newline), ready: true });
}

export const stringIO: Type = defineClass({
  name: 'StringIO',
  module: '_io',
  bases: [textBase],
  doc: 'Text I/O implementation using an in-memory buffer.\n\nThe initial_value argument sets the value of object.  The newline\nargument is like the one of TextIOWrapper\'s constructor.',
  alloc: cls => new StringIO(cls),
  slots: {
    new: cls => new StringIO(cls),
    init: (v, args, kw) => {
      const [initial, newline] = bindNative(parameters, 'StringIO', 'StringIO', args, kw) as [Value | undefined, Value | undefined];
      const s = v as StringIO;
      const nl = newline === undefined ? '\n' : checkNewline(newline, 'newline');
      if (initial instanceof Unknown) throw new UnknownUsed(initial.origins);
      const text = initial === undefined || initial === null ? '' : strOf(initial);
      if (text === undefined) throw typeError(`initial_value must be str or None, not ${typeName(typeOf(initial!))}`);
      start(s, nl);
      put(s, text);
      s.at = 0;
    },
    next: v => {
      const s = v as StringIO;
      known(s);
      if (!s.cls.builtin) {
        const l = callMethod(s, 'readline');
        return truth(l) ? l : undefined;
      }
      const l = line(s, -1);
      return l === '' ? undefined : l;
    },
  },
  methods: {
    write: {
      params: 'self, s, /', returns: 'int',
      call: (s: StringIO, v: Value) => {
        if (v instanceof Unknown && (v.type === null || v.type === T.str)) {
          check(s);
          // From here on the content is not known.
          if (v.type === null) doubt(v.origins);
          touch(s);
          s.taint = union(s.taint, v.origins);
          return new Unknown(v.origins, T.int);
        }
        const text = strOf(v);
        if (text === undefined) throw typeError(`string argument expected, got '${typeName(typeOf(v))}'`);
        check(s);
        touch(s);
        put(s, text);
        return strLength(text);
      },
    },
    read: {
      params: 'self, size=-1, /', returns: 'str',
      call: (s: StringIO, size?: Value) => {
        check(s);
        if (s.taint.length > 0) return new Unknown(s.taint, T.str);
        return read(s, sizeOf(size));
      },
    },
    readline: {
      params: 'self, size=-1, /', returns: 'str',
      call: (s: StringIO, size?: Value) => {
        check(s);
        if (s.taint.length > 0) return new Unknown(s.taint, T.str);
        return line(s, sizeOf(size));
      },
    },
    getvalue: {
      params: 'self, /', returns: 'str',
      call: (s: StringIO) => {
        check(s);
        if (s.taint.length > 0) return new Unknown(s.taint, T.str);
        return s.whole();
      },
    },
    seek: {
      params: 'self, pos, whence=0, /', returns: 'int',
      call: (s: StringIO, pos: Value, whence: Value = 0) => {
        check(s);
        const p = toSsize(pos);
        const w = toParsedInt(whence);
        if (w < 0 || w > 2) throw valueError(`Invalid whence (${w}, should be 0, 1 or 2)`);
        if (p < 0 && w === 0) throw valueError(`Negative seek position ${p}`);
        if (w !== 0 && p !== 0) throw raising('OSError', "Can't do nonzero cur-relative seeks");
        touch(s);
        s.at = w === 1 ? s.at : w === 2 ? s.length : p;
        return s.at;
      },
    },
    tell: {
      params: 'self, /', returns: 'int',
      call: (s: StringIO) => {
        known(s);
        return s.at;
      },
    },
    truncate: {
      params: 'self, pos=None, /', returns: 'int',
      call: (s: StringIO, size: Value = null) => {
        check(s);
        const n = size === null ? s.at : toSsize(size);
        if (n === 0) s.taint = [];
        if (n < 0) throw valueError(`Negative size value ${n}`);
        if (n < s.length) {
          const whole = s.whole();
          touch(s);
          s.text = whole.slice(0, offset(whole, n));
          s.length = n;
        }
        return n;
      },
    },
    close: {
      params: 'self, /',
      call: (s: StringIO) => {
        touch(s);
        Object.assign(s, { closed: true, text: '', parts: [], length: 0 });
        return null;
      },
    },
    readable: { params: 'self, /', call: (s: StringIO) => (check(s), true) },
    writable: { params: 'self, /', call: (s: StringIO) => (check(s), true) },
    seekable: { params: 'self, /', call: (s: StringIO) => (check(s), true) },
    __getstate__: {
      params: 'self, /',
      call: (s: StringIO) => {
        check(s);
        return new Tuple([s.whole(), s.newline, s.at, stateDict(s)]);
      },
    },
    __setstate__: {
      params: 'self, state, /',
      call: (s: StringIO, state: Value) => {
        if (!(state instanceof Tuple) || state.items.length < 4) throw typeError(`${typeName(s.cls)}.__setstate__ argument should be 4-tuple, got ${typeName(typeOf(state))}`);
        const [text, newline, at, dict] = state.items;
        start(s, newline as string | null);
        s.text = strOf(text)!;
        s.length = strLength(s.text);
        s.at = toSsize(at);
        mergeDict(s, dict);
        return null;
      },
    },
  },
  getset: {
    closed: [(s: StringIO) => s.closed],
    newlines: [(s: StringIO) => (check(s), s.newlines.universal ? seenNewlines(s.seen) : null)],
    line_buffering: [(s: StringIO) => (check(s), false)],
  },
});
