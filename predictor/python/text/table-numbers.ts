// Reads the number lists of the generated tables: whole numbers in groups of five bits, the lowest first, one character a group; a
// character from the upper half of the alphabet says that more follows.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-';

let groups: Uint8Array | undefined;

function groupsOf(): Uint8Array {
  if (groups === undefined) {
    groups = new Uint8Array(128);
    for (let i = 0; i < ALPHABET.length; i++) groups[ALPHABET.charCodeAt(i)] = i;
  }
  return groups;
}

export function decodeNumbers(text: string): number[] {
  const table = groupsOf();
  const numbers: number[] = [];
  let value = 0;
  let unit = 1;
  for (let i = 0; i < text.length; i++) {
    const group = table[text.charCodeAt(i)];
    if (group >= 32) {
      value += (group - 32) * unit;
      unit *= 32;
    } else {
      numbers.push(value + group * unit);
      value = 0;
      unit = 1;
    }
  }
  return numbers;
}

/** Negative numbers are written as odd ones. */
export function unsigned(n: number): number {
  return n % 2 === 1 ? -(n + 1) / 2 : n / 2;
}
