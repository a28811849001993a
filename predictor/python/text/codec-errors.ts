// Unicode errors and what the error handlers do about them (Python/codecs.c). Positions in strs are in code points.
import { Fault } from '../fault.ts';
import { charOfPoint, sliceStr } from './code-points.ts';
import { codeEscape } from './str-repr.ts';
import { nameOf } from './unicode-names.ts';

/** What a codec could not do: the arguments of a UnicodeEncodeError or UnicodeDecodeError. */
export interface CodecTrouble {
  readonly encoding: string;
  readonly object: string | Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** What takes the place of the trouble, and where to go on (a negative position counts from the end). */
export interface Remedy {
  readonly by: string | Uint8Array;
  readonly resume: number;
}

/** An error handler: gives a remedy or throws. */
export type ErrorHandler = (trouble: CodecTrouble) => Remedy;

/** The handlers that a program has registered, by name. */
export type CustomHandlers = (name: string) => ErrorHandler | undefined;

/** The error that strict raises; `extra` holds its five arguments. */
export function unicodeFault(trouble: CodecTrouble): Fault {
  const { encoding, object, start, end, reason } = trouble;
  const extra = [encoding, object, start, end, reason];
  if (typeof object !== 'string') {
    const one = end === start + 1 && start < object.length;
    const what = one ? `byte 0x${object[start].toString(16).padStart(2, '0')} in position ${start}` : `bytes in position ${start}-${end - 1}`;
    return new Fault('UnicodeDecodeError', `'${encoding}' codec can't decode ${what}: ${reason}`, extra);
  }
  const one = end === start + 1 ? sliceStr(object, start, end) : '';
  const what = one === '' ? `characters in position ${start}-${end - 1}` : `character '${codeEscape(one.codePointAt(0) as number)}' in position ${start}`;
  return new Fault('UnicodeEncodeError', `'${encoding}' codec can't encode ${what}: ${reason}`, extra);
}

function points(trouble: CodecTrouble): number[] {
  return Array.from(sliceStr(trouble.object as string, trouble.start, trouble.end), char => char.codePointAt(0) as number);
}

function encodesOnly(trouble: CodecTrouble): void {
  if (typeof trouble.object !== 'string') throw new Fault('TypeError', "don't know how to handle UnicodeDecodeError in error callback");
}

const HANDLERS: Readonly<Record<string, ErrorHandler>> = {
  strict: trouble => {
    throw unicodeFault(trouble);
  },
  ignore: ({ end }) => ({ by: '', resume: end }),
  replace: ({ object, start, end }) => ({ by: typeof object === 'string' ? '?'.repeat(end - start) : '\ufffd', resume: end }),
  backslashreplace: trouble => {
    const { object, start, end } = trouble;
    const codes = typeof object === 'string' ? points(trouble) : Array.from(object.subarray(start, end));
    return { by: codes.map(codeEscape).join(''), resume: end };
  },
  xmlcharrefreplace: trouble => {
    encodesOnly(trouble);
    return { by: points(trouble).map(code => `&#${code};`).join(''), resume: trouble.end };
  },
  namereplace: trouble => {
    encodesOnly(trouble);
    const by = points(trouble).map(code => {
      const name = nameOf(code);
      return name === undefined ? codeEscape(code) : `\\N{${name}}`;
    });
    return { by: by.join(''), resume: trouble.end };
  },
  surrogateescape: trouble => {
    const { object, start, end } = trouble;
    if (typeof object === 'string') {
      const codes = points(trouble);
      if (codes.some(code => code < 0xdc80 || code > 0xdcff)) throw unicodeFault(trouble);
      return { by: Uint8Array.from(codes, code => code - 0xdc00), resume: end };
    }
    let by = '';
    for (let at = start; at < end && at < start + 4 && object[at] >= 128; at++) by += String.fromCharCode(0xdc00 + object[at]);
    if (by === '') throw unicodeFault(trouble);
    return { by, resume: start + by.length };
  },
  surrogatepass: trouble => (typeof trouble.object === 'string' ? passOut(trouble, trouble.object) : passIn(trouble, trouble.object)),
};

type Form = 'utf-8' | 'utf-16-le' | 'utf-16-be' | 'utf-32-le' | 'utf-32-be';

function formOf(trouble: CodecTrouble): Form {
  const form = trouble.encoding.toLowerCase().replaceAll('_', '-');
  if (form === 'utf-8' || form === 'cp-utf8') return 'utf-8';
  if (form === 'utf-16' || form === 'utf-32') return `${form}-le`;
  if (/^utf-(16|32)-[bl]e$/.test(form)) return form as Form;
  throw unicodeFault(trouble);
}

/** Writes surrogates as if they were characters. */
function passOut(trouble: CodecTrouble, text: string): Remedy {
  const form = formOf(trouble);
  const out: number[] = [];
  for (const char of sliceStr(text, trouble.start, trouble.end)) {
    const code = char.codePointAt(0) as number;
    if (code < 0xd800 || code > 0xdfff) throw unicodeFault(trouble);
    let bytes = [code & 255, code >> 8, 0, 0];
    if (form === 'utf-8') bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    else if (form.startsWith('utf-16')) bytes = bytes.slice(0, 2);
    out.push(...(form.endsWith('be') ? bytes.reverse() : bytes));
  }
  return { by: Uint8Array.from(out), resume: trouble.end };
}

/** Reads one surrogate as if it were a character. */
function passIn(trouble: CodecTrouble, bytes: Uint8Array): Remedy {
  const form = formOf(trouble);
  const at = trouble.start;
  let code = 0;
  let size = 3;
  if (form === 'utf-8') {
    const [a, b, c] = bytes.subarray(at, at + 3);
    if (a >> 4 === 0xe && b >> 6 === 2 && c >> 6 === 2) code = ((a & 15) << 12) | ((b & 63) << 6) | (c & 63);
  } else {
    size = form.startsWith('utf-16') ? 2 : 4;
    if (bytes.length - at >= size) for (let i = 0; i < size; i++) code = code * 256 + bytes[form.endsWith('be') ? at + i : at + size - 1 - i];
  }
  if (code < 0xd800 || code > 0xdfff) throw unicodeFault(trouble);
  return { by: charOfPoint(code), resume: at + size };
}

/** The handler of a name; the program's own ones come first, as codecs.register_error may replace any. */
export function handlerOf(errors: string, custom?: CustomHandlers): ErrorHandler {
  const handler = custom?.(errors) ?? (Object.hasOwn(HANDLERS, errors) ? HANDLERS[errors] : undefined);
  if (handler === undefined) throw new Fault('LookupError', `unknown error handler name '${errors}'`);
  return handler;
}

/** Asks the handler and checks where it wants to go on: an index from 0 to `length`. */
export function remedy(trouble: CodecTrouble, length: number, errors: string, custom?: CustomHandlers): Remedy {
  const { by, resume } = handlerOf(errors, custom)(trouble);
  const at = resume < 0 ? resume + length : resume;
  if (at < 0 || at > length) throw new Fault('IndexError', `position ${resume} from error handler out of bounds`);
  return { by, resume: at };
}
