// What a command line runs upon: files in memory over the host's, the current folder, variables, where output goes, and what cannot be known any more.
import type { Effect } from '../effects.ts';
import { DiskProblem, type Overlay } from '../overlay.ts';
import { type Origin, union } from '../unknown.ts';

/** Text that is written somewhere: what is known of it from its beginning. */
export class Sink {
  text = '';
  known = true;
  write(t: string | undefined): void {
    if (t === undefined) this.known = false;
    else if (this.known) this.text += t;
  }
  get whole(): string | undefined {
    return this.known ? this.text : undefined;
  }
}
export interface Streams {
  /** What can be read; undefined where nobody knows. */
  readonly stdin: string | undefined;
  readonly out: Sink;
  readonly err: Sink;
}

/** A value of the world that cannot be known; thrown by what needs it, and caught where a command ends. */
export class Unknowable extends Error {
  readonly origin: Origin;
  constructor(what: string, reason: Origin['reason'] = 'not-modelled') {
    super(what);
    this.origin = { reason, what };
  }
}

const mostSteps = 10_000;

export class ShellState {
  readonly files: Overlay;
  readonly workspace: string;
  cwd: string;
  variables: Map<string, string | undefined>;
  last: number | undefined = 0;
  /** Something ran of which nobody knows what it did: files may be otherwise. */
  tainted = false;
  /** Python has left compiled files behind, in folders named __pycache__ and others: nobody tells which. */
  compiled = false;
  why: readonly Origin[] = [];
  readonly effects: Effect[] = [];
  private steps = 0;

  constructor(files: Overlay, workspace: string, cwd: string, variables: Map<string, string | undefined>) {
    this.files = files;
    this.workspace = workspace;
    this.cwd = cwd;
    this.variables = variables;
  }
  step(): void {
    if (++this.steps > mostSteps) throw new Unknowable('steps', 'budget');
  }
  doubt(o: Origin): void {
    this.why = union(this.why, [o]);
  }
  taint(o: Origin): void {
    this.doubt(o);
    this.tainted = true;
  }
  effect(kind: Effect['kind'], what: string): void {
    if (!this.effects.some(e => e.kind === kind && e.what === what)) this.effects.push({ kind, what });
  }

  absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.cwd}/${path}`;
  }
  /** The path with `.`, `..` and links taken out. Throws an Unknowable for what lies where nothing is known of. */
  resolve(path: string, followLast = true): string {
    if (path === '') throw new DiskProblem(2);
    const found = this.files.resolve(this.absolute(path), followLast);
    if (this.tainted) throw new Unknowable(`files after ${this.why.at(-1)?.what ?? 'that'}`, 'input');
    if (found !== this.workspace && !found.startsWith(`${this.workspace}/`) && found !== '/dev/null') throw new Unknowable(found, 'input');
    return found;
  }
  read(path: string): string {
    const file = this.resolve(path);
    if (file === '/dev/null') return '';
    const kind = this.files.kind(file);
    if (kind === undefined) throw this.files.missing(file);
    if (kind === 'folder') throw new DiskProblem(21);
    const bytes = this.files.read(file);
    if (bytes === undefined || this.murky.has(file)) throw new Unknowable(file, 'input');
    return textOf(bytes) ?? unreadable(file);
  }
  /** Writes a whole file, or behind what is there. What is not known becomes a file of which nobody knows the content. */
  write(path: string, text: string | undefined, append: boolean): void {
    const file = this.resolve(path);
    if (file === '/dev/null') return;
    this.effect('write', file);
    if (this.files.kind(file) === 'folder') throw new DiskProblem(21);
    const node = this.files.node(file) ?? this.files.create(file, 0o644);
    if (!append) this.files.truncate(node, 0);
    if (text === undefined) {
      this.murky.add(file);
      return;
    }
    if (!append) this.murky.delete(file);
    this.files.write(node, node.length, new TextEncoder().encode(text));
  }
  /** The names in a folder, in no particular order. */
  list(folder: string): readonly string[] {
    const all = this.files.list(folder);
    if (all === undefined || (this.compiled && !all.includes('__pycache__') && all.some(n => n.endsWith('.py') || this.files.kind(`${folder}/${n}`) === 'folder'))) throw new Unknowable(`the names in ${folder}`, 'input');
    return all;
  }
  /** Files that are there, with a content that nobody knows. */
  readonly murky = new Set<string>();
}
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
function unreadable(file: string): never {
  throw new Unknowable(`${file} is not UTF-8`, 'input');
}
