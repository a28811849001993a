// Words to what a command gets: braces, tilde, variables, what other commands print, fields and names of files, in bash's order
// (https://www.gnu.org/software/bash/manual/html_node/Shell-Expansions.html). What cannot be known is thrown as an Unknowable.
import { matchesGlob } from '../forecast/globs.ts';
import { type ShellState, Unknowable } from './state.ts';
import type { Part, Script, Word } from './syntax.ts';

/** Runs a script and gives what it prints. */
export type Substitute = (script: Script) => Promise<string | undefined>;
interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

/** All words of a command, as many as they come to. */
export async function expandAll(words: readonly Word[], s: ShellState, run: Substitute): Promise<string[]> {
  const out: string[] = [];
  for (const w of words) for (const one of braces(w)) for (const field of fields(await pieces(one, s, run))) out.push(...names(field, s));
  return out;
}
/** One word where no fields are made: what is assigned, and where output goes. */
export async function expandOne(word: Word, s: ShellState, run: Substitute): Promise<string> {
  return (await pieces(word, s, run)).map(p => p.text).join('');
}

async function pieces(word: Word, s: ShellState, run: Substitute): Promise<Piece[]> {
  const out: Piece[] = [];
  for (const [i, p] of word.entries()) {
    switch (p.kind) {
      case 'text':
        out.push(...(i === 0 && !p.quoted && p.text.startsWith('~') ? tilde(p.text, word.length === 1, s) : [{ text: p.text, quoted: p.quoted }]));
        break;
      case 'variable':
        out.push({ text: variable(p.name, s), quoted: p.quoted });
        break;
      case 'substitution': {
        const text = await run(p.script);
        if (text === undefined) throw new Unknowable('what $(…) prints', 'input');
        out.push({ text: text.replace(/\n+$/, ''), quoted: p.quoted });
        break;
      }
      default:
        throw new Unknowable(p.say);
    }
  }
  return out;
}
function variable(name: string, s: ShellState): string {
  if (name === '?') {
    if (s.last === undefined) throw new Unknowable('$?', 'input');
    return String(s.last);
  }
  if (name === 'PWD') return s.cwd;
  if (['RANDOM', 'SECONDS', 'LINENO', 'BASHPID', 'PPID', 'UID', 'EUID', 'HOSTNAME', 'EPOCHSECONDS', 'SHLVL', 'BASH', 'OLDPWD', 'IFS', 'OPTIND', 'HOSTTYPE', 'OSTYPE', 'MACHTYPE'].includes(name) || name.startsWith('BASH'))
    throw new Unknowable(`$${name}`, 'input');
  if (!s.variables.has(name)) return '';
  const value = s.variables.get(name);
  if (value === undefined) throw new Unknowable(`$${name}`, 'input');
  return value;
}
function tilde(text: string, alone: boolean, s: ShellState): Piece[] {
  if ((text !== '~' || !alone) && !text.startsWith('~/')) throw new Unknowable(text, 'input');
  const home = s.variables.get('HOME');
  if (home === undefined) throw new Unknowable('~', 'input');
  return [{ text: home, quoted: true }, { text: text.slice(1), quoted: false }];
}

/** `a{b,c}d` is two words; only plain lists of texts are understood. */
function braces(word: Word): Word[] {
  const all = word.every(p => p.kind === 'text' && !p.quoted) ? word.map(p => (p as Part & { text: string }).text).join('') : undefined;
  if (all === undefined) {
    if (word.some(p => p.kind === 'text' && !p.quoted && /[{}]/.test(p.text))) throw new Unknowable('braces among quotes');
    return [word];
  }
  const m = /^([^{}]*)\{([^{}]*)\}([\s\S]*)$/.exec(all);
  if (m === null) {
    if (/[{}]/.test(all) && all !== '{}') throw new Unknowable(all);
    return [word];
  }
  const [, before, inner, after] = m;
  if (!inner.includes(',')) {
    if (inner.includes('..') || inner === '' || /[{}]/.test(after)) throw new Unknowable(all);
    return [word];
  }
  return inner.split(',').flatMap(i => braces([{ kind: 'text', text: before + i + after, quoted: false }]));
}

/** What was not quoted and came from a variable is parted at white space; here texts of the line itself hold none. */
function fields(all: readonly Piece[]): Piece[][] {
  const out: Piece[][] = [];
  let current: Piece[] | undefined;
  for (const p of all) {
    if (p.quoted) {
      (current ??= []).push(p);
      continue;
    }
    const parts = p.text.split(/[ \t\n]+/);
    parts.forEach((t, i) => {
      if (i > 0 && current !== undefined) {
        out.push(current);
        current = undefined;
      }
      if (t !== '') (current ??= []).push({ text: t, quoted: false });
    });
  }
  if (current !== undefined) out.push(current);
  return out;
}

/** A pattern stands for the files that match it, or for itself. */
function names(field: readonly Piece[], s: ShellState): string[] {
  const plain = field.map(p => p.text).join('');
  if (!field.some(p => !p.quoted && /[*?]|\[.*\]/.test(p.text))) return [plain];
  if (field.some(p => (!p.quoted && /\[.*\]/.test(p.text)) || (p.quoted && /[*?{}]/.test(p.text)))) throw new Unknowable(plain);
  const found = search(plain, s);
  return found.length === 0 ? [plain] : ordered(found, s, plain);
}
function search(pattern: string, s: ShellState): string[] {
  const parts = pattern.split('/');
  let places = [''];
  parts.forEach((part, i) => {
    const last = i === parts.length - 1;
    if (part === '' || !/[*?]/.test(part)) {
      places = places.map(p => `${p}${part}${last ? '' : '/'}`);
      return;
    }
    if (part.includes('**')) throw new Unknowable(pattern);
    places = places.flatMap(p => {
      const folder = s.resolve(p === '' ? '.' : p);
      const all = s.files.kind(folder) === 'folder' ? s.list(folder) : [];
      return all.filter(n => (part.startsWith('.') || !n.startsWith('.')) && matchesGlob(part, n)).map(n => `${p}${n}${last ? '' : '/'}`);
    });
  });
  return places.filter(p => p !== '' && s.files.kind(s.resolve(p)) !== undefined);
}

/** Names in the order of the locale: that of characters in C, else only where every locale agrees. */
export function ordered(all: readonly string[], s: ShellState, what: string): string[] {
  const sorted = [...all].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (all.length < 2) return sorted;
  const locale = ['LC_ALL', 'LC_COLLATE', 'LANG'].map(n => s.variables.get(n)).find(v => v !== undefined && v !== '') ?? 'C';
  if (/^(?:C|POSIX)(?:\.|$)/.test(locale)) return sorted;
  if (all.every(n => /^[a-z0-9]+$/.test(n))) return sorted;
  throw new Unknowable(`the order of ${what} in the locale ${locale}`, 'order');
}
