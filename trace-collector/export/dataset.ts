// A data set on disk: files of rows, a card, and at the very end a manifest. It is written beside its place and moved there when it is whole, so that half of one
// never looks like one; without its manifest.json a folder is none.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { diskFull, exportExists, isNoFolder, notAnExport } from '../failure.ts';
import { card } from './card.ts';
import { JsonlFile } from './jsonl-file.ts';
import { ParquetFile } from './parquet-file.ts';
import type { Redaction } from './redaction.ts';
import type { Format, Row, Skip } from './rows.ts';

const file = z.object({ path: z.string(), bytes: z.number(), sha256: z.string(), rows: z.number().optional() });
export const manifest = z.object({
  kind: z.literal('foretrace export'),
  /** Of this file. */
  version: z.literal(1),
  tool: z.string(),
  format: z.string(),
  /** Of the rows. */
  schema: z.number(),
  container: z.enum(['parquet', 'jsonl']),
  split: z.enum(['recorded', 'rehearsed']),
  /** What was asked for. */
  selection: z.record(z.string(), z.union([z.string(), z.number()])),
  rows: z.number(),
  traces: z.number(),
  tests: z.number(),
  pythons: z.array(z.string()),
  skipped: z.record(z.string(), z.number()),
  redacted: z.object({ replacements: z.record(z.string(), z.number()), different: z.number() }),
  files: z.array(file),
});
export type Manifest = z.infer<typeof manifest>;

export interface DatasetOptions {
  readonly folder: string;
  readonly format: Format;
  readonly container: Manifest['container'];
  readonly split: Manifest['split'];
  readonly tool: string;
  readonly selection: Manifest['selection'];
  /** Take the place of an earlier export. */
  readonly force: boolean;
  /** A file of rows ends after so many bytes. */
  readonly fileBytes?: number;
}

export class Dataset {
  readonly #o: DatasetOptions;
  /** Where it is written. */
  readonly folder: string;
  #open: JsonlFile | ParquetFile | undefined;
  readonly #files: Manifest['files'] = [];
  #rows = 0;
  readonly #skipped = new Map<Skip, number>();

  /** Throws a Failed where something else is in its place. */
  constructor(o: DatasetOptions) {
    this.#o = o;
    checkPlace(o);
    this.folder = `${o.folder}.partial-${process.pid}`;
    rmSync(this.folder, { recursive: true, force: true });
    dropDead(o.folder);
    this.#told(() => mkdirSync(join(this.folder, 'data'), { recursive: true }));
  }
  write(row: Row): void {
    this.#told(() => {
      this.#open ??= this.#next();
      this.#open.write(row);
      this.#rows++;
      if (this.#open.bytes >= (this.#o.fileBytes ?? 256 << 20)) this.#close();
    });
  }
  skip(why: Skip): void {
    this.#skipped.set(why, (this.#skipped.get(why) ?? 0) + 1);
  }
  /** Writes the card and the manifest and moves all to its place. */
  finish(about: { readonly traces: number; readonly tests: number; readonly pythons: readonly string[]; readonly redaction: Redaction }): Manifest {
    return this.#told(() => {
      if (this.#files.length === 0) this.#open ??= this.#next();
      this.#close();
      const { format, container, split, tool, selection } = this.#o;
      const sorted = (of: Iterable<readonly [string, number]>): Record<string, number> => Object.fromEntries([...of].sort(([a], [b]) => (a < b ? -1 : 1)));
      const m: Manifest = {
        kind: 'foretrace export',
        version: 1,
        tool,
        format: format.name,
        schema: format.version,
        container,
        split,
        selection,
        rows: this.#rows,
        traces: about.traces,
        tests: about.tests,
        pythons: [...about.pythons].sort(),
        skipped: sorted(this.#skipped),
        redacted: { replacements: sorted(Object.entries(about.redaction.counts)), different: about.redaction.different },
        files: this.#files,
      };
      const readme = card(m, format);
      writeFileSync(join(this.folder, 'README.md'), readme);
      const whole: Manifest = {
        ...m,
        files: [...m.files, { path: 'README.md', bytes: Buffer.byteLength(readme), sha256: createHash('sha256').update(readme).digest('hex') }],
      };
      writeFileSync(join(this.folder, 'manifest.json'), `${JSON.stringify(whole, undefined, 2)}\n`);
      this.#move(whole);
      return whole;
    });
  }
  /** Takes back what was written. */
  abandon(): void {
    this.#open?.abandon();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #next(): JsonlFile | ParquetFile {
    const { container, split, format, tool } = this.#o;
    const path = join(this.folder, this.#name());
    return container === 'jsonl' ? new JsonlFile(path) : new ParquetFile(path, format.columns, `${tool} (hyparquet-writer), ${split}`);
  }
  #name(): string {
    return `data/${this.#o.split}-${String(this.#files.length).padStart(5, '0')}.${this.#o.container === 'parquet' ? 'parquet' : 'jsonl.gz'}`;
  }
  #close(): void {
    if (this.#open === undefined) return;
    const { rows } = this.#open;
    this.#files.push({ path: this.#name(), ...this.#open.done(), rows });
    this.#open = undefined;
  }
  #move(m: Manifest): void {
    const to = this.#o.folder;
    if (!existsSync(to)) {
      renameSync(this.folder, to);
      return;
    }
    // The old manifest goes first and the new one comes last: in between the folder is no data set, and still ours.
    const old = earlier(to);
    if (existsSync(join(to, 'manifest.json'))) renameSync(join(to, 'manifest.json'), join(to, replaced));
    for (const f of old?.files ?? []) rmSync(join(to, f.path), { force: true });
    mkdirSync(join(to, 'data'), { recursive: true });
    for (const f of [...m.files.map(x => x.path), 'manifest.json']) renameSync(join(this.folder, f), join(to, f));
    rmSync(join(to, replaced), { force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }
  #told<R>(work: () => R): R {
    try {
      return work();
    } catch (e) {
      const { code } = e as { code?: string };
      throw code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(this.#o.folder) : e;
    }
  }
}

function checkPlace({ folder, force }: DatasetOptions): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw isNoFolder(folder);
  if (readdirSync(folder).length === 0) return;
  if (!force) throw exportExists(folder);
  if (earlier(folder) === undefined && ['README.md', 'manifest.json', 'data'].some(n => existsSync(join(folder, n)))) throw notAnExport(folder);
}
/** The manifest of the export that is there; of anything else nothing is known, and nothing removed. */
function earlier(folder: string): Manifest | undefined {
  for (const name of ['manifest.json', replaced]) {
    try {
      const m = manifest.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
      if (m.files.every(f => /^(?:data\/[\w.-]+|README\.md)$/.test(f.path))) return m;
    } catch {
      // Not there, or not ours.
    }
  }
  return undefined;
}
/** The manifest of an export while another takes its place. */
const replaced = 'manifest.replaced.json';
/** Removes what exports have left that were killed. */
function dropDead(folder: string): void {
  const name = `${basename(folder)}.partial-`;
  for (const n of existsSync(dirname(folder)) ? readdirSync(dirname(folder)) : []) {
    if (!n.startsWith(name) || !/^\d+$/.test(n.slice(name.length))) continue;
    try {
      process.kill(Number(n.slice(name.length)), 0);
    } catch (e) {
      if ((e as { code?: string }).code === 'ESRCH') rmSync(join(dirname(folder), n), { recursive: true, force: true });
    }
  }
}
