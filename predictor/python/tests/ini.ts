// The two configuration formats in which pytest's settings stand, read as far as such settings go.

export type IniValue = string | string[];

/** Sections of an ini file: name → key → value; continuation lines are indented (iniconfig). */
export function readIni(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/\s+[#;].*$/, '').trimEnd();
    if (line.trim() === '' || /^[#;]/.test(line)) continue;
    const head = /^\[([^\]]+)\]/.exec(line);
    if (head !== null) {
      section = sections.get(head[1]) ?? new Map();
      sections.set(head[1], section);
      key = undefined;
    } else if (/^\s/.test(line) && section !== undefined && key !== undefined) {
      section.set(key, `${section.get(key)}\n${line.trim()}`);
    } else if (section !== undefined) {
      const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line);
      if (pair === null) continue;
      key = pair[1].trim();
      section.set(key, pair[2]);
    }
  }
  return sections;
}

/** The keys of one TOML table whose values are strings, numbers, booleans, or arrays of these (https://toml.io/en/v1.0.0). */
export function readTomlTable(text: string, table: string): Map<string, IniValue> | undefined {
  const lines = text.split(/\r?\n/);
  const header = (line: string): string | undefined => /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line)?.[1].replace(/\s*\.\s*/g, '.').replace(/"/g, '');
  const start = lines.findIndex(l => header(l) === table);
  if (start < 0) return undefined;
  const out = new Map<string, IniValue>();
  let at = start + 1;
  while (at < lines.length && !/^\s*\[/.test(lines[at])) {
    const pair = /^\s*("?)([\w.-]+)\1\s*=\s*(.*)$/.exec(lines[at++]);
    if (pair === null) continue;
    let source = pair[3];
    const read = (): Scan | undefined => scanValue(source, 0);
    let value = read();
    while (value === undefined && at < lines.length) {
      source += `\n${lines[at++]}`;
      value = read();
    }
    if (value !== undefined) out.set(pair[2], value.value);
  }
  return out;
}

interface Scan {
  readonly value: IniValue;
  readonly end: number;
}
/** A value at `at`; undefined where it goes on beyond the text. */
function scanValue(s: string, at: number): Scan | undefined {
  if (s[at] === '[') return scanArray(s, at + 1);
  for (const quote of ['"""', "'''"]) {
    if (!s.startsWith(quote, at)) continue;
    const end = s.indexOf(quote, at + 3);
    if (end < 0) return undefined;
    const body = s.slice(at + 3, end).replace(/^\n/, '');
    return { value: quote === '"""' ? unescape(body) : body, end: end + 3 };
  }
  const quote = s[at];
  if (quote === '"' || quote === "'") {
    let end = at + 1;
    while (end < s.length && s[end] !== quote) end += quote === '"' && s[end] === '\\' ? 2 : 1;
    if (end >= s.length) return undefined;
    const body = s.slice(at + 1, end);
    return { value: quote === '"' ? unescape(body) : body, end: end + 1 };
  }
  const plain = /^[^,\]#\n]*/.exec(s.slice(at))![0];
  return { value: plain.trim(), end: at + plain.length };
}
function scanArray(s: string, from: number): Scan | undefined {
  const items: string[] = [];
  let at = from;
  for (;;) {
    const blank = /^(?:[\s,]|#[^\n]*(?:\n|$))*/.exec(s.slice(at))![0];
    at += blank.length;
    if (at >= s.length) return undefined;
    if (s[at] === ']') return { value: items, end: at + 1 };
    const item = scanValue(s, at);
    if (item === undefined) return undefined;
    items.push(...(Array.isArray(item.value) ? item.value : [item.value]));
    at = item.end;
  }
}
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '"': '"', '\\': '\\', e: '\u001b' };
const unescape = (s: string): string =>
  s.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n\s*|(.))/g, (_all, four, eight, one) =>
    four || eight ? String.fromCodePoint(Number.parseInt(four ?? eight, 16)) : one === undefined ? '' : (escapes[one] ?? one),
  );
