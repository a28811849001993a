// A suite's memory: recalls the forecasts that still hold for the files as they are now, and gathers, while the others are rehearsed, what each of them hangs on.
import { type Files, textStamp } from '../../files.ts';
import type { LastHeld } from '../../forecast/last-held.ts';
import { bothReads, type FileRead, type Present, type Reads, stillTrue, stillTrueAt, textHash, type UnitTable } from '../../forecast/reads.ts';
import { borrowed, type KnownTest, type Memory, type RecalledFile, recall, type Remembered, type RememberedFile, type RememberedTest, revised } from '../../forecast/remembered.ts';
import { SharedReads } from '../../forecast/shared-reads.ts';
import { touched } from '../../forecast/touched.ts';
import { isLibrary } from '../code-of-files.ts';
import { unitOf, unitTable } from '../source-units.ts';
import { importedNames } from '../warm.ts';
import { listHash, type Seen } from '../watched-reads.ts';
import { decodeSource } from '../source-encoding.ts';
import { type CollectedTest, fileOf, type FunctionAsked, groupedBy } from './collection.ts';
import { sourcesOf, stemOf } from './project-sources.ts';
import { joined, type Settings } from './settings.ts';

/** What may have changed without a forecast's reads telling it: it is part of the key. */
export interface Circumstances {
  readonly engine: string;
  readonly workspace: string;
  readonly library: readonly string[];
  readonly packages: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly more: unknown;
}

/** What code has looked at besides the sources that it was read from. */
export interface Looked {
  readonly reads: Reads;
  /** Names that import statements name: a new source of such a name may come before what was found. */
  readonly names: ReadonlySet<string>;
  /** The project's source files. */
  readonly sources: readonly string[];
  /** When it was last found to look the same. */
  readonly last: LastHeld;
}

/** Variables that differ from terminal to terminal and that no test should care for. */
const idle = new Set(['_', 'SHLVL', 'OLDPWD', 'WINDOWID', 'COLUMNS', 'LINES', 'TERM_SESSION_ID', 'VSCODE_IPC_HOOK_CLI', 'SSH_CLIENT', 'SSH_CONNECTION', 'SSH_TTY', 'XDG_SESSION_ID']);

/** Roughly how many times as long it takes to try other orders, too: most are collected anew for that. */
const reordering = 10;

export class SuiteMemory {
  readonly #memory: Memory;
  readonly #before: Remembered;
  readonly #root: string;
  readonly #files: Files;
  readonly #present: Present;
  readonly #sources: readonly string[];
  readonly #others: readonly Remembered[];
  readonly #tables: Record<string, UnitTable> = {};
  #cutOffs: ReadonlyMap<string, number> | undefined;
  readonly #known = new Map<string, KnownTest>();
  readonly #shared = new SharedReads();
  #touched: ReadonlySet<string> | undefined;

  constructor(memory: Memory, files: Files, settings: Settings, c: Circumstances) {
    this.#memory = memory;
    this.#files = files;
    this.#root = settings.rootdir;
    this.#present = presentOf(files);
    const { all, marking } = sourcesOf(files, c.workspace);
    this.#sources = all;
    const environment = Object.entries(c.environment).filter(([k]) => !idle.has(k)).sort();
    const own = { ...settings, args: [], wanted: [], inis: [...settings.inis] };
    const installed = c.packages.map(p => listHash(files.list(p)));
    const key = textHash(JSON.stringify([c.engine, c.workspace, c.library, c.packages, installed, environment, own, marking, c.more]));
    this.#before = memory.load(key) ?? { key, sources: this.#sources, files: {}, tables: {} };
    this.#others = memory.others?.(key) ?? [];
  }

  /** Where one memory knows all, and no source is new: that memory, and the test files that may hang on something else by now. */
  get touched(): { readonly before: Remembered; readonly files: ReadonlySet<string> } | undefined {
    if (this.#others.length > 0 || this.#addedSince(this.#before).size > 0) return undefined;
    this.#touched ??= touched(this.#before, this.#present, this.#files.standing);
    return { before: this.#before, files: this.#touched };
  }
  /** What still holds of a test file. */
  recall(file: string): RecalledFile | undefined {
    this.#touched ??= touched(this.#before, this.#present, this.#files.standing);
    const added = this.#addedSince(this.#before);
    const known = this.#touched.has(file) || added.size > 0 ? undefined : this.#before.files[file];
    const own = known ?? recall(this.#before, file, this.#present, added);
    if (this.#others.length === 0 || own?.tests.every(t => t.known !== undefined)) return own;
    const others = this.#others.map(from => ({ from, recalled: recall(from, file, this.#present, this.#addedSince(from)) }));
    const together = borrowed(file, [{ from: this.#before, recalled: own }, ...others]);
    if (together === undefined) return own;
    this.#borrowed.set(file, together);
    return together;
  }
  /** Files that other memories knew better. */
  readonly #borrowed = new Map<string, RememberedFile>();
  readonly #added = new Map<Remembered, ReadonlySet<string>>();
  #addedSince(m: Remembered): ReadonlySet<string> {
    let added = this.#added.get(m);
    if (added === undefined) {
      this.#added.set(m, (added = new Set(missingFrom(m.sources, this.#sources).map(stemOf))));
    }
    return added;
  }

  /** The project's source files. */
  get sources(): readonly string[] {
    return this.#sources;
  }
  get key(): string {
    return this.#before.key;
  }
  hashOf(path: string): string {
    return this.#present.hash(path);
  }
  /** Whether who looks again sees the same. */
  looksAlike({ reads, names, sources, last }: Looked): boolean {
    const { standing } = this.#files;
    const suspects = last.suspects(standing);
    const does = suspects === undefined ? stillTrue(reads, this.#present, {}) : stillTrueAt(suspects, reads, this.#present, {});
    if (does) last.held(standing, () => [reads.files, reads.kinds, reads.lists].flatMap(Object.keys));
    return does && !missingFrom(sources, this.#sources).some(p => names.has(stemOf(p)));
  }
  /** Test files as they are remembered, their imports still holding. */
  same(files: readonly string[]): ReadonlyMap<string, RememberedFile> {
    return new Map(
      files.flatMap(f => {
        const known = this.#borrowed.get(f) ?? this.#before.files[f];
        return known === undefined ? [] : [[f, known] as const];
      }),
    );
  }

  /** Notes what a test hangs on. */
  keep({ forecast, reads, ...more }: Omit<KnownTest, 'cutOff'>): void {
    const cutOff = forecast.why.some(w => w.reason === 'budget' && (w.what === 'time' || w.what === 'memory')) ? this.#cutOffsOf(forecast.id) + 1 : undefined;
    // Lines of a file show in the forecast: any change to it may move them.
    const shown = new Set([...(forecast.raises?.traceback ?? []), ...forecast.why, ...forecast.effects].flatMap(x => x.file ?? []));
    const files: Record<string, FileRead> = {};
    for (const file of shown) if (this.#tracked(file)) files[file] = { hash: this.#present.hash(file) };
    this.#known.set(forecast.id, { ...more, forecast, reads: this.#shared.all(shown.size === 0 ? reads : bothReads(reads, { files, kinds: {}, lists: {} })), cutOff });
  }

  /** The tests whose rehearsals are remembered, with what it took those that have run a function: each by what is known of it last, whatever has changed since. */
  thatRan({ file, function: name }: FunctionAsked): CollectedTest[] {
    const unit = unitOf(name);
    const all = new Map<string, CollectedTest>();
    for (const m of [...this.#others, this.#before])
      for (const f of Object.values(m.files))
        for (const { id, file: own, line, known: k } of f.tests)
          if (k !== undefined) all.set(id, { id, file: own, line, ...(k.reads.files[file]?.units?.includes(unit) === true ? { ran: (k.cost ?? 0) * (k.reordered ? reordering : 1) } : {}) });
    return [...all.values()];
  }
  /** Milliseconds that the test's rehearsal took when it was made, whatever has changed since. */
  costOf(id: string): number | undefined {
    return this.#everKnown(id).findLast(k => k.cost !== undefined)?.cost;
  }
  /** Whether the test has passed by itself when it was last rehearsed, whatever has changed since. */
  hasPassed(id: string): boolean {
    const known = this.#everKnown(id).at(-1);
    return known?.forecast.outcome === 'pass' && known.settled !== true;
  }
  /** What the test changed when it was last held against the tests before it and ended as by itself, whatever has changed since; undefined where it was not, or ended otherwise. */
  cellsOf(id: string): readonly string[] | undefined {
    const known = this.#everKnown(id).findLast(k => k.cells === undefined || k.met === true);
    return known === undefined || known.settled === true ? undefined : (known.cells ?? []);
  }
  /** All that is remembered of a test, what is known best at the end. */
  #everKnown(id: string): readonly KnownTest[] {
    const file = joined(this.#root, fileOf(id));
    let tests = this.#ever.get(file);
    if (tests === undefined) {
      const all = [...this.#others, this.#before].flatMap(m => m.files[file]?.tests ?? []);
      this.#ever.set(file, (tests = groupedBy(all.filter(t => t.known !== undefined), t => t.id)));
    }
    return tests.get(id)?.map(t => t.known!) ?? [];
  }
  readonly #ever = new Map<string, ReadonlyMap<string, readonly RememberedTest[]>>();
  /** How often the test's rehearsal has been cut off before. */
  #cutOffsOf(id: string): number {
    this.#cutOffs ??= new Map(Object.values(this.#before.files).flatMap(f => f.tests.flatMap(t => (t.known?.cutOff === undefined ? [] : [[t.id, t.known.cutOff] as const]))));
    return this.#cutOffs.get(id) ?? 0;
  }
  /** What was seen, as it can be asked again later. */
  reads(seen: Seen, only?: ReadonlySet<string>): Reads {
    const files: Record<string, FileRead> = {};
    for (const [file, names] of seen.codes) {
      if (!this.#tracked(file) || (only !== undefined && !only.has(file))) continue;
      files[file] = this.#unitsRead(file, names);
    }
    for (const path of seen.whole) if (!isStandard(path)) files[path] = { hash: this.#present.hash(path) };
    const asked = (m: ReadonlyMap<string, string>): Record<string, string> => Object.fromEntries([...m].filter(([p]) => !isStandard(p)));
    return { files, kinds: asked(seen.kinds), lists: asked(seen.lists) };
  }
  /** The outside of files that were imported, whatever ran of them. */
  imports(closure: ReadonlySet<string>, whole: readonly string[]): Reads {
    const files: Record<string, FileRead> = {};
    for (const file of closure) if (this.#tracked(file)) files[file] = this.#unitsRead(file, new Set());
    for (const file of whole) files[file] = { hash: this.#present.hash(file) };
    return { files, kinds: {}, lists: {} };
  }
  /** Names in the import statements of the files. */
  names(closure: ReadonlySet<string>): string[] {
    const out = new Set<string>();
    for (const file of closure) {
      const bytes = this.#tracked(file) ? this.#files.read(file) : undefined;
      if (bytes !== undefined) for (const i of importedNames(decodeSource(bytes), file)) for (const part of i.name.split('.')) out.add(part);
    }
    return [...out].sort();
  }

  /** Whether there is something to write down though nothing was collected. */
  get hasBorrowed(): boolean {
    return this.#borrowed.size > 0;
  }
  /** Writes down the test files that were collected now, with what is known of their tests. */
  save(files: ReadonlyMap<string, RememberedFile>): void {
    const keeps = this.#memory.keeps(this.key);
    if (!keeps && this.#memory.keepPart === undefined) return;
    const now = new Map([...files].map(([path, f]) => [path, { ...f, tests: f.tests.map(t => ({ ...t, known: this.#known.get(t.id) ?? t.known })) }]));
    if (!keeps) {
      this.#memory.keepPart!({ key: this.key, sources: this.#sources, files: Object.fromEntries(now), tables: Object.assign(Object.create(this.#before.tables), this.#tables) });
      return;
    }
    const tables = this.#borrowed.size === 0 ? this.#tables : Object.assign({}, ...this.#others.map(o => o.tables), this.#tables);
    this.#memory.save(revised(this.#before, new Map([...this.#borrowed, ...now]), tables, this.#sources, p => this.#files.kind(p) === 'file'));
  }

  #unitsRead(file: string, names: ReadonlySet<string>): FileRead {
    const hash = this.#present.hash(file);
    const table = this.#present.units(file);
    if (table === undefined) return { hash };
    this.#tables[hash] = table;
    return { hash, units: ['', ...new Set([...names].map(unitOf).filter(u => u !== '' && table[u] !== undefined))] };
  }
  #tracked(file: string): boolean {
    return file.startsWith('/') && !isLibrary(file) && this.#present.hash(file) !== '';
  }
}
/** The library does not change under a key; what a test framework puts into the folder for temporary files is its own. */
const isStandard = (path: string): boolean => isLibrary(`${path}/`) && !path.startsWith('/tmp') ? true : path.startsWith('/tmp/pytest-of-');

interface Marked {
  readonly stamp: string;
  readonly hash: string;
}
/** Hashes of files by what marks their content: a file that has not changed since the last run is not read again. Edits come and go, so theirs have a place of their own. */
const onDisk = new Map<string, Marked>();
const edited = new Map<string, Marked>();
/** Parts of sources by the hash of the whole. */
const tablesByHash = new Map<string, UnitTable>();
const mostTables = 4000;

/** The files as they are now, each asked once. */
function presentOf(files: Files): Present {
  const once = <R>(ask: (path: string) => R): ((path: string) => R) => {
    const known = new Map<string, R>();
    return path => {
      if (!known.has(path)) known.set(path, ask(path));
      return known.get(path) as R;
    };
  };
  const hash = once(path => {
    const stamp = files.stamp?.(path);
    const hashes = stamp?.startsWith(textStamp) ? edited : onDisk;
    const known = hashes.get(path);
    if (stamp !== undefined && known?.stamp === stamp) return known.hash;
    const bytes = files.read(path);
    const hash = bytes === undefined ? '' : textHash(bytes);
    if (stamp !== undefined) hashes.set(path, { stamp, hash });
    return hash;
  });
  return {
    hash,
    units: once(path => {
      const whole = hash(path);
      const known = tablesByHash.get(whole);
      if (known !== undefined) return known;
      const bytes = files.read(path);
      if (bytes === undefined) return undefined;
      try {
        const table = unitTable(decodeSource(bytes), path);
        if (tablesByHash.size > mostTables) tablesByHash.clear();
        if (table !== undefined) tablesByHash.set(whole, table);
        return table;
      } catch {
        return undefined;
      }
    }),
    kind: once(path => files.kind(path) ?? ''),
    list: once(path => listHash(files.list(path))),
  };
}

/** Paths, sorted, that are not among others, which are mostly the same in the same order. */
function missingFrom(others: readonly string[], paths: readonly string[]): readonly string[] {
  const last = compared.get(others);
  if (last?.paths === paths) return last.missing;
  const missing = compare(others, paths);
  compared.set(others, { paths, missing });
  return missing;
}
const compared = new WeakMap<readonly string[], { readonly paths: readonly string[]; readonly missing: readonly string[] }>();
function compare(others: readonly string[], paths: readonly string[]): readonly string[] {
  if (others.length === paths.length && others.every((p, i) => p === paths[i])) return [];
  const then = new Set(others);
  return paths.filter(p => !then.has(p));
}
