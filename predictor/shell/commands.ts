// The programs that are known by heart, as GNU coreutils 9 and bash have them: one row each. A row gives the exit code, or undefined where nobody knows it, and throws an
// Unknowable for an option or a case that it does not know. Messages on standard error are told only where every system words them alike.
import { DiskProblem } from '../overlay.ts';
import { input, linesOf, parsed, type Row } from './arguments.ts';
import { ordered } from './expansion.ts';
import { type ShellState, type Streams, Unknowable } from './state.ts';
import { textCommands } from './text-commands.ts';

/** Does it for each path; one that fails does not keep the others from it. */
function each(paths: readonly string[], io: Streams, s: ShellState, kind: 'write' | 'delete', act: (path: string) => void): number {
  let code = 0;
  let open: Unknowable | undefined;
  for (const p of paths) {
    try {
      act(p);
    } catch (e) {
      if (e instanceof DiskProblem) {
        io.err.write(undefined);
        code = 1;
      } else if (e instanceof Unknowable) {
        s.effect(kind, lexical(s.absolute(p)));
        open = e;
      } else throw e;
    }
  }
  if (open !== undefined) throw open;
  return code;
}
function lexical(path: string): string {
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}
const nameOf = (path: string): string => path.replace(/\/+$/, '').split('/').at(-1)!;
const join = (folder: string, name: string): string => (folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`);
const isFolder = (path: string, s: ShellState): boolean => s.files.kind(s.resolve(path)) === 'folder';

const echo: Row = (args, io) => {
  let rest = args;
  let newline = true;
  let escapes = false;
  while (rest.length > 0 && /^-[neE]+$/.test(rest[0])) {
    for (const c of rest[0].slice(1)) {
      if (c === 'n') newline = false;
      else escapes = c === 'e';
    }
    rest = rest.slice(1);
  }
  const text = rest.join(' ');
  if (escapes && /\\[^nt\\]/.test(text)) throw new Unknowable('an escape of echo -e');
  io.out.write((escapes ? text.replaceAll(/\\([nt\\])/g, (_, c: string) => (c === 'n' ? '\n' : c === 't' ? '\t' : '\\')) : text) + (newline ? '\n' : ''));
  return 0;
};
const printf: Row = ([format, ...args], io) => {
  if (format === undefined || format.startsWith('-')) throw new Unknowable('printf');
  let rest = [...args];
  do {
    let bad = false;
    const used = rest.length;
    io.out.write(
      format.replaceAll(/%(.)|\\([\s\S])|[%\\]/g, (_, directive: string | undefined, escape: string | undefined) => {
        if (directive === '%') return '%';
        if (directive === 's') return rest.shift() ?? '';
        if (directive === 'd' && /^-?\d{1,15}$/.test(rest[0] ?? '0')) return String(Number(rest.shift() ?? 0));
        if (escape === 'n') return '\n';
        if (escape === 't') return '\t';
        if (escape === '\\') return '\\';
        bad = true;
        return '';
      }),
    );
    if (bad) throw new Unknowable('a directive of printf');
    if (rest.length === used) rest = [];
  } while (rest.length > 0);
  return 0;
};
const cat: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'nu');
  let code = 0;
  let text: string | undefined = '';
  for (const p of operands.length === 0 ? ['-'] : operands) {
    try {
      const read: string | undefined = p === '-' ? io.stdin : s.read(p);
      if (read === undefined) throw new Unknowable('standard input', 'input');
      text += read;
    } catch (e) {
      if (!(e instanceof DiskProblem)) throw e;
      code = 1;
      const say = e.errno === 2 ? 'No such file or directory' : e.errno === 21 ? 'Is a directory' : e.errno === 20 ? 'Not a directory' : undefined;
      io.err.write(say === undefined ? undefined : `cat: ${p}: ${say}\n`);
    }
  }
  if (on.has('n')) text = linesOf(text).map((l, i) => `${String(i + 1).padStart(6)}\t${l}`).join('');
  io.out.write(text);
  return code;
};
/** head and tail: `-n 5`, `-n5`, `-5`. */
const part =
  (head: boolean): Row =>
  (args, io, s) => {
    let count = 10;
    /** All but the last so many, or from the so manieth on. */
    let rest: number | undefined;
    const operands: string[] = [];
    for (let i = 0; i < args.length; i++) {
      const given = args[i] === '-n' ? `-n${args[++i] ?? ''}` : args[i];
      const m = /^-n?(\d+)$/.exec(given);
      const other = /^-n([-+])(\d+)$/.exec(given);
      if (m !== null) count = Number(m[1]);
      else if (other !== null && (other[1] === '-') === head) rest = Number(other[2]);
      else if (args[i].startsWith('-') && args[i] !== '-') throw new Unknowable(`the option ${args[i]}`);
      else operands.push(args[i]);
    }
    const lines = linesOf(input(operands, io, s));
    if (rest !== undefined) io.out.write((head ? lines.slice(0, Math.max(0, lines.length - rest)) : lines.slice(Math.max(0, rest - 1))).join(''));
    else io.out.write((head ? lines.slice(0, count) : count === 0 ? [] : lines.slice(-count)).join(''));
    return 0;
  };
const wc: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'lwc', { lines: 'l', words: 'w', bytes: 'c' });
  if (on.size !== 1) throw new Unknowable('wc but with one of -l, -w, -c');
  const text = input(operands, io, s);
  const n = on.has('l') ? text.split('\n').length - 1 : on.has('w') ? (text.match(/[^\s]+/g) ?? []).length : new TextEncoder().encode(text).length;
  io.out.write(operands.length === 0 ? `${n}\n` : `${n} ${operands[0]}\n`);
  return 0;
};
/** Patterns that are plain texts only. */
const grep: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'qvcinFEhs');
  const [pattern, ...files] = operands;
  if (pattern === undefined || pattern.includes('\n') || (!on.has('F') && /[\\.*^$[\]+?(){}|]/.test(pattern))) throw new Unknowable('a pattern of grep');
  if (on.has('i') && !/^[\x20-\x7e]*$/.test(pattern)) throw new Unknowable('grep -i');
  const text = input(files, io, s);
  const fold = (t: string): string => (on.has('i') ? t.toLowerCase() : t);
  const hits = linesOf(text).flatMap((l, i) => (fold(l).includes(fold(pattern)) !== on.has('v') ? [[l.replace(/\n$/, ''), i + 1] as const] : []));
  if (!on.has('q')) io.out.write(on.has('c') ? `${hits.length}\n` : hits.map(([l, n]) => `${on.has('n') ? `${n}:` : ''}${l}\n`).join(''));
  return hits.length > 0 ? 0 : 1;
};
const sort: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'ur');
  const lines = ordered(linesOf(input(operands, io, s)).map(l => l.replace(/\n$/, '')), s, 'lines');
  const unique = on.has('u') ? [...new Set(lines)] : lines;
  io.out.write((on.has('r') ? unique.reverse() : unique).map(l => `${l}\n`).join(''));
  return 0;
};
/** Files first, then folders under their names, each lot in its order. Odd names are quoted for a terminal only; ours is none. */
const ls: Row = (args, io, s) => {
  const { on, operands } = parsed(args, '1aAd', { all: 'a', 'almost-all': 'A', directory: 'd' });
  const asked = operands.length === 0 ? ['.'] : operands;
  const kinds = new Map(asked.map(p => [p, s.files.kind(s.resolve(p))]));
  const there = ordered(
    asked.filter(p => kinds.get(p) !== undefined),
    s,
    'ls',
  );
  const code = there.length < asked.length ? 2 : 0;
  if (code === 2) io.err.write(undefined);
  const files = there.filter(p => on.has('d') || kinds.get(p) === 'file');
  const folders = there.filter(p => !files.includes(p));
  const parts = files.length === 0 ? [] : [files.map(n => `${n}\n`).join('')];
  for (const p of folders) {
    const names = s.list(s.resolve(p)).filter(n => on.has('a') || on.has('A') || !n.startsWith('.'));
    const shown = ordered([...(on.has('a') ? ['.', '..'] : []), ...names], s, p);
    parts.push((asked.length > 1 ? `${p}:\n` : '') + shown.map(n => `${n}\n`).join(''));
  }
  io.out.write(parts.join('\n'));
  return code;
};
const mkdir: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'p', { parents: 'p' });
  if (operands.length === 0) throw new DiskProblem(22);
  return each(operands, io, s, 'write', p => {
    const path = s.resolve(p);
    const make = (folder: string): void => {
      s.files.makeFolder(folder, 0o755);
      s.effect('write', folder);
    };
    if (!on.has('p')) return make(path);
    const above: string[] = [];
    for (let f = path; s.files.kind(f) !== 'folder'; f = f.slice(0, Math.max(1, f.lastIndexOf('/')))) {
      if (s.files.kind(f) !== undefined) throw new DiskProblem(f === path ? 17 : 20);
      above.unshift(f);
    }
    for (const f of above) make(f);
  });
};
const rmdir: Row = (args, io, s) =>
  each(parsed(args, '').operands, io, s, 'delete', p => {
    const path = s.resolve(p, false);
    s.files.removeFolder(path);
    s.effect('delete', path);
  });
function removeAll(path: string, s: ShellState): void {
  if (s.files.status(path)?.kind !== 'folder') {
    s.files.removeFile(path);
    s.murky.delete(path);
    return;
  }
  for (const n of s.files.list(path) ?? []) removeAll(`${path}/${n}`, s);
  s.files.removeFolder(path);
}
const rm: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'rRfvd', { recursive: 'r', force: 'f' });
  if (on.has('v') || on.has('d')) throw new Unknowable('the option -v or -d');
  if (operands.length === 0) {
    if (!on.has('f')) io.err.write(undefined);
    return on.has('f') ? 0 : 1;
  }
  return each(operands, io, s, 'delete', p => {
    if (/(?:^|\/)\.{1,2}\/*$/.test(p) || /^\/+$/.test(p)) throw new DiskProblem(22);
    const path = s.resolve(p, false);
    const kind = s.files.status(path)?.kind;
    if (kind === undefined) {
      if (on.has('f')) return;
      throw s.files.missing(path);
    }
    if (kind === 'folder' && !on.has('r') && !on.has('R')) throw new DiskProblem(21);
    if (path === s.workspace || s.cwd === path || s.cwd.startsWith(`${path}/`)) {
      s.effect('delete', path);
      throw new Unknowable('removing the folder that one is in');
    }
    removeAll(path, s);
    s.effect('delete', path);
  });
};
const touch: Row = (args, io, s) =>
  each(parsed(args, 'c').operands, io, s, 'write', p => {
    const path = s.resolve(p);
    if (s.files.kind(path) === undefined) {
      if (args.includes('-c')) return;
      s.files.create(path, 0o644);
    }
    s.effect('write', path);
  });
function copyAll(from: string, to: string, s: ShellState): void {
  if (s.files.kind(from) === 'folder') {
    if (s.files.kind(to) === undefined) s.files.makeFolder(to, 0o755);
    for (const n of s.files.list(from) ?? []) copyAll(`${from}/${n}`, `${to}/${n}`, s);
    return;
  }
  const bytes = s.files.read(from);
  if (bytes === undefined) throw new Unknowable(from, 'input');
  if (s.files.kind(to) === 'folder') throw new DiskProblem(21);
  const node = s.files.node(to) ?? s.files.create(to, 0o644);
  s.files.truncate(node, 0);
  s.files.write(node, 0, bytes);
  if (s.murky.has(from)) s.murky.add(to);
  else s.murky.delete(to);
}
function destinations(operands: readonly string[], io: Streams, s: ShellState): { readonly from: string[]; readonly to: (p: string) => string } | undefined {
  const from = operands.slice(0, -1);
  const to = operands.at(-1);
  if (to === undefined || from.length === 0) {
    io.err.write(undefined);
    return undefined;
  }
  let folder = false;
  try {
    folder = isFolder(to, s);
  } catch (e) {
    if (e instanceof Unknowable) s.effect('write', lexical(s.absolute(to)));
    throw e;
  }
  if ((from.length > 1 || to.endsWith('/')) && !folder) {
    io.err.write(undefined);
    return undefined;
  }
  return { from, to: p => (folder ? join(to, nameOf(p)) : to) };
}
const cp: Row = (args, io, s) => {
  const { on, operands } = parsed(args, 'rRapf', { recursive: 'r' });
  const d = destinations(operands, io, s);
  if (d === undefined) return 1;
  return each(d.from, io, s, 'write', p => {
    const from = s.resolve(p);
    const kind = s.files.kind(from);
    if (kind === undefined) throw s.files.missing(from);
    if (kind === 'folder' && !on.has('r') && !on.has('R') && !on.has('a')) throw new DiskProblem(21);
    const to = s.resolve(d.to(p));
    if (to === from || to.startsWith(`${from}/`)) throw new DiskProblem(22);
    copyAll(from, to, s);
    s.effect('write', to);
  });
};
const mv: Row = (args, io, s) => {
  const { operands } = parsed(args, 'f');
  const d = destinations(operands, io, s);
  if (d === undefined) return 1;
  return each(d.from, io, s, 'delete', p => {
    const from = s.resolve(p, false);
    if (s.files.status(from) === undefined) throw s.files.missing(from);
    const to = s.resolve(d.to(p), false);
    if (to === from) throw new DiskProblem(22);
    s.files.rename(from, to);
    for (const m of [...s.murky]) {
      if (m !== from && !m.startsWith(`${from}/`)) continue;
      s.murky.delete(m);
      s.murky.add(to + m.slice(from.length));
    }
    s.effect('delete', from);
    s.effect('write', to);
  });
};
const cd: Row = (args, io, s) => {
  if (args.length > 1 || args[0]?.startsWith('-')) throw new Unknowable(`cd ${args.join(' ')}`);
  const to = args[0] ?? s.variables.get('HOME');
  if (to === undefined || (!to.startsWith('/') && !to.startsWith('.') && s.variables.get('CDPATH') !== undefined)) throw new Unknowable('cd', 'input');
  const path = s.resolve(to);
  if (s.files.kind(path) !== 'folder') {
    io.err.write(undefined);
    return 1;
  }
  s.cwd = path;
  return 0;
};
const test: Row = (args, _io, s) => {
  const yes = (a: readonly string[]): boolean => {
    if (a.length === 0) return false;
    if (a.length === 1) return a[0] !== '';
    if (a[0] === '!') return !yes(a.slice(1));
    if (a.length === 2) {
      const [op, x] = a;
      if (op === '-z') return x === '';
      if (op === '-n') return x !== '';
      if (!['-e', '-f', '-d', '-s'].includes(op)) throw new Unknowable(`test ${op}`);
      if (x === '') return false;
      const path = s.resolve(x);
      const kind = s.files.kind(path);
      return op === '-e' ? kind !== undefined : op === '-f' ? kind === 'file' : op === '-d' ? kind === 'folder' : kind === 'folder' || (kind === 'file' && s.read(x) !== '');
    }
    if (a.length !== 3) throw new Unknowable('test of so many words');
    const [x, op, y] = a;
    if (op === '=' || op === '==') return x === y;
    if (op === '!=') return x !== y;
    const numbers: Readonly<Record<string, (m: number, n: number) => boolean>> = { '-eq': (m, n) => m === n, '-ne': (m, n) => m !== n, '-lt': (m, n) => m < n, '-le': (m, n) => m <= n, '-gt': (m, n) => m > n, '-ge': (m, n) => m >= n };
    if (numbers[op] === undefined || !/^-?\d{1,15}$/.test(x) || !/^-?\d{1,15}$/.test(y)) throw new Unknowable(`test ${op}`);
    return numbers[op](Number(x), Number(y));
  };
  return yes(args) ? 0 : 1;
};

export const commands: ReadonlyMap<string, Row> = new Map<string, Row>([
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['head', part(true)],
  ['tail', part(false)],
  ['wc', wc],
  ['grep', grep],
  ['sort', sort],
  ['ls', ls],
  ['mkdir', mkdir],
  ['rmdir', rmdir],
  ['rm', rm],
  ['touch', touch],
  ['cp', cp],
  ['mv', mv],
  ['cd', cd],
  ['test', test],
  ['[', (args, io, s) => (args.at(-1) === ']' ? test(args.slice(0, -1), io, s) : 2)],
  ['pwd', (args, io, s) => (args.length > 0 ? unknownOption(args[0]) : (io.out.write(`${s.cwd}\n`), 0))],
  ['true', () => 0],
  [':', () => 0],
  ['false', () => 1],
  ...textCommands,
]);
function unknownOption(o: string): never {
  throw new Unknowable(`the option ${o}`);
}
/** What these would change, where their arguments cannot be known. */
export const changes: Readonly<Record<string, 'write' | 'delete'>> = { rm: 'delete', rmdir: 'delete', mv: 'delete', cp: 'write', mkdir: 'write', touch: 'write', sed: 'write' };
