// Runs recorded uses of `binascii` (cases.py) through our own and tells where it and CPython differ.
import { Fault } from '../../../../../predictor/python/fault.ts';
import * as binascii from '../../../../../predictor/python/modules/binascii-core.ts';
import { adler32, crc32, crcHqx } from '../../../../../predictor/python/modules/checksums.ts';

/** Function, data, arguments, result. */
export type Case = [string, string, unknown[], unknown];

const functions: Record<string, (data: Uint8Array, ...args: never[]) => Uint8Array | number> = {
  hexlify: binascii.hexlify,
  unhexlify: binascii.unhexlify,
  b2a_base64: binascii.toBase64,
  a2b_base64: binascii.fromBase64,
  b2a_uu: binascii.toUu,
  a2b_uu: binascii.fromUu,
  a2b_qp: binascii.fromQuotedPrintable,
  b2a_qp: binascii.toQuotedPrintable,
  crc32,
  adler32,
  crc_hqx: crcHqx,
};

export function differences([name, data, args, expected]: Case): string[] {
  let got: unknown;
  try {
    got = functions[name](Buffer.from(data, 'hex'), ...(args as never[]));
    if (got instanceof Uint8Array) got = Buffer.from(got).toString('hex');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    got = { type: error.type, message: error.message };
  }
  const [mine, theirs] = [JSON.stringify(got), JSON.stringify(expected)];
  return mine === theirs ? [] : [`${name}(${JSON.stringify(Buffer.from(data, 'hex').toString('latin1'))}, ${JSON.stringify(args)}): ${mine}, CPython ${theirs}`];
}
