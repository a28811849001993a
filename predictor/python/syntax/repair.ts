// What to do with a text that does not parse: find the logical lines at fault, and put a placeholder of the same length in the place of
// each, so that the rest parses with its positions unchanged. The builders turn the placeholders into `Broken` statements.
import { complain, type Probe } from './complaints.ts';
import { scanLines, type LogicalLine } from './lines.ts';

export interface Repair {
  /** A text of the same length that should parse. */
  readonly text: string;
  readonly holes: Holes;
}

/** What is broken: why, where the line that the placeholder stands for ends, and the line that is blamed: from where to where, and whether the tokenizer gives up there. */
export interface Hole {
  readonly message: string;
  readonly end: number;
  readonly blamed: { readonly from: number; readonly to: number; readonly byTokens: boolean };
}
/** By the index at which a placeholder begins. */
export type Holes = ReadonlyMap<number, Hole>;

const CLAUSES = new Set(['elif', 'else', 'except', 'finally', 'case']);
const HEADS = new Set(['if', 'for', 'while', 'try', 'with', 'def', 'class', 'match', 'async', ...CLAUSES]);
// What may stand before a clause, at the same indentation.
const BEFORE: Record<string, readonly string[]> = {
  elif: ['if', 'elif'],
  else: ['if', 'elif', 'for', 'while', 'except', 'async', 'try'],
  except: ['try', 'except'],
  finally: ['try', 'except', 'else'],
  case: ['case', 'match'],
};

// A line while its faults are gathered. `chain` is the head of its statement: an `if` for its `elif`, a decorator for its `def`.
interface Entry {
  readonly line: LogicalLine;
  readonly isHead: boolean;
  chain: Entry;
  why: string | undefined;
  /** The line that is why, where it is another one. */
  blamed: Entry;
}

/** Repairs a text that does not parse, by trying out its lines. */
export function repair(text: string, probe: Probe): Repair {
  const { parses } = probe;
  const { lines, blanks } = scanLines(text);
  const entries = lines.map((line): Entry => {
    const entry = { line, isHead: line.opens && HEADS.has(line.word), why: line.fault?.message } as Entry;
    entry.chain = entry;
    entry.blamed = entry;
    return entry;
  });
  findStructure(text, entries);
  let flat = blankOut(text, blanks);
  for (const entry of entries) {
    // A header is looked at before the block that it lacks.
    if ((entry.why !== undefined && !entry.why.startsWith('expected an indented block')) || lineParses(flat, entry, parses)) continue;
    const starred = withPlainStars(flat, entry.line);
    if (starred !== undefined && lineParses(starred, entry, parses)) flat = starred;
    else entry.why = complain(flat.slice(entry.line.start, entry.line.end), entry.line.word, probe);
  }
  for (const entry of entries) {
    if (entry.why === undefined || entry.chain.why !== undefined) continue;
    entry.chain.why = entry.why;
    entry.chain.blamed = entry;
  }
  const holes = new Map<number, Hole>();
  const parts: string[] = [];
  let at = 0;
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index];
    const why = entry.why ?? entry.chain.why;
    if (why === undefined) continue;
    const { start, end } = entry.line;
    const next = entries[index + 1];
    const deeper = next !== undefined && next.line.indent > entry.line.indent;
    const placeholder = entry.isHead && deeper ? 'if 1:' : 'pass';
    if (end - start < placeholder.length && entry.isHead && deeper) swallowBlock(entries, index);
    holes.set(start, { message: why, end, blamed: blameOf(entry.why === undefined ? entry.chain.blamed : entry.blamed) });
    parts.push(flat.slice(at, start), placeholderOf(end - start, placeholder));
    at = end;
  }
  parts.push(flat.slice(at));
  return { text: parts.join(''), holes };
}

function blameOf({ line, why }: Entry): Hole['blamed'] {
  const { fault } = line;
  return fault !== undefined && fault.message === why ? { from: fault.at, to: fault.at, byTokens: true } : { from: line.start, to: line.end, byTokens: false };
}

function placeholderOf(width: number, wanted: string): string {
  const shortest = wanted.length <= width ? wanted : width >= 4 ? 'pass' : '0';
  return shortest.padEnd(width, ' ');
}

// No placeholder for a header is short enough: what stands below is broken with it.
function swallowBlock(entries: readonly Entry[], head: number): void {
  for (let index = head + 1; index < entries.length && entries[index].line.indent > entries[head].line.indent; index++) {
    entries[index].why ??= entries[head].why ?? 'invalid syntax';
  }
}

function blankOut(text: string, blanks: readonly number[]): string {
  if (blanks.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (let index = 0; index < blanks.length; index += 2) {
    parts.push(text.slice(at, blanks[index]), ' '.repeat(blanks[index + 1] - blanks[index]));
    at = blanks[index + 1];
  }
  parts.push(text.slice(at));
  return parts.join('');
}

// One level of indentation: the entry that may still be continued by a clause, and decorators that wait for their definition.
interface Level {
  readonly indent: number;
  readonly tabless: number;
  previous: Entry | undefined;
  decorator: Entry | undefined;
}

// Indentation and the order of clauses, which the grammar takes lightly.
function findStructure(text: string, entries: readonly Entry[]): void {
  const levels: Level[] = [{ indent: 0, tabless: 0, previous: undefined, decorator: undefined }];
  let opener: Entry | undefined;
  for (const entry of entries) {
    const { line } = entry;
    let level = levels[levels.length - 1];
    if (opener !== undefined) {
      if (line.indent > level.indent) {
        if (line.tabless <= level.tabless) entry.why = 'inconsistent use of tabs and spaces in indentation';
        level = { indent: line.indent, tabless: line.tabless, previous: undefined, decorator: undefined };
        levels.push(level);
      } else {
        // CPython blames the line that should have been indented; what cannot run is the header.
        opener.why ??= expectedBlock(text, opener);
      }
    } else if (line.indent > level.indent) {
      entry.why = 'unexpected indent';
      continue;
    }
    if (line.indent < level.indent) {
      while (line.indent < level.indent) {
        levels.pop();
        dropDecorator(level);
        level = levels[levels.length - 1];
      }
      if (line.indent !== level.indent) entry.why = 'unindent does not match any outer indentation level';
    }
    if (line.indent === level.indent && line.tabless !== level.tabless) entry.why = 'inconsistent use of tabs and spaces in indentation';
    opener = line.opens && entry.isHead ? entry : undefined;
    linkToChain(entry, level);
  }
  if (opener !== undefined) opener.why ??= expectedBlock(text, opener);
  for (const level of levels) dropDecorator(level);
}

function dropDecorator(level: Level): void {
  if (level.decorator !== undefined) level.decorator.why ??= 'invalid syntax';
}

function linkToChain(entry: Entry, level: Level): void {
  const { word } = entry.line;
  const isClause = CLAUSES.has(word) && (word !== 'case' || entry.isHead);
  const before = level.previous;
  if (level.decorator !== undefined && !isClause) {
    if (word === '@' || word === 'def' || word === 'class' || word === 'async') entry.chain = level.decorator.chain;
    else level.decorator.why ??= 'invalid syntax';
  }
  level.decorator = word === '@' ? entry : undefined;
  if (isClause && word !== 'case') {
    if (before === undefined || !BEFORE[word].includes(before.line.word)) entry.why ??= 'invalid syntax';
    else entry.chain = before.chain;
  }
  level.previous = entry;
}

const BLOCK_NAMES: Record<string, string> = {
  def: 'function definition', class: 'class definition', if: "'if' statement", elif: "'elif' statement", else: "'else' statement", for: "'for' statement",
  while: "'while' statement", with: "'with' statement", try: "'try' statement", except: "'except' statement", finally: "'finally' statement",
  match: "'match' statement", case: "'case' statement",
};

function expectedBlock(text: string, entry: Entry): string {
  let { word } = entry.line;
  if (word === 'async') word = /^async\s+(\w+)/.exec(text.slice(entry.line.start, entry.line.end))?.[1] ?? word;
  let lineNumber = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < entry.line.start; at = text.indexOf('\n', at + 1)) lineNumber++;
  return `expected an indented block after ${BLOCK_NAMES[word] ?? 'statement'} on line ${lineNumber}`;
}

// Outside brackets the grammar takes a star only before a name: `*[1], 2` is beyond it. As `~[1], 2` it parses, and the builders see the star.
function withPlainStars(text: string, line: LogicalLine): string | undefined {
  const code = text.slice(line.start, line.end);
  const changed = code.replace(/(^|[=,([{:]|\b(?:return|yield|in))(\s*)\*(?=\s*[[({"'])/g, '$1$2~');
  return changed === code ? undefined : text.slice(0, line.start) + changed + text.slice(line.end);
}

// A line alone is no program: each kind gets the surroundings it needs.
function lineParses(text: string, entry: Entry, parses: (snippet: string) => boolean): boolean {
  const { line } = entry;
  const code = text.slice(line.start, line.end);
  const whole = line.opens ? `${code}\n  pass\n` : `${code}\n`;
  switch (line.word) {
    case 'elif': case 'else': return parses(`if 1:\n  pass\n${whole}`);
    case 'except': case 'finally': return parses(`try:\n  pass\n${whole}`);
    case 'case': return parses(`match x:\n ${line.opens ? `${code}\n   pass\n` : whole}`) || parses(whole);
    case 'match': return parses(line.opens ? `${code}\n  case _:\n   pass\n` : whole) || parses(whole);
    case '@': return parses(`${code}\ndef f(): pass\n`);
    default: return parses(whole);
  }
}
