// The command line: arguments in, exit code out. What each command does is in commands/.
import { parseArgs } from 'node:util';
import { badUsage, Failed, unknownCommand } from '../../trace-collector/failure.ts';
import { calibration } from './commands/calibration.ts';
import { check } from './commands/check.ts';
import { dap } from './commands/dap.ts';
import { demo } from './commands/demo.ts';
import { exitCodes } from './commands/exit-codes.ts';
import { exportCommand } from './commands/export.ts';
import { record } from './commands/record.ts';
import { rehearse } from './commands/rehearse.ts';
import { resident } from './commands/resident.ts';
import { scenario } from './commands/scenario.ts';
import { openSession, type Session } from './commands/session.ts';
import { tests } from './commands/tests.ts';
import { traces } from './commands/traces.ts';
import { verify } from './commands/verify.ts';

declare const FORETRACE_VERSION: string;
const version = typeof FORETRACE_VERSION === 'string' ? FORETRACE_VERSION : 'from sources';

const help = `foretrace: forecasts what Python code will do, without running it

  foretrace check [PATH …]              forecast the tests below PATH (a folder, a file, a node id)
      --edit FILE.diff                  … and what a unified diff would break
      --staged                          … what the staged changes would break
      --worktree                        … what the uncommitted changes would break
      --all                             list passing tests too
      --fresh                           rehearse all anew; recall nothing
      --quick                           outcomes only: not why tests break, nor what else behaves otherwise
      --format text|json|sarif|junit|github|markdown, --output FILE   how to tell it, and where
      --baseline FILE                   … without what FILE knows already (--write-baseline: writes all that is wrong now to it)
      --budget MS                       stop after MS milliseconds and tell what is known by then
      --cold-budget MS                  … after so many where nothing is remembered of the project
      --allow-unknown                   exit code 0 also where outcomes are unknown, or time ran out and none is likely to fail
      --timing                          tell where the time went
      --scenario FILE.json              (check, tests, rehearse) take for given what FILE pins: the clock, chance, files, patches …
      --oracle NAME                     (check, rehearse, tool, mcp) ask for what is unknown: memory (recorded calls), chat, cwm (models;
                                        they get the code around it). foretrace oracles names those that are set up
  foretrace tests [PATH …]              name the tests that are found
  foretrace rehearse FILE.py [-- ARGS]  forecast a script
      --call "f(1, 2)"                  … or one call into it
  foretrace rehearse FILE.py::TEST      … or one test, by its node id
      --trace                           … line by line
  foretrace scenario FILE.json          check a scenario file (--schema: what one may hold)
  foretrace serve                       forecasts for other editors: JSON-RPC on standard input and output (--methods: what it answers)
  foretrace mcp                         the tools for coding agents, over the Model Context Protocol (--workspace DIR, --no-record)
  foretrace tool NAME '{…}'             … from a command line (without a NAME: which there are)
  foretrace hook                        answers an agent's hook before it writes an edit (hook install --client claude|vscode|cursor: puts it there)
  foretrace find-input FILE.py:LINE     arguments with which a function reaches a line, a state or an exception (find-input --help)
  foretrace agents skill|snippet        what agents are told of Foretrace: a skill file, a section for AGENTS.md (agents install: puts them there)
  foretrace install-hook                a pre-commit hook for this repository: shown before it is written, and never in the place of another
  foretrace resident [status|stop]      the process that keeps engines warm for hooks: it ends by itself (FORETRACE_RESIDENT=MINUTES, or off)
  foretrace policy                      checks .foretrace/policy.json, which says what agents may do (--schema: what one may hold)
  foretrace calibration [PATH]          how far forecasts came true: Brier score, calibration error, reliability (--format json, --store FILE)
  foretrace oracles                     which oracles are set up, and where code would go (--schema: what .foretrace/oracles.json may hold)
  foretrace demo                        a proposed edit to a small shop project
      --format text|json                (rehearse, traces show: also cwm) how to print
  foretrace record FILE.py [ARGS]       RUN a program and keep a trace of it (--pytest [ARGS], --unittest [ARGS]: of each test;
                                        --dap CONFIG.json: any language, through its debug adapter)
  foretrace traces list                 what was recorded (--test ID, --function NAME, --limit N)
  foretrace traces show ID              print a trace, or with --function NAME the first call of it
  foretrace traces diff ID ID           where two traces diverge
  foretrace traces diff TEST --rehearsed  … or a test's recording and its rehearsal
  foretrace traces history TEST         how a test has gone so far, and what was forecast
  foretrace traces verify [TEST]        what became of stored forecasts: confirmed, refuted, unknown
  foretrace traces prune                remove old ones (--max-age DAYS, --max-size MB)
      --store FILE                      the traces' file (default: .foretrace/traces.db of the project)
  foretrace verify [PATH …] [PYTEST ARGS]  rehearse tests, RUN and record the same, and compare
  foretrace export --format cwm|events --out DIR   traces as a data set (--source recorded|rehearsed; --parquet|--jsonl;
                                        --rows tests|functions; --test ID, --function NAME, --since DATE, --max-row-bytes N, --force)
  foretrace dap                         a debug adapter on standard input and output (--port N: on 127.0.0.1) that steps forward and back
                                        through what a program would do or did; its mode record RUNS it
  foretrace --help, --version

Only record and verify (and dap and record_trace, asked to record) run your code. All else runs nothing of the project: no process, no network, no file written. Exit codes: 0 nothing breaks, 1 a failure is forecast,
2 the command could not do its work, 3 no failure is forecast but some outcomes are unknown (with an edit: that were
known before it), 4 time ran out (--budget) and no failure is forecast by then. A comment '# foretrace: ignore REASON' on a test's def or where it breaks,
sets its failure aside. Colours: NO_COLOR, FORCE_COLOR.
`;

const options = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
  format: { type: 'string' },
  call: { type: 'string' },
  trace: { type: 'boolean' },
  edit: { type: 'string' },
  staged: { type: 'boolean' },
  worktree: { type: 'boolean' },
  all: { type: 'boolean' },
  fresh: { type: 'boolean' },
  quick: { type: 'boolean' },
  scenario: { type: 'string' },
  oracle: { type: 'string', multiple: true },
  schema: { type: 'boolean' },
  store: { type: 'string' },
  rehearsed: { type: 'boolean' },
  out: { type: 'string' },
  parquet: { type: 'boolean' },
  jsonl: { type: 'boolean' },
  source: { type: 'string' },
  rows: { type: 'string' },
  since: { type: 'string' },
  force: { type: 'boolean' },
  'max-row-bytes': { type: 'string' },
  test: { type: 'string' },
  function: { type: 'string' },
  limit: { type: 'string' },
  port: { type: 'string' },
  output: { type: 'string' },
  baseline: { type: 'string' },
  'write-baseline': { type: 'boolean' },
  timing: { type: 'boolean' },
  budget: { type: 'string' },
  'cold-budget': { type: 'string' },
  'allow-unknown': { type: 'boolean' },
  'max-size': { type: 'string' },
  'max-age': { type: 'string' },
} as const;
/** Which commands ask the resident engine where there is one; those that run again and again on one project start it. */
const asksResident: Readonly<Record<string, ((v: Values) => 'ask' | 'start') | undefined>> = {
  check: v => (v.staged || v.worktree ? 'start' : 'ask'),
  tests: () => 'ask',
  rehearse: () => 'ask',
};
type Values = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>['values'];

const commands: Readonly<
  Record<
    string,
    {
      readonly takes: readonly (keyof typeof options)[];
      readonly run: (s: Session, v: Values, rest: readonly string[], after: readonly string[]) => Promise<number>;
    }
  >
> = {
  check: {
    takes: [
      'edit',
      'staged',
      'worktree',
      'all',
      'fresh',
      'quick',
      'format',
      'scenario',
      'store',
      'output',
      'baseline',
      'write-baseline',
      'timing',
      'budget',
      'cold-budget',
      'allow-unknown',
      'oracle',
    ],
    run: (session, v, rest) =>
      check(session, {
        paths: rest,
        edit: v.edit,
        staged: v.staged ?? false,
        worktree: v.worktree ?? false,
        all: v.all ?? false,
        fresh: v.fresh ?? false,
        quick: v.quick ?? false,
        format: v.format ?? 'text',
        store: v.store,
        output: v.output,
        baseline: v.baseline,
        writeBaseline: v['write-baseline'] ?? false,
        timing: v.timing ?? false,
        budget: v.budget,
        coldBudget: v['cold-budget'],
        allowUnknown: v['allow-unknown'] ?? false,
      }),
  },
  tests: {
    takes: ['format', 'scenario'],
    run: (session, v, rest) => tests(session, { paths: rest, format: v.format ?? 'text' }),
  },
  rehearse: {
    takes: ['call', 'trace', 'format', 'scenario', 'oracle'],
    run: (session, v, rest, after) => {
      if (rest.length !== 1) throw badUsage('rehearse takes one Python file; arguments for it go after --');
      return rehearse(session, { file: rest[0], call: v.call, trace: v.trace ?? false, format: v.format ?? 'text', argv: after });
    },
  },
  traces: {
    takes: ['store', 'format', 'test', 'function', 'limit', 'max-size', 'max-age', 'rehearsed'],
    run: (session, v, rest) =>
      traces(
        session,
        {
          store: v.store,
          format: v.format ?? 'text',
          test: v.test,
          function: v.function,
          limit: v.limit,
          maxSize: v['max-size'],
          maxAge: v['max-age'],
          rehearsed: v.rehearsed ?? false,
        },
        rest,
      ),
  },
  scenario: { takes: ['schema'], run: async (session, v, rest) => scenario(session, { schema: v.schema ?? false, files: rest }) },
  dap: {
    takes: ['port'],
    run: (session, v, rest) => {
      if (rest.length > 0) throw badUsage('dap takes no arguments: what to debug is told by the client');
      return dap(session, v.port);
    },
  },
  export: {
    takes: ['format', 'out', 'parquet', 'jsonl', 'source', 'rows', 'test', 'function', 'since', 'force', 'store', 'max-row-bytes'],
    run: (session, v, rest) =>
      exportCommand(session, {
        paths: rest,
        format: v.format,
        out: v.out,
        parquet: v.parquet ?? false,
        jsonl: v.jsonl ?? false,
        source: v.source ?? 'recorded',
        rows: v.rows ?? 'tests',
        rowBytes: v['max-row-bytes'],
        test: v.test,
        function: v.function,
        since: v.since,
        force: v.force ?? false,
        store: v.store,
      }),
  },
  calibration: { takes: ['store', 'format'], run: (session, v, rest) => calibration(session, { paths: rest, store: v.store, format: v.format ?? 'text' }) },
  resident: { takes: [], run: (session, _, rest) => resident(session, rest) },
  demo: { takes: [], run: session => demo(session) },
};

async function main(args: readonly string[]): Promise<number> {
  // These have bundles of their own: no other command waits for their schemas.
  switch (args[0]) {
    case 'serve': {
      const { serveCommand } = (await bundle('serve')) as typeof import('./commands/serve.ts');
      return serveCommand(args.slice(1), version);
    }
    case 'mcp': {
      const { mcpCommand } = (await bundle('mcp')) as typeof import('./commands/mcp.ts');
      return mcpCommand(args.slice(1), version);
    }
    case 'tool':
    case 'policy':
    case 'oracles':
    case 'hook':
    case 'agents':
    case 'find-input':
    case 'install-hook': {
      const { agentCommands } = (await bundle('agents')) as typeof import('./commands/agents.ts');
      return agentCommands[args[0]](args.slice(1), version);
    }
  }
  // What follows the program's file is the program's.
  if (args[0] === 'record') return record(args.slice(1));
  if (args[0] === 'verify') return verify(args.slice(1));
  const dashes = args.indexOf('--');
  const own = dashes < 0 ? args : args.slice(0, dashes);
  const after = dashes < 0 ? [] : args.slice(dashes + 1);
  let parsed: { values: Values; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...own], options, allowPositionals: true });
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  const { values, positionals } = parsed;
  if (values.version) {
    process.stdout.write(`foretrace ${version}\n`);
    return exitCodes.fine;
  }
  const [name, ...rest] = positionals;
  if (values.help || name === undefined || name === 'help') {
    process.stdout.write(help);
    return values.help || name === 'help' ? exitCodes.fine : exitCodes.error;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw unknownCommand(name);
  const stray = (Object.keys(values) as (keyof typeof options)[]).find(o => !command.takes.includes(o));
  if (stray !== undefined) throw badUsage(`${name} does not take --${stray}`);
  const session = openSession(values.scenario, values.oracle, asksResident[name]?.(values));
  try {
    return await command.run(session, values, rest, after);
  } finally {
    session.progress.clear();
    session.service.dispose();
  }
}

/** Beside this file in dist/, or its sources when they run as they are. */
function bundle(name: string): Promise<object> {
  const here = import.meta.url;
  return import(new URL(here.endsWith('.ts') ? `./commands/${name}.ts` : `./${name}.js`, here).href);
}

// Whoever reads may stop reading (`| head`): that is no fault.
process.stdout.on('error', e => {
  if ((e as { code?: string }).code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.fine);
  throw e;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (e) {
  const failed = e instanceof Failed ? e.failure : undefined;
  if (failed?.blame === 'nobody') process.exitCode = exitCodes.cancelled;
  else {
    process.stderr.write(`foretrace: ${failed?.say ?? `internal error: ${e instanceof Error ? e.message : String(e)}`}\n`);
    if (failed === undefined && process.env.FORETRACE_DEBUG) process.stderr.write(`${(e as Error).stack}\n`);
    process.exitCode = exitCodes.error;
  }
}
