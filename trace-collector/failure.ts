// What may go wrong in the world around a forecast, told to a person in one line: one maker for each message. What a user's program does wrong is no
// failure but an outcome, and what Foretrace does wrong is a bug.
import * as z from 'zod';

export const failure = z.object({
  /** Who can put it right: the one who asked, the one who set the machine up, or nobody. */
  blame: z.enum(['user', 'setup', 'nobody']),
  /** One line, complete in itself. */
  say: z.string(),
});
export type Failure = z.infer<typeof failure>;

const mark = Symbol.for('foretrace.failed');
/** Carries a Failure up to the surface that shows it. */
export class Failed extends Error {
  readonly failure: Failure;
  readonly [mark] = true;
  /** Each bundle has a class of its own: one that another has thrown is one, too. */
  static override [Symbol.hasInstance](e: unknown): boolean {
    return typeof e === 'object' && e !== null && mark in e;
  }
  constructor(f: Failure) {
    super(f.say);
    this.failure = f;
  }
}
const user = (say: string): Failed => new Failed({ blame: 'user', say });
const setup = (say: string): Failed => new Failed({ blame: 'setup', say });

// Paths and files
export const noSuchPath = (path: string): Failed => user(`no such file or folder: ${path}`);
export const noSuchTest = (id: string): Failed => user(`no such test: ${id} (\`foretrace tests\` names those that are found)`);
export const notPython = (path: string): Failed => user(`not a Python file: ${path}`);
export const isAFolder = (path: string): Failed => user(`${path} is a folder; give a Python file`);
export const notUtf8 = (path: string, offset: number): Failed => user(`${path} is not UTF-8: the byte at offset ${offset} cannot be read as text`);
export const tooLarge = (path: string, bytes: number, limit: number): Failed =>
  user(`${path} is too large to rehearse: ${megabytes(bytes)} MB, and the limit is ${megabytes(limit)} MB`);
export const outsideWorkspace = (path: string, target: string): Failed =>
  user(`${path} leads out of the workspace, to ${target}; Foretrace reads only below the workspace`);
export const unreadable = (path: string, why: string): Failed => user(`cannot read ${path}: ${why}`);
const megabytes = (bytes: number): string => (bytes / (1 << 20)).toFixed(1);

// Edits
export const emptyDiff = (file: string): Failed => user(`${file} holds no change: it is not a unified diff`);
export const brokenDiff = (file: string, why: string): Failed => user(`${file} is not a unified diff that can be read: ${why}`);
export const hunkRefused = (diff: string, path: string, hunk: number, header: string): Failed =>
  user(`${diff} does not apply: ${path}, hunk ${hunk} (${header}) does not match the file`);
export const patchedFileMissing = (diff: string, path: string): Failed => user(`${diff} does not apply: it changes ${path}, which is not there`);
export const patchedFileExists = (diff: string, path: string): Failed => user(`${diff} does not apply: it creates ${path}, which is there already`);
export const patchLeavesWorkspace = (diff: string, path: string): Failed => user(`${diff} does not apply: ${path} lies outside the workspace`);
export const binaryPatch = (diff: string, path: string): Failed => user(`${diff} changes the binary file ${path}; Foretrace applies text changes only`);
export const badEdit = (path: string): Failed => user(`the edit of ${path} must be its new text, or null to remove it`);
export const replacedMissing = (path: string, old: string): Failed =>
  user(`the text to replace is not in ${path}: ${JSON.stringify(old.length > 80 ? `${old.slice(0, 80)}…` : old)}; read the file again`);
export const replacedOften = (path: string, old: string, times: number): Failed =>
  user(
    `the text to replace is in ${path} ${times} times: ${JSON.stringify(old.length > 80 ? `${old.slice(0, 80)}…` : old)}; give more lines around it, or say all`,
  );
export const notOneEdit = (): Failed => user('give the edit in one way: diff, files, replace or patch');
export const badAgentPatch = (path: string, why: string): Failed => user(`the patch does not apply: ${path}: ${why}`);
export const notARepository = (path: string): Failed => user(`not a git repository (or any folder above): ${path}`);
export const repositoryUnreadable = (path: string, why: string): Failed => setup(`cannot read the git repository at ${path}: ${why}`);
export const indexTooNew = (path: string, version: number): Failed =>
  setup(`cannot read the index of ${path}: it has format ${version}; \`git update-index --index-version 2\` writes one that can be read`);

export const splitIndex = (path: string): Failed =>
  setup(`cannot read the index of ${path}: it is split; \`git update-index --no-split-index\` writes one that can be read`);
export const unmergedFiles = (paths: readonly string[]): Failed =>
  user(
    `the merge is not resolved in ${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}: resolve, then \`git add\`; nothing can be said of what is staged before`,
  );

// Reports
export const badBaseline = (file: string, path: string, say: string): Failed =>
  user(`${file}: ${path} ${say}; foretrace check --baseline ${file} --write-baseline writes it anew`);
export const baselineUnwritable = (file: string, why: string): Failed => setup(`cannot write the baseline ${file}: ${why}`);
export const reportUnwritable = (file: string, why: string): Failed => setup(`cannot write the report to ${file}: ${why}`);

// Commands
export const badUsage = (say: string): Failed => user(say);
export const unknownCommand = (name: string): Failed => user(`no command '${name}'; see foretrace --help`);
export const badCall = (text: string, why: string): Failed => user(`--call "${text}" is not a Python expression: ${why}`);

// Scenarios
export const badScenario = (file: string, path: string, say: string): Failed =>
  user(`${file}: ${path} ${say}; foretrace scenario --schema tells what a scenario may hold`);

// Oracles
export const badOracles = (file: string, path: string, say: string): Failed =>
  user(`${file}: ${path} ${say}; foretrace oracles --schema tells what it may hold`);
export const oracleNotSet = (name: string, place: string): Failed =>
  user(`--oracle ${name}: ${place} does not say where it is (foretrace oracles --schema tells what belongs there)`);
export const keyMissing = (variable: string): Failed => setup(`the environment variable ${variable} holds no key, and the oracle's settings name it`);
export const badTokenizer = (path: string, why: string): Failed => setup(`the tokenizer ${path} ${why}; name the tokenizer.json that comes with the model`);

// Agents' tools and hooks
export const badArguments = (tool: string, say: string): Failed => user(`${tool}: ${say}`);
export const noSuchTool = (name: string, known: readonly string[]): Failed => user(`no tool '${name}'; there are ${known.join(', ')}`);
export const noSuchLocal = (name: string, where: string): Failed => user(`no local '${name}' ${where}`);
export const lineNeverRuns = (file: string, line: number): Failed => user(`line ${line} of ${file} does not run in that trace`);
export const badPolicy = (file: string, path: string, say: string): Failed =>
  user(`${file}: ${path} ${say}; until it is mended what it may deny is denied (foretrace policy --schema tells what a policy may hold)`);
export const unknownClient = (name: string): Failed => user(`--client ${name}: auto, claude, vscode or cursor`);
export const settingsNotJson = (file: string, why: string): Failed => user(`${file} is not JSON, so nothing is changed in it: ${why}`);

// Recordings
export const noPython = (why: string): Failed => setup(`no Python to run: ${why}; name one with --python`);
export const pythonNotStarted = (python: string, why: string): Failed => setup(`cannot start ${python}: ${why}`);
export const notARecording = (path: string): Failed => user(`${path} is not a recording of Foretrace`);
export const adapterFailed = (adapter: string, why: string): Failed => setup(`the debug adapter ${adapter} failed: ${why}; the frames so far are kept`);
export const badDapConfiguration = (file: string, why: string): Failed => user(`${file} does not tell how to debug: ${why}; see foretrace record --help`);

// The debug adapter
export const badLaunch = (why: string): Failed => user(`the launch configuration is not complete: ${why}`);
export const badRequest = (command: string, why: string): Failed => user(`'${command}' cannot be answered: ${why}`);
export const notLaunched = (command: string): Failed => user(`'${command}' came before a launch: there is nothing to show yet`);
export const launchedAlready = (): Failed => user('the session is launched already; use restart');
export const unknownRequest = (command: string): Failed => user(`no such request: '${command}'`);
export const emptyTrace = (what: string, why: string): Failed => user(`${what} has no line to stop at: ${why}`);
export const cannotSet = (mode: string): Failed =>
  user(`nothing can be set in a ${mode}: it happened as it happened; launch with mode "rehearse" to ask what would be`);

// The store
export const storeUnavailable = (path: string, why: string): Failed => setup(`cannot open ${path}: ${why}`);
export const storeTooNew = (path: string): Failed => setup(`${path} was written by a newer Foretrace; update this one, or give another file with --store`);
export const storeFull = (path: string): Failed => setup(`the disk is full: ${path} keeps what it has, and the recording stops here`);
export const recordingWaits = (path: string, spool: string): Failed =>
  setup(`the disk is full: ${path} keeps what it has, and this recording waits in ${spool} until there is room`);
/** Told by `storeFull`. */
export const isDiskFull = (e: unknown): boolean => e instanceof Failed && e.failure.blame === 'setup' && e.failure.say.startsWith('the disk is full');
export const recordingStopped = (path: string, why: string): Failed =>
  setup(
    why === 'ENOSPC'
      ? `the disk is full: the program ran to its end, but it is recorded only in part in ${path}`
      : `the recording could not be written (${why}); it is in ${path} only in part`,
  );
export const nothingRecorded = (runner: string, exit: number | undefined): Failed =>
  user(`${runner} ran no tests${exit === undefined ? '' : ` (it ended with exit code ${exit})`}: there is nothing to hold forecasts against`);
export const noRecordingOf = (test: string): Failed => user(`no recording of ${test}; foretrace record --pytest ${test} makes one`);
export const notRehearsed = (test: string): Failed => user(`${test} was not rehearsed: the engine has no trace of it (foretrace check ${test} says why)`);
export const noSuchTrace = (what: string, where = 'see foretrace traces list'): Failed => user(`no trace ${what}; ${where}`);

export const timelineClosed = (): Failed => user('the trace behind this timeline is gone; make it anew');

// Exports
export const isNoFolder = (path: string): Failed => user(`${path} is a file; give a folder for --out`);
export const exportExists = (path: string): Failed =>
  user(`${path} is not empty; give another folder for --out, or --force to put the export in the place of an earlier one`);
export const notAnExport = (path: string): Failed =>
  user(`${path} holds other things than an export of Foretrace: nothing there is replaced; give another folder for --out`);
export const diskFull = (path: string): Failed => setup(`the disk is full: nothing was written to ${path}`);
export const nothingToExport = (what: string): Failed => user(`nothing to export: ${what}`);

// The engine's home
export const noGrammar = (why: string): Failed => setup(`the Python parser cannot be loaded: ${why}`);
export const engineDied = (why: string): Failed => setup(`the rehearsal engine stopped: ${why}`);
export const cancelled = (): Failed => new Failed({ blame: 'nobody', say: 'cancelled' });

export const noBenchRows = (folder: string): Failed => user(`${folder} holds no rows (*.jsonl) of this benchmark`);
