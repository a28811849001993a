// Sets of texts in a few bytes, for engines that share memory (B. H. Bloom, "Space/time trade-offs in hash coding with allowable errors", 1970): what was added is found, and now and then what was not.

/** Bytes of one filter. */
export const markBytes = 16;
const bits = markBytes * 8;
/** FNV-1a, of which three numbers of seven bits are taken. */
function placesOf(text: string): readonly number[] {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return [0, 7, 14].map(shift => (h >>> shift) % bits);
}

export function addMarks(filter: Uint32Array, marks: readonly string[]): void {
  for (const m of marks) for (const p of placesOf(m)) Atomics.or(filter, p >> 5, 1 << (p & 31));
}
/** Whether one of the marks may have been added. */
export function mayHold(filter: Uint32Array, marks: readonly string[]): boolean {
  return marks.some(m => placesOf(m).every(p => (Atomics.load(filter, p >> 5) & (1 << (p & 31))) !== 0));
}
