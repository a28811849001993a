// The text a pattern is matched against, addressed by code point: a JavaScript string as it is while it has no surrogate pairs, an array of code points
// otherwise, or bytes.

export interface Subject {
  /** Characters by `charCodeAt`, when `codes` is null. */
  readonly text: string;
  readonly codes: Int32Array | Uint8Array | null;
  readonly length: number;
  readonly bytes: Uint8Array | null;
}

/** A `str`. Text outside the basic plane is decoded once; a few recent subjects are remembered, as tokenizers come back for the same text at each token. */
export function subjectOfString(text: string): Subject {
  if (text.length < SMALL) return newSubject(text);
  for (let i = 0; i < recent.length; i++) if (recent[i].text === text) return recent[i];
  const subject = newSubject(text);
  recent[next] = subject;
  next = (next + 1) % REMEMBERED;
  return subject;
}

/** Anything with a buffer. */
export function subjectOfBytes(bytes: Uint8Array): Subject {
  return { text: '', codes: bytes, length: bytes.length, bytes };
}

/** `string[start:stop]` of the subject, in the subject's own type. */
export function sliceOf(subject: Subject, start: number, stop: number): string | Uint8Array {
  if (subject.bytes !== null) return subject.bytes.slice(start, stop);
  return textSlice(subject, start, stop);
}

/** `string[start:stop]` of a subject that is a `str`. */
export function textSlice(subject: Subject, start: number, stop: number): string {
  const codes = subject.codes;
  if (codes === null) return subject.text.slice(start, stop);
  let out = '';
  for (let i = start; i < stop; i += CHUNK) out += String.fromCodePoint(...codes.subarray(i, Math.min(stop, i + CHUNK)));
  return out;
}

const SMALL = 64;
const REMEMBERED = 8;
const CHUNK = 4096;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;
const recent: Subject[] = [];
let next = 0;

function newSubject(text: string): Subject {
  if (!PAIR.test(text)) return { text, codes: null, length: text.length, bytes: null };
  const codes = new Int32Array(text.length);
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const ch = text.codePointAt(i) as number;
    if (ch > 0xffff) i++;
    codes[n++] = ch;
  }
  return { text, codes: codes.subarray(0, n), length: n, bytes: null };
}
