// What behaves otherwise by the edit that is under way, though the tests pass: calls that come out otherwise than in the last commit, or, where there is no repository,
// than in what is saved.
import type { CallChange, Report } from '../../../trace-collector/trace.ts';
import { placeAt, showFrom } from '../commands/session.ts';
import { partsOf } from '../debug/repr-parts.ts';
import type { Edit } from '../edits.ts';
import { forecastEdit } from '../edit-forecast.ts';
import { repositoryRoot } from '../git/places.ts';
import { stagedEdit, worktreeEdit } from '../git-edits.ts';
import { apart } from '../present/consequence.ts';
import { reportText } from '../present/report.ts';
import { cut, styleFor } from '../present/style.ts';
import { fewReasons } from '../edit-reasons.ts';
import type { FolderForecast, Hearing, Surroundings } from './folder-forecast.ts';
import type { Behaviour, CallChanged, FunctionChanged, StagedCheck } from './protocol.ts';

/** Tests that are compared call by call. */
const compared = 20;
const mostCalls = 200;

/** Rejects with a Failed: the repository cannot be read, the question was cancelled. */
export async function behaviourOf(folder: FolderForecast, around: Surroundings, hearing: Hearing): Promise<Behaviour> {
  const from = performance.now();
  const inRepository = (await repositoryRoot(folder.folder)) !== undefined;
  const edit = withUnsaved(inRepository ? await worktreeEdit(folder.folder) : { before: new Map(), after: new Map(), changed: [] }, folder.changes());
  const against = inRepository ? 'the last commit' : 'what is saved';
  const python = edit.changed.filter(f => f.endsWith('.py'));
  const done = (r: Partial<Behaviour>): Behaviour => ({
    against,
    functions: [],
    broken: 0,
    edited: python.length,
    milliseconds: Math.round(performance.now() - from),
    ...r,
  });
  if (python.length === 0) return done({});
  const report = await forecast(folder, around, edit, { failures: 0, compared }, hearing);
  return done({ broken: report.tests.filter(t => t.change === 'breaks').length, functions: byFunction(report.behaviour ?? []) });
}
/** What is typed lies over what the disk has. */
function withUnsaved(edit: Edit, changes: ReadonlyMap<string, string>): Edit {
  return { before: edit.before, after: new Map([...edit.after, ...changes]), changed: [...new Set([...edit.changed, ...changes.keys()])] };
}

/** What a commit of the staged changes would bring, as the command line tells it. */
export async function checkStaged(folder: FolderForecast, around: Surroundings, hearing: Hearing): Promise<StagedCheck> {
  const report = await forecast(folder, around, await stagedEdit(folder.folder), fewReasons, hearing);
  const count = (of: (t: Report['tests'][number]) => boolean): number => report.tests.filter(of).length;
  return {
    changed: report.changed.length,
    breaks: count(t => t.change === 'breaks'),
    fixes: count(t => t.change === 'fixes'),
    passes: count(t => t.after?.outcome === 'pass'),
    unknown: count(t => t.change === 'unknown'),
    text: reportText(report, { style: styleFor({}, { NO_COLOR: '1' }), show: showFrom(folder.folder), all: false, edited: true }),
  };
}

const forecast = (folder: FolderForecast, around: Surroundings, edit: Edit, reasons: typeof fewReasons, { signal, onProgress }: Hearing): Promise<Report> =>
  forecastEdit(
    around.service,
    {
      cwd: folder.folder,
      paths: [],
      edit,
      reasons,
      place: changes => placeAt({ cwd: folder.folder, environment: around.environment }, folder.folder, changes),
    },
    { signal, onProgress },
  );

/** Calls in the order in which they come, under the function that they call. */
export function byFunction(changes: readonly CallChange[]): FunctionChanged[] {
  const functions = new Map<string, { readonly file: string; readonly line: number; readonly function: string; readonly calls: CallChange[] }>();
  for (const c of changes.slice(0, mostCalls)) {
    const key = `${c.file}\n${c.function}`;
    const known = functions.get(key);
    if (known === undefined) functions.set(key, { file: c.file, line: c.line, function: c.function, calls: [c] });
    else known.calls.push(c);
  }
  return [...functions.values()].map(f => ({
    ...f,
    calls: f.calls.map(c => ({ arguments: c.arguments, before: c.before, after: c.after, brief: briefly(c) })),
  }));
}
/** Characters of a line for each of the results. */
const narrow = 44;
function briefly(c: CallChange): CallChanged['brief'] {
  const [before, after] = apart(c.before, c.after, narrow);
  const parts = partsOf(`f(${c.arguments})`)?.parts;
  const own = parts?.filter((p, k) => k > 0 || !/^(?:self|cls)$/.test(p.name));
  const given = own === undefined ? c.arguments : own.map(p => `${p.name}=${p.text}`).join(', ');
  return { arguments: cut(given === '' ? '' : given, narrow), before, after };
}
