// The `binascii` module (Modules/binascii.c). The conversions are in binascii-core.ts.
import { typeOf } from '../attributes.ts';
import { defineModule, type Methods } from '../define.ts';
import { typeName } from '../names.ts';
import { truth } from '../operators.ts';
import { typeError, valueError } from '../raise.ts';
import { isAscii } from '../text/unicode.ts';
import { separatorByte } from '../types/bytes-methods.ts';
import { bytesOf, bytesOrNone, maskedInt, strOf, toCInt } from '../types/convert.ts';
import { latinBytes } from '../types/latin-text.ts';
import { Bytes, type Module, type Value } from '../values.ts';
import * as core from './binascii-core.ts';
import { crc32, crcHqx } from './checksums.ts';
import { moduleError } from './module-errors.ts';

/** Bytes or ASCII text (`ascii_buffer_converter`). */
function asciiData(v: Value): Uint8Array {
  const text = strOf(v);
  if (text !== undefined) {
    if (!isAscii(text)) throw valueError('string argument should contain only ASCII characters');
    return latinBytes(text);
  }
  const data = bytesOrNone(v);
  if (data === undefined) throw typeError(`argument should be bytes, buffer or ASCII string, not '${typeName(typeOf(v))}'`);
  return data;
}
const flag = (v: Value | undefined, fallback = false): boolean => (v === undefined ? fallback : truth(v));
const hexlify = (data: Value, sep?: Value, group?: Value): Value => {
  const bytes = bytesOf(data);
  const size = group === undefined ? 1 : toCInt(group);
  return new Bytes(core.hexlify(bytes, separatorByte(sep), size));
};
const unhexlify = (text: Value): Value => new Bytes(core.unhexlify(asciiData(text)));

const rows: Methods = {
  a2b_base64: { params: 'data, /, *, strict_mode=False', returns: 'bytes', call: (data: Value, strict?: Value) => new Bytes(core.fromBase64(asciiData(data), flag(strict))) },
  b2a_base64: { params: 'data, /, *, newline=True', returns: 'bytes', call: (data: Value, newline?: Value) => new Bytes(core.toBase64(bytesOf(data), flag(newline, true))) },
  a2b_hex: { params: 'hexstr, /', returns: 'bytes', call: unhexlify },
  unhexlify: { params: 'hexstr, /', returns: 'bytes', call: unhexlify },
  b2a_hex: { params: 'data, sep=None, bytes_per_sep=1', returns: 'bytes', call: hexlify },
  hexlify: { params: 'data, sep=None, bytes_per_sep=1', returns: 'bytes', call: hexlify },
  a2b_uu: { params: 'data, /', returns: 'bytes', call: (data: Value) => new Bytes(core.fromUu(asciiData(data))) },
  b2a_uu: { params: 'data, /, *, backtick=False', returns: 'bytes', call: (data: Value, backtick?: Value) => new Bytes(core.toUu(bytesOf(data), flag(backtick))) },
  a2b_qp: { params: 'data, header=False', returns: 'bytes', call: (data: Value, header?: Value) => new Bytes(core.fromQuotedPrintable(asciiData(data), flag(header))) },
  b2a_qp: {
    params: 'data, quotetabs=False, istext=True, header=False', returns: 'bytes',
    call: (data: Value, tabs?: Value, text?: Value, header?: Value) => new Bytes(core.toQuotedPrintable(bytesOf(data), flag(tabs), flag(text, true), flag(header))),
  },
  crc32: { params: 'data, crc=0, /', returns: 'int', call: (data: Value, start?: Value) => crc32(bytesOf(data), start === undefined ? 0 : Number(maskedInt(start, 32))) },
  crc_hqx: { params: 'data, crc, /', returns: 'int', call: (data: Value, start: Value) => crcHqx(bytesOf(data), Number(maskedInt(start, 32))) },
};
export const binasciiModule = (): Module =>
  defineModule('binascii', rows, { Error: moduleError('binascii', 'Error', 'ValueError'), Incomplete: moduleError('binascii', 'Incomplete') }, 'Conversion between binary data and ASCII');
