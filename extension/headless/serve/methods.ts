// What `foretrace serve` answers: one schema per request and notification. Checks and the documentation (METHODS.md) are made from these.
import * as z from 'zod';
import { scenario as scenarioPins } from '../../../predictor/scenario.ts';
import { forecast, origin, report, testForecast, traceCode, traceFrame } from '../../../trace-collector/trace.ts';

const path = z.string().min(1);
const edit = z
  .union(
    [z.strictObject({ files: z.record(path, z.union([z.string(), z.null()])) }), z.strictObject({ diff: z.string() })],
    'expected {"files": {path: text or null}} or {"diff": text}',
  )
  .describe('New contents by path (null removes a file), or a unified diff.');
const scenario = z.union([path, scenarioPins], 'expected a scenario, or the path of a scenario file').describe('A scenario, or the path of its file.');
const budget = z
  .strictObject({ steps: z.int().positive(), ms: z.int().positive(), bytes: z.int().positive(), paths: z.int().positive() })
  .partial()
  .describe('What a program, or each test, may spend.');
const token = z.union([z.string(), z.int()]).describe('Chosen by the client: progress and results as they come carry it.');
const paths = z.array(path).describe('Files, folders or node ids; without any, the whole workspace.');

const count = z.int().min(1).max(10_000);
const python = z.object({ version: z.string(), origin: z.string() });
const frames = z.object({
  trace: z.int().describe('Number of the trace, for trace/frames. The server keeps the last 4.'),
  codes: z.array(traceCode).describe('What the frames’ `code` points into.'),
  from: z.int(),
  frames: z.array(traceFrame),
  total: z.int(),
  truncated: z.boolean(),
});

export interface Method {
  readonly say: string;
  readonly params: z.ZodType;
  readonly result: z.ZodType;
}
export const methods = {
  initialize: {
    say: 'Opens a workspace. It comes first, and once.',
    params: z.strictObject({
      workspace: path.describe('The folder to work in; relative paths start there.'),
      environment: z.record(z.string(), z.string()).optional().describe('Environment variables that programs see; those of the server, where it is not said.'),
      scenario: scenario.optional().describe('What all forecasts are under, unless a request brings its own.'),
      engines: z.int().min(1).max(64).optional().describe('How many engines work side by side at most.'),
    }),
    result: z.object({ name: z.literal('foretrace'), version: z.string(), workspace: z.string(), methods: z.array(z.string()) }),
  },
  'edit/forecast': {
    say: 'Which tests an edit breaks, or without one, how the tests end. Each forecast is told by a notification edit/test as it comes; the answer is the whole report.',
    params: z.strictObject({
      edit: edit.optional(),
      paths: paths.optional(),
      scenario: scenario.optional(),
      budget: budget.optional(),
      fresh: z.boolean().optional().describe('Rehearse all anew instead of recalling what still holds.'),
      token: token.optional(),
    }),
    result: report,
  },
  rehearse: {
    say: 'What a program, a call into it, or one test would do; with a trace, line by line.',
    params: z.strictObject({
      target: path.describe('A Python file, or a test’s node id.'),
      call: z.string().min(1).optional().describe('An expression to evaluate in the file’s namespace.'),
      arguments: z.array(z.string()).optional().describe('sys.argv after the program’s name.'),
      edit: edit.optional(),
      scenario: scenario.optional(),
      budget: budget.optional(),
      trace: z
        .strictObject({
          first: count.optional().describe('Frames in this answer (200); trace/frames gives the others.'),
          limit: z.int().min(1).max(200_000).optional().describe('Frames that are kept at all (50000).'),
        })
        .optional(),
      token: token.optional(),
    }),
    result: z.object({ forecast: z.union([testForecast, forecast]), python, steps: z.int(), trace: frames.optional() }),
  },
  'trace/frames': {
    say: 'More frames of a trace that rehearse has made. A frame names the locals that have changed since the activation’s frame before it.',
    params: z.strictObject({ trace: z.int(), from: z.int().min(0), count }),
    result: frames,
  },
  'tests/list': {
    say: 'The tests that are found, by pytest’s node ids.',
    params: z.strictObject({ paths: paths.optional(), edit: edit.optional(), scenario: scenario.optional(), token: token.optional() }),
    result: z.object({ root: z.string(), tests: z.array(z.object({ id: z.string(), file: z.string(), line: z.int() })) }),
  },
  'origin/explain': {
    say: 'What an origin of an unknown means, and what would make it known.',
    params: z.strictObject({ origin }),
    result: z.object({ say: z.string(), remedy: z.string(), source: z.string().optional().describe('The line of code that it arose in.') }),
  },
  shutdown: {
    say: 'No more requests will come. The notification exit, or the end of the input, then ends the process.',
    params: z.union([z.null(), z.strictObject({})]).optional(),
    result: z.null(),
  },
} satisfies Record<string, Method>;
export type MethodName = keyof typeof methods;
export type Params<N extends MethodName> = z.infer<(typeof methods)[N]['params']>;
export type Result<N extends MethodName> = z.input<(typeof methods)[N]['result']>;

/** Sent by the server. */
export const notifications = {
  '$/progress': {
    say: 'How far a request that brought a token has come.',
    params: z.object({ token, value: z.object({ phase: z.enum(['start', 'collect', 'test', 'program']), what: z.string(), done: z.int(), of: z.int() }) }),
  },
  'edit/test': {
    say: 'A test’s forecast, as it comes.',
    params: z.object({ token: token.optional(), state: z.enum(['before', 'after']).describe('Which side of the edit.'), forecast: testForecast }),
  },
  'log/fault': { say: 'A fault of Foretrace’s own: what it concerned is told as unknown.', params: z.object({ message: z.string() }) },
} as const;

/** The documentation of the protocol, as Markdown. */
export function methodsText(): string {
  return [
    '# foretrace serve',
    '',
    'JSON-RPC 2.0 on standard input and output, each message behind a `Content-Length` header as in the Language Server Protocol. This file is made by `foretrace serve --methods` from',
    'the schemas that check the messages (`methods.ts`). Requests may be sent side by side; `$/cancelRequest` with `{"id": …}` ends one at once. The notification `exit` ends the process,',
    'with code 0 behind `shutdown`, else 1; the end of the input ends it too.',
    '',
    'Errors: `-32700` what came is not JSON, `-32600` not a request, `-32601` no such method, `-32602` parameters that do not fit, `-32002` before `initialize`, `-32800` cancelled,',
    '`-32803` the request could not be done (the message says why; `data.blame` is `user` or `setup`), `-32603` a fault of Foretrace’s own.',
    '',
    '`foretrace scenario --schema` tells what a `Scenario` is; `trace-collector/trace.ts` a `TestForecast`, a `Forecast`, a `Report` and a `Frame`.',
    '',
    '## Requests',
    ...Object.entries(methods).flatMap(([name, m]) => [
      '',
      `### ${name}`,
      '',
      m.say,
      '',
      ...fieldsText(m.params, 'parameter'),
      ...fieldsText(m.result, 'result'),
    ]),
    '## Notifications from the server',
    ...Object.entries(notifications).flatMap(([name, n]) => ['', `### ${name}`, '', n.say, '', ...fieldsText(n.params, 'parameter')]),
  ]
    .join('\n')
    .concat('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n{2,}$/, '\n');
}

interface Shape {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly required?: readonly string[];
  readonly description?: string;
}
function fieldsText(schema: z.ZodType, word: 'parameter' | 'result'): string[] {
  const shape = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => named(zodSchema as unknown as z.ZodType, jsonSchema),
  }) as Shape;
  const { properties } = shape;
  if (properties === undefined) return word === 'parameter' ? [] : [`The result is \`${typeText(shape)}\`.`, ''];
  const rows = Object.entries(properties).map(([name, p]) => {
    const optional = shape.required?.includes(name) === true ? '' : ' (optional)';
    return `| \`${name}\`${optional} | \`${typeText(p).replaceAll('|', '\\|')}\` | ${p.description ?? ''} |`;
  });
  return [`| ${word} | type | |`, '|---|---|---|', ...rows, ''];
}
function typeText(s: Shape): string {
  if (s.title !== undefined) return s.title;
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum !== undefined) return s.enum.map(e => JSON.stringify(e)).join(' | ');
  if (s.anyOf !== undefined) return s.anyOf.map(typeText).join(' | ');
  if (s.type === 'array') return `${s.items?.anyOf === undefined ? typeText(s.items ?? {}) : `(${typeText(s.items)})`}[]`;
  if (s.properties !== undefined)
    return `{ ${Object.entries(s.properties)
      .map(([n, p]) => `${n}${s.required?.includes(n) === true ? '' : '?'}: ${typeText(p)}`)
      .join(', ')} }`;
  if (typeof s.additionalProperties === 'object') return `Record<string, ${typeText(s.additionalProperties)}>`;
  return (typeof s.type === 'string' ? s.type : s.type?.join(' | ')) ?? 'any';
}
/** What is told elsewhere is only named. */
function named(s: z.ZodType, json: object): void {
  const title = new Map<z.ZodType, string>([
    [scenarioPins, 'Scenario'],
    [testForecast, 'TestForecast'],
    [forecast, 'Forecast'],
    [report, 'Report'],
    [traceFrame, 'Frame'],
  ]).get(s);
  if (title === undefined) return;
  for (const key of Object.keys(json)) delete (json as Record<string, unknown>)[key];
  Object.assign(json, { title });
}
