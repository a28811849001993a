// What a `foretrace` debug session is launched with: the one schema from which arguments are read and package.json's contribution is made.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are VS Code’s own.
import * as z from 'zod';
import { badLaunch } from '../../../trace-collector/failure.ts';

const texts = z.array(z.string());
const shared = {
  stopOnEntry: z.boolean().default(true).describe('Stop at the first line.'),
  stopAtEnd: z.boolean().default(true).describe('Stop once more at the last moment, so that one can go back from there; to continue from it ends the session.'),
  store: z.string().optional().describe('The file with the traces (default: .foretrace/traces.db of the project).'),
  cwd: z.string().optional().describe('The folder that relative paths start from, and in which a recorded program runs.'),
};
const running = {
  program: z.string().min(1).describe('A Python file, or one test by its node id: tests/test_app.py::test_total.'),
  args: texts.default([]).describe('Arguments of the program.'),
  env: z.record(z.string(), z.string()).default({}).describe('Environment variables, beside those that are there.'),
};
const modes = {
  rehearse: z.strictObject({
    mode: z.literal('rehearse'),
    ...running,
    call: z
      .string()
      .min(1)
      .optional()
      .describe('Rehearse: an expression to evaluate in the program’s namespace, as "total([1, 2])"; without it the file runs as a script.'),
    ...shared,
  }),
  record: z.strictObject({
    mode: z.literal('record'),
    ...running,
    python: z.string().min(1).optional().describe('Record: the interpreter (default: the environment’s, .venv, python3).'),
    root: z.string().optional().describe('Record: only files below this folder are recorded (default: the project’s folder).'),
    maxFrames: z.number().int().min(1).optional().describe('Record: end the trace after so many frames (default: 1000000, of a test 200000).'),
    maxText: z.number().int().min(1).optional().describe('Record: cut the text of a value after so many characters (default: 2000).'),
    ...shared,
  }),
  replay: z.strictObject({
    mode: z.literal('replay'),
    trace: z
      .union([z.number().int().min(1), z.string().min(1)])
      .describe('Replay: a stored trace by its number in `foretrace traces list`, or the newest one of a test, by its id.'),
    ...shared,
  }),
};
export type Mode = keyof typeof modes;
export type RehearseArguments = z.infer<typeof modes.rehearse>;
export type RecordArguments = z.infer<typeof modes.record>;
export type ReplayArguments = z.infer<typeof modes.replay>;
export type LaunchArguments = RehearseArguments | RecordArguments | ReplayArguments;

/** What editors add to every configuration, for themselves. */
const ofTheEditor = new Set([
  'type',
  'request',
  'name',
  'noDebug',
  'presentation',
  'preLaunchTask',
  'postDebugTask',
  'internalConsoleOptions',
  'debugServer',
  'serverReadyAction',
  'suppressMultipleSessionWarning',
  'restart',
]);

/** Reads the arguments of a `launch` request. Throws a Failed that names what is wrong. */
export function launchArguments(data: unknown): LaunchArguments {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw badLaunch('it has no arguments; "mode" is one of rehearse, record, replay');
  const own = Object.fromEntries(Object.entries(data).filter(([k]) => !ofTheEditor.has(k) && !k.startsWith('__')));
  const { mode } = own;
  if (mode === undefined) throw badLaunch('"mode" is missing: rehearse, record or replay');
  if (typeof mode !== 'string' || !Object.hasOwn(modes, mode)) throw badLaunch(`"mode" is ${JSON.stringify(mode)}: rehearse, record or replay`);
  const read = modes[mode as Mode].safeParse(own);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  if (first.code === 'unrecognized_keys') throw badLaunch(`mode ${mode} does not take ${first.keys.map(k => `"${k}"`).join(', ')}`);
  const name = first.path.join('.');
  throw badLaunch(own[name] === undefined ? `mode ${mode} needs "${name}"` : `"${name}": ${first.message}`);
}

/** Without what zod adds for its own sake. */
function plain({ propertyNames: _, ...property }: Record<string, unknown>): object {
  if (property.maximum === Number.MAX_SAFE_INTEGER) delete property.maximum;
  return property;
}
/** The entry for `contributes.debuggers` of package.json; `npm run bless` writes it there. */
export function debuggerContribution(): object {
  const properties: Record<string, object> = {};
  for (const form of Object.values(modes)) {
    const schema = z.toJSONSchema(form, { io: 'input' }) as { properties: Record<string, Record<string, unknown>> };
    for (const [name, property] of Object.entries(schema.properties)) if (name !== 'mode') properties[name] ??= plain(property);
  }
  return {
    type: 'foretrace',
    label: 'Foretrace',
    languages: ['python'],
    configurationAttributes: {
      launch: {
        required: ['mode'],
        properties: {
          mode: {
            type: 'string',
            enum: Object.keys(modes),
            enumDescriptions: [
              'Forecast what the program will do, and step through that. Nothing is run.',
              'RUN the program, then step through what it did.',
              'Step through a trace that was recorded before.',
            ],
            description: 'Where the moments come from that are stepped through.',
          },
          ...properties,
        },
      },
    },
    initialConfigurations: [{ type: 'foretrace', request: 'launch', name: 'Rehearse this file', mode: 'rehearse', program: '${file}' }],
    configurationSnippets: [
      {
        label: 'Foretrace: rehearse a file',
        description: 'Step through what a Python file would do. Nothing is run.',
        body: { type: 'foretrace', request: 'launch', name: 'Rehearse this file', mode: 'rehearse', program: '^"\\${file}"' },
      },
      {
        label: 'Foretrace: rehearse a call',
        description: 'Step through what one call would do. Nothing is run.',
        body: { type: 'foretrace', request: 'launch', name: 'Rehearse a call', mode: 'rehearse', program: '^"\\${file}"', call: '${1:f(1, 2)}' },
      },
      {
        label: 'Foretrace: record a file',
        description: 'Run a Python file, then step through what it did, forward and back.',
        body: { type: 'foretrace', request: 'launch', name: 'Record this file', mode: 'record', program: '^"\\${file}"', args: [] },
      },
      {
        label: 'Foretrace: replay a trace',
        description: 'Step through a trace that was recorded before.',
        body: { type: 'foretrace', request: 'launch', name: 'Replay a trace', mode: 'replay', trace: '${1:1}' },
      },
    ],
  };
}
