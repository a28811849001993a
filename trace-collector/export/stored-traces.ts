// The traces of a store as exporters read them: in the order of their numbers, one at a time, or call by call.
import { relative, sep } from 'node:path';
import { linesOf, sourceOf } from '../store/sources.ts';
import type { OpenTrace, Store } from '../store/store.ts';
import type { Redaction } from './redaction.ts';
import type { Portion, Skip, Split, TraceToExport } from './rows.ts';
import { stopsOnly } from '../trace.ts';

export interface Selection {
  readonly split: Split;
  /** pytest's node id. */
  readonly test?: string;
  /** Calls of this function only: its qualified name, or its last part. */
  readonly function?: string;
  /** Milliseconds since 1970. */
  readonly since?: number;
}

/** Whole traces, each different one once, or of each function its first call for each different arguments. */
export function* portions(store: Store, s: Selection, rows: 'tests' | 'functions', r: Redaction, skip: (why: Skip) => void): Generator<Portion> {
  const opened = opener(store, s.split, r);
  if (rows === 'tests') {
    for (const id of ids(store, s, () => skip('recorded before'))) yield { trace: opened(id) };
    return;
  }
  const { where, values } = whereOf(s);
  // SQLite takes the other columns from the row that has the least trace (https://www.sqlite.org/lang_select.html#bareagg), and sorts on the disk what is much.
  const calls = store.db.prepare(
    `SELECT min(c.trace) AS trace, c.frame AS frame FROM calls c JOIN traces t ON t.id = c.trace JOIN functions f ON f.id = c.function
     WHERE ${where} AND (f.name NOT LIKE '%>' OR f.name LIKE '%<lambda>') ${s.function === undefined ? '' : "AND (f.name = ? OR f.name LIKE ? ESCAPE '!')"}
     GROUP BY c.function, c.arguments ORDER BY 1, 2`,
  );
  const named = s.function === undefined ? [] : [s.function, `%.${s.function.replace(/[!%_]/g, '!$&')}`];
  for (const c of calls.iterate(...values, ...named)) yield { trace: opened(c.trace as number), call: c.frame as number };
}

/** Takes note of the secrets in all that will be exported, so that each is found wherever it stands. Pauses now and then. */
export function* learnSecrets(store: Store, s: Selection, r: Redaction): Generator<void> {
  const opened = opener(store, s.split, undefined);
  for (const id of ids(store, s)) {
    const t = opened(id);
    for (const file of new Set(t.codes.map(c => c.file))) for (const line of t.lines(file) ?? []) r.learn(line);
    for (const { columns: c } of t.open.stretches()) {
      yield;
      for (const text of c.texts) r.learn(text);
      for (let k = 0; k < c.changedNames.length; k++) if (c.changedTexts[k] >= 0) r.learnValue(c.texts[c.changedNames[k]], c.texts[c.changedTexts[k]]);
    }
  }
}

function whereOf(s: Selection): { readonly where: string; readonly values: (string | number)[] } {
  // A trace with gaps would teach that lines follow on each other which do not.
  const parts = ['t.source = ?', 't.semantics <> ?'];
  const values: (string | number)[] = [s.split === 'recorded' ? 'recording' : 'rehearsal', stopsOnly];
  if (s.test !== undefined) {
    parts.push('t.test = ?');
    values.push(s.test);
  }
  if (s.since !== undefined) {
    parts.push('t.started >= ?');
    values.push(s.since);
  }
  return { where: parts.join(' AND '), values };
}
function* ids(store: Store, s: Selection, again?: () => void): Generator<number> {
  const { where, values } = whereOf(s);
  const named =
    s.function === undefined
      ? ''
      : "AND EXISTS (SELECT 1 FROM calls c JOIN functions f ON f.id = c.function WHERE c.trace = t.id AND (f.name = ? OR f.name LIKE ? ESCAPE '!'))";
  const names = s.function === undefined ? [] : [s.function, `%.${s.function.replace(/[!%_]/g, '!$&')}`];
  // The same stretches, codes and sources: the same trace, whenever it was recorded.
  const same = `t.title, t.codes, (SELECT group_concat(u.stretch) FROM trace_stretches u WHERE u.trace = t.id), (SELECT group_concat(file || source) FROM run_sources s WHERE s.run = t.run)`;
  const text = `SELECT t.id, min(t.id) OVER (PARTITION BY ${same}) AS first FROM traces t WHERE ${where} ${named} ORDER BY t.id`;
  for (const { id, first } of store.db.prepare(text).iterate(...values, ...names)) {
    if (id === first) yield id as number;
    else again?.();
  }
}

type Opened = TraceToExport & { readonly open: OpenTrace };
/** Opens traces; the one asked for last, and the sources of its run, are kept at hand. */
function opener(store: Store, split: Split, r: Redaction | undefined): (id: number) => Opened {
  let last: Opened | undefined;
  let run = -1;
  let sources = new Map<string, readonly string[] | undefined>();
  return id => {
    if (last?.id === id) return last;
    const open = store.open(id)!;
    const { about } = open;
    if (about.run !== run) {
      run = about.run;
      sources = new Map();
    }
    const ofRun = sources;
    const { root } = store.db.prepare('SELECT root FROM runs WHERE id = ?').get(about.run) as { root: string };
    last = {
      open,
      id,
      split,
      test: about.test,
      title: r === undefined ? about.title : r.text(about.title),
      python: about.semantics,
      result: about.result,
      truncated: about.truncated,
      codes: open.codes,
      frames: from => open.frames(from, Number.POSITIVE_INFINITY),
      path: file => pathOf(root, file),
      lines(file) {
        if (!ofRun.has(file)) {
          const text = sourceOf(store, about.run, file);
          ofRun.set(file, text === undefined ? undefined : linesOf(r === undefined ? text : r.text(text)));
        }
        return ofRun.get(file);
      },
    };
    return last;
  };
}
/** Outside the project only a file's name is told. */
function pathOf(root: string, file: string): string {
  const near = relative(root, file);
  return (near.startsWith('..') ? (file.split(sep).at(-1) ?? '') : near).split(sep).join('/');
}
