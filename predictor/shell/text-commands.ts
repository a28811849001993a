// The small filters of GNU coreutils 9 and sed as far as they are plain: texts in, texts out. What needs a regular expression or a locale is not known here.
import { input, linesOf, parsed, type Row } from './arguments.ts';
import { type ShellState, type Streams, Unknowable } from './state.ts';

const basename: Row = (args, io) => {
  const { operands } = parsed(args, '');
  if (operands.length === 0 || operands.length > 2) throw new Unknowable('basename of so many words');
  const [path, suffix = ''] = operands;
  const name = /^\/+$/.test(path) ? '/' : (path.replace(/\/+$/, '').split('/').at(-1) ?? '');
  io.out.write(`${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
  return 0;
};
const dirname: Row = (args, io) => {
  const { operands } = parsed(args, '');
  if (operands.length === 0) throw new Unknowable('dirname of nothing');
  for (const p of operands) {
    const above = /^(.*?)\/*[^/]+\/*$/.exec(p);
    io.out.write(`${above === null ? (p.startsWith('/') ? '/' : '.') : above[1] === '' ? (p.startsWith('/') ? '/' : '.') : above[1]}\n`);
  }
  return 0;
};
const uniq: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'cdu');
  if (on.size > 1) throw new Unknowable('several options of uniq');
  const runs: { line: string; times: number }[] = [];
  for (const l of linesOf(input(operands, io, s)).map(l => l.replace(/\n$/, ''))) {
    const last = runs.at(-1);
    if (last?.line === l) last.times++;
    else runs.push({ line: l, times: 1 });
  }
  const kept = runs.filter(r => (on.has('d') ? r.times > 1 : on.has('u') ? r.times === 1 : true));
  io.out.write(kept.map(r => `${on.has('c') ? `${String(r.times).padStart(7)} ` : ''}${r.line}\n`).join(''));
  return 0;
};

/** A set of tr: ranges and escapes; classes and repeats are not known. It works on bytes, so only ASCII is. */
function setOf(text: string): string[] {
  if (!/^[\x20-\x7e]*$/.test(text) || /\[[:=]|\[.\*/.test(text)) throw new Unknowable('a set of tr');
  const plain: string[] = [];
  const escaped = text.replaceAll(/\\([nt\\])|\\(.)/g, (_, known: string | undefined, other: string | undefined) => {
    if (other !== undefined) throw new Unknowable('a set of tr');
    return { n: '\n', t: '\t', '\\': '\\' }[known!]!;
  });
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i + 1] === '-' && i + 2 < escaped.length) {
      const [from, to] = [escaped.charCodeAt(i), escaped.charCodeAt(i + 2)];
      if (from > to) throw new Unknowable('a range of tr');
      for (let c = from; c <= to; c++) plain.push(String.fromCharCode(c));
      i += 2;
    } else plain.push(escaped[i]);
  }
  return plain;
}
const tr: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'd');
  const text = input([], io, s);
  if (!/^[\x00-\x7f]*$/.test(text)) throw new Unknowable('tr of a text that is not ASCII');
  const [from = '', to] = operands;
  const set = setOf(from);
  if (on.has('d') && operands.length === 1) io.out.write([...text].filter(c => !set.includes(c)).join(''));
  else if (!on.has('d') && operands.length === 2 && to !== '') {
    const other = setOf(to!);
    const map = new Map(set.map((c, i) => [c, other[Math.min(i, other.length - 1)]]));
    io.out.write([...text].map(c => map.get(c) ?? c).join(''));
  } else throw new Unknowable('tr of so many words');
  return 0;
};

/** `2`, `1,3`, `2-`, `-3`, `2-4`: whether a place is in it. */
function placesOf(list: string): (n: number) => boolean {
  const ranges = list.split(',').map(part => {
    const m = /^(\d*)(-?)(\d*)$/.exec(part);
    if (m === null || (m[1] === '' && m[3] === '') || m[1] === '0') throw new Unknowable('a list of cut');
    return [m[1] === '' ? 1 : Number(m[1]), m[2] === '' ? Number(m[1]) : m[3] === '' ? Number.POSITIVE_INFINITY : Number(m[3])] as const;
  });
  return n => ranges.some(([from, to]) => n >= from && n <= to);
}
const cut: Row = (args, io, s) => {
  let delimiter = '\t';
  let list: string | undefined;
  let byCharacter = false;
  let only = false;
  const operands: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const m = /^-([dfcs])(.*)$/s.exec(args[i]);
    if (m === null) {
      if (args[i].startsWith('-') && args[i] !== '-') throw new Unknowable(`the option ${args[i]}`);
      operands.push(args[i]);
    } else if (m[1] === 's') only = true;
    else {
      const value = m[2] !== '' ? m[2] : (args[++i] ?? '');
      if (m[1] === 'd') delimiter = value;
      else [list, byCharacter] = [value, m[1] === 'c'];
    }
  }
  if (list === undefined || delimiter.length !== 1) throw new Unknowable('cut without -f or -c');
  const wanted = placesOf(list);
  const text = input(operands, io, s);
  if (byCharacter && !/^[\x00-\x7f]*$/.test(text)) throw new Unknowable('cut -c of a text that is not ASCII');
  for (const l of linesOf(text).map(l => l.replace(/\n$/, ''))) {
    if (byCharacter) io.out.write(`${[...l].filter((_, i) => wanted(i + 1)).join('')}\n`);
    else if (l.includes(delimiter)) io.out.write(`${l.split(delimiter).filter((_, i) => wanted(i + 1)).join(delimiter)}\n`);
    else if (!only) io.out.write(`${l}\n`);
  }
  return 0;
};
const seq: Row = (args, io) => {
  if (args.length === 0 || args.length > 3 || !args.every(a => /^-?\d{1,9}$/.test(a))) throw new Unknowable('seq of other than whole numbers');
  const numbers = args.map(Number);
  const [from, step, to] = numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
  if (step === 0 || (to - from) / step > 100_000) throw new Unknowable('so long a seq');
  for (let n = from; step > 0 ? n <= to : n >= to; n += step) io.out.write(`${n}\n`);
  return 0;
};

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly act: 'p' | 'd' | { readonly old: string; readonly new: string; readonly all: boolean };
}
/** `3p`, `2,4d`, `$d`, `s/plain/text/g`: one command, its pattern without special characters. */
function editOf(script: string): Edit {
  const m = /^(?:(\d+|\$)(?:,(\d+|\$))?)?\s*(?:([pd])|s(.)(.*))$/s.exec(script.trim());
  if (m === null) throw new Unknowable('a script of sed');
  const at = (t: string): number => (t === '$' ? Number.POSITIVE_INFINITY : Number(t));
  const from = m[1] === undefined ? 1 : at(m[1]);
  const to = m[2] !== undefined ? at(m[2]) : m[1] === undefined ? -1 : from;
  if (m[3] !== undefined) return { from, to, act: m[3] as 'p' | 'd' };
  const parts = m[5].split(m[4]);
  const [old, now, flags] = parts;
  if (parts.length !== 3 || !/^g?$/.test(flags) || old === '' || /[\\.*^$[\]\n]/.test(old) || /[\\&\n]/.test(now)) throw new Unknowable('a pattern of sed');
  return { from, to, act: { old, new: now, all: flags === 'g' } };
}
function edited(text: string, e: Edit, quiet: boolean): string {
  const lines = linesOf(text);
  const out: string[] = [];
  lines.forEach((l, i) => {
    const n = i + 1;
    const last = n === lines.length;
    const from = e.from === Number.POSITIVE_INFINITY ? lines.length : e.from;
    const chosen = e.to === -1 || (n >= from && (n <= e.to || n === from)) || (last && e.from === Number.POSITIVE_INFINITY);
    const changed = chosen && typeof e.act === 'object' ? (e.act.all ? l.replaceAll(e.act.old, () => (e.act as { new: string }).new) : l.replace(e.act.old, () => (e.act as { new: string }).new)) : l;
    if (!quiet && !(chosen && e.act === 'd')) out.push(changed);
    if (chosen && e.act === 'p') out.push(l.endsWith('\n') || quiet ? l : `\n${l}`);
  });
  return out.join('');
}
const sed: Row = (args, io, s) => {
  try {
    return plainSed(args, io, s);
  } catch (e) {
    // A policy must see what it may change, though nobody knows how.
    if (e instanceof Unknowable && args.some(a => /^-[A-Za-z]*i|^--in-place/.test(a))) for (const a of args.filter(a => !a.startsWith('-')).slice(1)) s.effect('write', s.absolute(a));
    throw e;
  }
};
const plainSed = (args: readonly string[], io: Streams, s: ShellState): number => {
  let [quiet, inPlace] = [false, false];
  const rest: string[] = [];
  for (const a of args) {
    if (a === '-n') quiet = true;
    else if (a === '-i') inPlace = true;
    else if (a.startsWith('-') && a !== '-') throw new Unknowable(`the option ${a}`);
    else rest.push(a);
  }
  const [script = '', ...files] = rest;
  const e = editOf(script);
  if (inPlace && files.length === 0) throw new Unknowable('sed -i without a file');
  if (inPlace) for (const f of files) s.write(f, edited(s.read(f), e, quiet), false);
  else io.out.write(edited(input(files, io, s), e, quiet));
  return 0;
};

export const textCommands: readonly (readonly [string, Row])[] = [
  ['basename', basename],
  ['dirname', dirname],
  ['uniq', uniq],
  ['tr', tr],
  ['cut', cut],
  ['seq', seq],
  ['sed', sed],
];
