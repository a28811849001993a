// The forecast of one folder's tests while it is being edited: what they would do now, what of that reads otherwise than before, and which failures the edits since
// the baseline have brought. It lives in the editor's worker.
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { codeState } from '../../../trace-collector/code-state.ts';
import { cancelled } from '../../../trace-collector/failure.ts';
import type { TestForecast } from '../../../trace-collector/trace.ts';
import { placeAt, showFrom, workspaceOf } from '../commands/session.ts';
import type { KeptSuite } from '../kept-forecasts.ts';
import type { ShowPath } from '../present/raised.ts';
import type { Engines, Progress, Suite } from '../service.ts';
import { type Edited, editedLines, findingsOf } from './findings.ts';
import { EarlyFailures } from './early-failures.ts';
import type { Early, Found, Picture, TestFound } from './protocol.ts';
import { countsOf, type TestShown, testShown } from './test-shown.ts';

export interface Hearing {
  readonly signal: AbortSignal;
  readonly onProgress?: (p: Progress) => void;
  /** Hears of failures before all tests are rehearsed. */
  readonly onEarly?: (e: Early) => void;
}
export interface Surroundings {
  readonly service: Engines;
  readonly environment: Readonly<Record<string, string>>;
  /** Texts of unsaved files by their paths. */
  readonly buffers: ReadonlyMap<string, string>;
}

export class FolderForecast {
  readonly folder: string;
  tests: readonly TestFound[] = [];
  private readonly around: Surroundings;
  /** How the tests ended before the edits. */
  private baseline: ReadonlyMap<string, TestForecast> | undefined;
  /** Texts before the edits, of files that were edited since. */
  private readonly texts = new Map<string, string>();
  private shown = new Map<string, TestShown>();
  private told = new Map<string, string>();
  private toldTests: readonly TestFound[] | undefined;
  private findings: Picture['findings'] = [];
  /** How often something was written down of the tests, as they are without unsaved edits. */
  timesRemembered = 0;

  constructor(folder: string, around: Surroundings) {
    this.folder = folder;
    this.around = around;
  }

  /** Remembers how a file read before it was edited: called before its first unsaved text is taken. */
  edited(file: string): void {
    if (this.texts.has(file) || !file.startsWith(this.folder)) return;
    this.texts.set(file, diskText(file) ?? '');
  }
  /** From here on, failures that are there count as known. */
  takeBaseline(): void {
    this.baseline = undefined;
    this.texts.clear();
    for (const file of this.around.buffers.keys()) this.edited(file);
  }
  /** All is told anew with the next picture. */
  forgetTold(): void {
    this.told = new Map();
    this.toldTests = undefined;
  }

  async discover(hearing: Hearing): Promise<Found> {
    if (this.tests.length === 0) {
      const suite = await this.suite(this.changes(), true, hearing);
      this.tests = suite.collected;
    }
    return { root: this.folder, tests: this.tests };
  }

  async rehearse(hearing: Hearing): Promise<Picture> {
    const from = performance.now();
    const changes = this.changes();
    if (this.baseline === undefined && changes.size > 0) this.baseline = mapped(await this.suite(new Map(), false, hearing));
    const show = showFrom(this.folder);
    const suite = await this.suite(changes, false, hearing, this.early(show, hearing));
    if (changes.size === 0) this.timesRemembered++;
    this.baseline ??= mapped(suite);
    const unparsed = unparsedIn(suite.tests, [...changes.keys()]);
    if (unparsed !== undefined && this.shown.size > 0) return { ...this.picture([], suite, from), unparsed };
    this.tests = suite.collected;
    this.shown = new Map(suite.tests.map(t => [t.id, testShown(t, show)]));
    const changed: TestShown[] = [];
    const told = new Map<string, string>();
    for (const t of this.shown.values()) {
      const text = JSON.stringify(t);
      if (this.told.get(t.id) !== text) changed.push(t);
      told.set(t.id, text);
    }
    this.told = told;
    const before = this.baseline;
    const broken = suite.tests.filter(t => t.outcome === 'fail' && (before.get(t.id)?.outcome ?? 'pass') === 'pass');
    this.findings = broken.length === 0 ? [] : findingsOf(broken, this.edits(), show);
    return this.picture(changed, suite, from);
  }
  private picture(changed: readonly TestShown[], suite: Suite, from: number): Picture {
    return {
      root: this.folder,
      ...(this.areTold() ? {} : { tests: this.tests }),
      changed,
      counts: countsOf(this.shown.values()),
      findings: this.findings,
      milliseconds: Math.round(performance.now() - from),
      python: suite.python.version,
    };
  }
  /** Whether the present tests are those that were told last; they are from now on. */
  private areTold(): boolean {
    const before = this.toldTests;
    this.toldTests = this.tests;
    return (
      before?.length === this.tests.length &&
      this.tests.every(({ id, file, line }, i) => before[i].id === id && before[i].file === file && before[i].line === line)
    );
  }
  private early(show: ShowPath, { onEarly }: Hearing): EarlyFailures | undefined {
    return this.baseline === undefined || onEarly === undefined ? undefined : new EarlyFailures(this.baseline, () => this.edits(), show, onEarly);
  }
  private async suite(changes: ReadonlyMap<string, string>, list: boolean, { signal, onProgress }: Hearing, early?: EarlyFailures): Promise<Suite> {
    if (!existsSync(this.folder)) throw cancelled();
    const place = placeAt({ cwd: this.folder, environment: this.around.environment }, this.folder, changes);
    const hear = early === undefined ? {} : { onSuspected: (t: TestForecast) => early.hear(t), onTest: (t: TestForecast) => early.hear(t) };
    try {
      return await this.around.service.suite({ place, cwd: this.folder, paths: [], list }, { signal, onProgress, ...hear });
    } finally {
      early?.end();
    }
  }
  /** What the tests on the disk would do, and for which state of the code that holds: a real run sees no unsaved text. */
  async onDisk(hearing: Hearing): Promise<KeptSuite> {
    const made = Date.now();
    const rehearsal = this.suite(new Map(), false, hearing);
    const code = codeState(workspaceOf(this.folder));
    return { code, made, tests: (await rehearsal).tests };
  }
  /** Unsaved texts that differ from the disk. */
  changes(): ReadonlyMap<string, string> {
    return new Map([...this.around.buffers].filter(([file, text]) => diskText(file) !== text));
  }
  /** Where the present texts differ from those of the baseline. */
  private edits(): Edited[] {
    const out: Edited[] = [];
    for (const [file, before] of this.texts) {
      const edit = editedLines(file, before, this.around.buffers.get(file) ?? diskText(file) ?? '');
      if (edit !== undefined) out.push(edit);
    }
    return out;
  }
}

export function diskText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
const mapped = (s: Suite): ReadonlyMap<string, TestForecast> => new Map(s.tests.map(t => [t.id, t]));

/** Of the files that are being typed in, the one that keeps tests from being collected because it does not parse. */
export function unparsedIn(tests: readonly TestForecast[], buffers: readonly string[]): string | undefined {
  for (const t of tests) {
    if (t.phase !== 'collect' || t.outcome === 'pass') continue;
    if (t.raises !== undefined && /^(?:SyntaxError|IndentationError|TabError)$/.test(t.raises.type)) {
      const name = /\(([^()]*\.py), line \d+\)$/.exec(t.raises.message)?.[1];
      const file = buffers.find(b => name === undefined || basename(b) === name);
      if (file !== undefined) return file;
    }
    const stray = t.why.find(o => o.reason === 'syntax' && o.file !== undefined && buffers.includes(o.file));
    if (stray !== undefined) return stray.file;
  }
  return undefined;
}
export const within = (folder: string, file: string): boolean => !relative(folder, file).startsWith('..');
