// Collects what codecs make: bytes for encoders, UTF-16 units for decoders.
import { glue, isSurrogate } from './surrogates.ts';
import { charOfPoint } from './code-points.ts';

/** A growing run of bytes. */
export class ByteBuilder {
  private bytes: Uint8Array;
  private size = 0;

  constructor(capacity: number) {
    this.bytes = new Uint8Array(Math.max(16, capacity));
  }

  private grow(more: number): void {
    if (this.size + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.size + more));
    larger.set(this.bytes.subarray(0, this.size));
    this.bytes = larger;
  }

  push(byte: number): void {
    if (this.size === this.bytes.length) this.grow(1);
    this.bytes[this.size++] = byte;
  }

  /** A number in so many bytes. */
  pushWord(value: number, size: number, big: boolean): void {
    for (let i = 0; i < size; i++) this.push((value >>> (8 * (big ? size - 1 - i : i))) & 255);
  }

  append(bytes: Uint8Array): void {
    this.grow(bytes.length);
    this.bytes.set(bytes, this.size);
    this.size += bytes.length;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.size);
  }
}

const CHUNK = 8192;

/** A growing run of UTF-16 units, turned into strings by the chunk. */
export class UnitBuilder {
  private readonly units = new Uint16Array(CHUNK);
  private size = 0;
  private text = '';

  push(unit: number): void {
    if (this.size === CHUNK) this.flush();
    this.units[this.size++] = unit;
  }

  pushCode(code: number): void {
    if (isSurrogate(code)) this.append(charOfPoint(code));
    else if (code < 0x10000) this.push(code);
    else {
      this.push(0xd800 + ((code - 0x10000) >> 10));
      this.push(0xdc00 + (code & 0x3ff));
    }
  }

  append(text: string): void {
    if (text === '') return;
    this.flush();
    this.text = glue(this.text, text);
  }

  private flush(): void {
    if (this.size > 0) this.text += String.fromCharCode.apply(null, this.units.subarray(0, this.size) as unknown as number[]);
    this.size = 0;
  }

  finish(): string {
    this.flush();
    return this.text;
  }
}

/** The text of bytes that are code points. */
export function latinText(bytes: Uint8Array, from = 0, to = bytes.length): string {
  if (to - from <= CHUNK) return String.fromCharCode.apply(null, bytes.subarray(from, to) as unknown as number[]);
  const parts: string[] = [];
  for (let at = from; at < to; at += CHUNK) parts.push(String.fromCharCode.apply(null, bytes.subarray(at, Math.min(to, at + CHUNK)) as unknown as number[]));
  return parts.join('');
}
