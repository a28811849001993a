// IEEE 754 numbers of two, four and eight bytes, written and read as PyFloat_Pack2, PyFloat_Pack4 and PyFloat_Pack8 do. NaNs lose their payload.

const view = new DataView(new ArrayBuffer(8));
const bytes = new Uint8Array(view.buffer);

/** Writes a float of 2, 4 or 8 bytes; false when it is too large for the size. */
export function writeFloat(out: Uint8Array, at: number, size: number, little: boolean, value: number): boolean {
  if (size === 2) {
    const bits = halfOf(value);
    if (bits < 0) return false;
    view.setUint16(0, bits, little);
  } else if (size === 4) {
    if (!Number.isFinite(Math.fround(value)) && Number.isFinite(value)) return false;
    view.setFloat32(0, value, little);
  } else view.setFloat64(0, value, little);
  for (let i = 0; i < size; i++) out[at + i] = bytes[i];
  return true;
}

export function readFloat(data: Uint8Array, at: number, size: number, little: boolean): number {
  for (let i = 0; i < size; i++) bytes[i] = data[at + i];
  if (size === 8) return view.getFloat64(0, little);
  return size === 4 ? view.getFloat32(0, little) : ofHalf(view.getUint16(0, little));
}

/** The bits of the half-precision number nearest to `value`, ties to even; -1 when it is too large. */
function halfOf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size === Infinity) return sign | 0x7c00;
  if (size === 0) return sign;
  if (size < 2 ** -14) return sign | roundEven(size * 2 ** 24); // Subnormal; rounding up to 1024 gives the smallest normal number.
  let exponent = Math.floor(Math.log2(size));
  if (2 ** exponent > size) exponent--;
  else if (2 ** (exponent + 1) <= size) exponent++;
  if (exponent > 15) return -1;
  const bits = ((exponent + 15) << 10) + roundEven((size / 2 ** exponent - 1) * 1024);
  return bits >= 0x7c00 ? -1 : sign | bits;
}

function ofHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
