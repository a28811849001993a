// Names of characters, and characters by their names (Modules/unicodedata.c). The tables are decoded on first use.
import { decodeNumbers } from './table-numbers.ts';
import { NAME_ALIASES, NAME_SEQUENCES, NAMES, WORDS } from './unicode-names-table.ts';

const LEADS = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const VOWELS = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const TAILS = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');
const SYLLABLE = 'HANGUL SYLLABLE ';
const IDEOGRAPH = 'CJK UNIFIED IDEOGRAPH-';
const UNIFIED = [0x3400, 0x4dbf, 0x4e00, 0x9fff, 0x20000, 0x2a6df, 0x2a700, 0x2b738, 0x2b740, 0x2b81d, 0x2b820, 0x2cea1, 0x2ceb0, 0x2ebe0, 0x30000, 0x3134a];

function isUnified(code: number): boolean {
  for (let i = 0; i < UNIFIED.length; i += 2) if (code >= UNIFIED[i] && code <= UNIFIED[i + 1]) return true;
  return false;
}

let names: Map<number, string> | undefined;
let codes: Map<string, number> | undefined;
let sequences: Map<string, string> | undefined;

function decodeNames(): Map<number, string> {
  const words = WORDS.split(' ');
  const numbers = decodeNumbers(NAMES);
  const table = new Map<number, string>();
  let last: string[] = [];
  let code = -1;
  for (let i = 0; i < numbers.length; ) {
    code += 1;
    if (numbers[i] === 0) {
      code += numbers[i + 1] - 1;
      i += 2;
    }
    const head = numbers[i++];
    const more = (head & 7) === 7 ? 7 + numbers[i++] : head & 7;
    last = last.slice(0, head >> 3);
    for (let j = 0; j < more; j++) last.push(words[numbers[i++]]);
    const name = last.join(' ');
    table.set(code, name.endsWith('-#') ? name.slice(0, -1) + code.toString(16).toUpperCase() : name);
  }
  return table;
}

function namesByCode(): Map<number, string> {
  names ??= decodeNames();
  return names;
}

function codesByName(): Map<string, number> {
  if (codes !== undefined) return codes;
  codes = new Map();
  for (const [code, name] of namesByCode()) codes.set(name, code);
  const words = WORDS.split(' ');
  const numbers = decodeNumbers(NAME_ALIASES);
  for (let i = 0; i < numbers.length; i += 2 + numbers[i + 1]) {
    const name = numbers.slice(i + 2, i + 2 + numbers[i + 1]).map(word => words[word]);
    codes.set(name.join(' '), numbers[i]);
  }
  return codes;
}

/** `unicodedata.name(char)`, or undefined */
export function nameOf(code: number): string | undefined {
  if (code >= 0xac00 && code <= 0xd7a3) {
    const index = code - 0xac00;
    return SYLLABLE + LEADS[Math.floor(index / 588)] + VOWELS[Math.floor((index % 588) / 28)] + TAILS[index % 28];
  }
  if (isUnified(code)) return IDEOGRAPH + code.toString(16).toUpperCase();
  return namesByCode().get(code);
}

/** The code point of a name or an alias, as `\N{...}` takes it: in any case, but for the names that are made by rule. */
export function codeOfName(name: string): number | undefined {
  if (name.startsWith(SYLLABLE)) return syllableOf(name.slice(SYLLABLE.length));
  if (name.startsWith(IDEOGRAPH)) {
    const digits = name.slice(IDEOGRAPH.length);
    if (!/^[0-9A-F]{4,5}$/.test(digits)) return undefined;
    const code = Number.parseInt(digits, 16);
    return isUnified(code) ? code : undefined;
  }
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) > 127) return undefined;
  return codesByName().get(name.toUpperCase());
}

function syllableOf(text: string): number | undefined {
  const lead = longest(LEADS, text);
  const vowel = longest(VOWELS, text.slice(LEADS[lead].length));
  if (vowel < 0) return undefined;
  const rest = text.slice(LEADS[lead].length + VOWELS[vowel].length);
  const tail = TAILS.indexOf(rest);
  return tail < 0 ? undefined : 0xac00 + (lead * 21 + vowel) * 28 + tail;
}

/** The longest of the parts that the text begins with, by index, or -1. */
function longest(parts: readonly string[], text: string): number {
  let best = -1;
  for (let i = 0; i < parts.length; i++) if (text.startsWith(parts[i]) && (best < 0 || parts[i].length > parts[best].length)) best = i;
  return best;
}

/** `unicodedata.lookup(name)`: a named sequence too; undefined for none */
export function lookup(name: string): string | undefined {
  const code = codeOfName(name);
  if (code !== undefined) return String.fromCodePoint(code);
  if (sequences === undefined) {
    sequences = new Map();
    const words = WORDS.split(' ');
    const numbers = decodeNumbers(NAME_SEQUENCES);
    for (let i = 0; i < numbers.length; ) {
      const text = String.fromCodePoint(...numbers.slice(i + 1, i + 1 + numbers[i]));
      i += 1 + numbers[i];
      sequences.set(numbers.slice(i + 1, i + 1 + numbers[i]).map(word => words[word]).join(' '), text);
      i += 1 + numbers[i];
    }
  }
  return sequences.get(name.toUpperCase());
}
