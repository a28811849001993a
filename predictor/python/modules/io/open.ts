// `open` (Modules/_io/_iomodule.c), and the streams of the process.
import { typeOf } from '../../attributes.ts';
import { call, callMethod } from '../../calls.ts';
import { setOwnField } from '../../attributes.ts';
import { typeName } from '../../names.ts';
import { truth } from '../../operators.ts';
import { asRaise, typeError, valueError } from '../../raise.ts';
import { toParsedInt, strOf } from '../../types/convert.ts';
import { special } from '../../attributes.ts';
import { hasIndex } from '../../types/indices.ts';
import { Unknown, UnknownUsed } from '../../unknown-value.ts';
import { Bytes, type Value } from '../../values.ts';
import { warn } from '../warnings.ts';
import { Buffered, bufferedRandom, bufferedReader, bufferedWriter, DEFAULT_BUFFER_SIZE, flush } from './buffered.ts';
import { disk } from '../disk.ts';
import { FileIO, fileIO } from './file-io.ts';
import { flushWritten, setUp, TextIO, textIOWrapper } from './text.ts';
import { settle } from './unflushed.ts';

settle.flush = s => {
  if (s instanceof TextIO) {
    flushWritten(s);
    if (s.buffer instanceof Buffered) flush(s.buffer);
  } else if (s instanceof Buffered) flush(s);
};
settle.pathOf = s => {
  const b = s instanceof TextIO ? s.buffer : s;
  const raw = b instanceof Buffered ? b.raw : null;
  return raw instanceof FileIO && raw.fd >= 0 ? disk().files.get(raw.fd)?.path : undefined;
};

function text(v: Value | undefined, what: string): string | null {
  if (v === undefined || v === null) return null;
  const s = strOf(v);
  if (s === undefined) throw typeError(`open() argument '${what}' must be str or None, not ${typeName(typeOf(v))}`);
  return s;
}
export function open(file: Value, modeValue: Value = 'r', bufferingValue: Value = -1, encodingValue?: Value, errorsValue?: Value, newlineValue?: Value, closefd: Value = true, opener: Value = null): Value {
  if (file instanceof Unknown) throw new UnknownUsed(file.origins);
  const mode = strOf(modeValue);
  if (mode === undefined) throw typeError(`open() argument 'mode' must be str, not ${typeName(typeOf(modeValue))}`);
  let buffering = toParsedInt(bufferingValue);
  const encoding = text(encodingValue, 'encoding');
  const errors = text(errorsValue, 'errors');
  const newline = text(newlineValue, 'newline');
  let path: Value = file;
  if (!hasIndex(file) && strOf(file) === undefined && !(file instanceof Bytes)) {
    const f = special(file, '__fspath__');
    if (f === undefined) throw typeError(`expected str, bytes or os.PathLike object, not ${typeName(typeOf(file))}`);
    path = call(f, []);
  }
  const has = { x: false, r: false, w: false, a: false, '+': false, t: false, b: false };
  for (const c of mode) {
    if (!(c in has) || has[c as keyof typeof has]) throw valueError(`invalid mode: '${mode}'`);
    has[c as keyof typeof has] = true;
  }
  const rawMode = `${has.x ? 'x' : ''}${has.r ? 'r' : ''}${has.w ? 'w' : ''}${has.a ? 'a' : ''}${has['+'] ? '+' : ''}`;
  if (has.t && has.b) throw valueError("can't have text and binary mode at once");
  if (Number(has.x) + Number(has.r) + Number(has.w) + Number(has.a) !== 1) throw valueError('must have exactly one of create/read/write/append mode');
  if (has.b && encoding !== null) throw valueError("binary mode doesn't take an encoding argument");
  if (has.b && errors !== null) throw valueError("binary mode doesn't take an errors argument");
  if (has.b && newline !== null) throw valueError("binary mode doesn't take a newline argument");
  if (has.b && buffering === 1) warn('RuntimeWarning', "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used");
  const raw = call(fileIO, [path, rawMode, truth(closefd), opener]);
  if (raw instanceof Unknown) return raw;
  let result = raw;
  try {
    const lineBuffering = buffering === 1 && !has.b;
    if (buffering === 1) buffering = -1;
    if (buffering < 0) buffering = DEFAULT_BUFFER_SIZE;
    if (bufferingValue !== undefined && toParsedInt(bufferingValue) < -1) throw valueError('invalid buffering size');
    if (buffering === 0) {
      if (!has.b) throw valueError("can't have unbuffered text I/O");
      return raw;
    }
    const cls = has['+'] ? bufferedRandom : has.x || has.w || has.a ? bufferedWriter : bufferedReader;
    const buffer = call(cls, [raw, buffering]);
    result = buffer;
    if (has.b) return buffer;
    const wrapper = call(textIOWrapper, [buffer, encoding, errors, newline, lineBuffering]);
    result = wrapper;
    setOwnField(wrapper as TextIO, 'mode', mode);
    return wrapper;
  } catch (e) {
    if (asRaise(e) !== undefined) callMethod(result, 'close');
    throw e;
  }
}

/** `sys.stdout` and its like: what is written goes to the run's output. */
export function standardStream(fd: 0 | 1 | 2): TextIO {
  const names = ['stdin', 'stdout', 'stderr'] as const;
  const t = new TextIO(textIOWrapper);
  const raw = call(fileIO, [fd, fd === 0 ? 'rb' : 'wb', false]);
  setOwnField(raw as TextIO, 'name', `<${names[fd]}>`);
  const buffer = call(fd === 0 ? bufferedReader : bufferedWriter, [raw]);
  // What is written in bytes comes at once, in order with the text.
  if (fd !== 0) (buffer as Buffered).size = 1;
  setUp(t, buffer, 'utf-8', fd === 2 ? 'backslashreplace' : 'strict', fd === 0 ? null : '\n');
  t.direct = fd === 0 ? null : names[fd] as 'stdout' | 'stderr';
  setOwnField(t, 'mode', fd === 0 ? 'r' : 'w');
  return t;
}
