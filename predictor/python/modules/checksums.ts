// The checksums of `zlib` and `binascii`.

const crcTable = new Uint32Array(256);
for (let n = 0; n < 256; n++) {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  crcTable[n] = c >>> 0;
}

/** `zlib.crc32` and `binascii.crc32`. */
export function crc32(data: Uint8Array, start = 0): number {
  let crc = ~start;
  for (let i = 0; i < data.length; i++) crc = (crc >>> 8) ^ crcTable[(crc ^ data[i]) & 255];
  return ~crc >>> 0;
}

/** `zlib.adler32` */
export function adler32(data: Uint8Array, start = 1): number {
  let a = (start & 0xffff) % 65521;
  let b = (start >>> 16) % 65521;
  for (let i = 0; i < data.length; ) {
    const stop = Math.min(data.length, i + 3800); // So far the sums stay below 2 ** 32.
    for (; i < stop; i++) b += a += data[i];
    a %= 65521;
    b %= 65521;
  }
  return (b * 65536 + a) >>> 0;
}

/** `binascii.crc_hqx` */
export function crcHqx(data: Uint8Array, start: number): number {
  let crc = start & 0xffff;
  for (let i = 0; i < data.length; i++) {
    crc ^= data[i] << 8;
    for (let k = 0; k < 8; k++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc;
}
