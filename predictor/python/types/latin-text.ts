// Bytes as text of the same code units, and back: the form in which algorithms on text work on bytes.

/** Each byte as the character of the same number. */
export function latinText(data: Uint8Array): string {
  const n = data.length;
  if (n < 64) {
    let s = '';
    for (let i = 0; i < n; i++) s += String.fromCharCode(data[i]);
    return s;
  }
  const parts: string[] = [];
  for (let i = 0; i < n; i += 8192) parts.push(String.fromCharCode.apply(null, data.subarray(i, i + 8192) as unknown as number[]));
  return parts.length === 1 ? parts[0] : parts.join('');
}
/** The bytes of a text without characters beyond U+00FF. */
export function latinBytes(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}
/** Bytes as the text of a number: those beyond ASCII become a character that no number holds. */
export function numberText(data: Uint8Array): string {
  let s = '';
  for (let i = 0; i < data.length; i++) s += data[i] < 128 ? String.fromCharCode(data[i]) : '?';
  return s;
}
