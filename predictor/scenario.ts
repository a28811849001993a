// A scenario: what a rehearsal may take for given although it differs from run to run. It is JSON that a person writes; this file says what may stand in it, what each
// part means, and where a text goes wrong. What the engine makes of it is in python/pins.ts and python/patched-names.ts.
import * as z from 'zod';

const seconds = z.number('a number of seconds').refine(n => Number.isFinite(n), 'a number of seconds');
const time = 'a time such as "2024-02-29T12:00:00Z" (UTC where it names no offset), or seconds since 1970';
const instant = z.union([z.string().refine(t => instantOf(t) !== undefined, time), z.number().refine(n => Math.abs(n) < 2 ** 33, time)], time);
const clock = z.strictObject({
  start: instant.describe('What the clocks show when the program, or each test, begins.'),
  tick: seconds.min(0, 'not below 0').optional().describe('Seconds that go by with each reading of a clock. Without it the clocks stand still but for time.sleep and other waiting.'),
  zone: z
    .string()
    .min(1)
    .optional()
    .describe('Time zone of the machine, as in the environment variable TZ: "UTC", "Europe/Berlin" (where the machine has its rules), "CET-1CEST,M3.5.0,M10.5.0/3".'),
});
const json: z.ZodType<Json> = z.json('a JSON value');
const expression = z.string('a Python expression, as text').min(1, 'a Python expression, as text');
const answers = [
  z.strictObject({ returns: json.describe('The value that each call gives, as JSON.') }),
  z.strictObject({ returnsExpression: expression.describe('A Python expression for the value that a call gives. Its names are those of the patched module, of builtins, or of modules.') }),
  z.strictObject({ raises: expression.describe('A Python expression for the exception that a call raises: "requests.exceptions.Timeout(\'slow\')".') }),
] as const;
const answer = z.union(answers, 'one of returns, returnsExpression, raises');
const patch = z.union(
  [
    ...answers,
    z.strictObject({ sequence: z.array(answer).describe('What the first call does, the second, and so on; calls after the last raise StopIteration.') }),
    z.strictObject({ value: json.describe('A value, as JSON, that takes the place of the named one: for what is not called.') }),
    z.strictObject({ valueExpression: expression.describe('The same as a Python expression.') }),
  ],
  'one of returns, returnsExpression, raises, sequence, value, valueExpression',
);
const file = z.union(
  [
    z.string().describe('The text of the file.'),
    z.null().describe('Nothing is there.'),
    z.strictObject({ base64: z.base64() }).describe('The bytes of the file.'),
    z.strictObject({ folder: z.literal(true) }).describe('A folder: empty, unless one is there already.'),
  ],
  'the text of the file, null (nothing is there), {"base64": "…"} or {"folder": true}',
);
const dotted = /^[^\W\d]\w*(?:\.[^\W\d]\w*)+$/u;

export const scenario = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  clock: z.union([instant, clock], 'a time such as "2024-02-29T12:00:00Z", seconds since 1970, or {"start": …, "tick": …, "zone": …}').optional().describe('What time it is.'),
  randomSeed: z
    .union([z.int(), z.string()], 'a whole number or a text')
    .optional()
    .describe('What random.seed() was given before the program, or each phase of a test. Other generators (random.Random(), secrets, os.urandom) stay unknown.'),
  randomBytes: z
    .string('pairs of hexadecimal digits')
    .regex(/^(?:[0-9a-fA-F]{2})*$/, 'pairs of hexadecimal digits')
    .optional()
    .describe('What os.urandom gives, and with it secrets, uuid.uuid4 and generators seeded by the system: bytes as hexadecimal digits, used up from the left. Then unknown.'),
  hashSeed: z.int('a whole number from 0 to 4294967295').min(0, 'not below 0').max(4294967295, 'not above 4294967295').optional().describe('PYTHONHASHSEED: with it the order of sets of texts is known.'),
  environment: z.record(z.string().regex(/^[^=\0]+$/), z.union([z.string(), z.null()], 'a text, or null to unset it')).optional().describe('Environment variables that are set, or with null unset.'),
  files: z.record(z.string().min(1), file).optional().describe('Files by path; relative ones lie below the project’s folder.'),
  arguments: z.array(z.string('a text')).optional().describe('sys.argv after the program’s name.'),
  stdin: z.string('a text').optional().describe('What can be read from standard input. Tests read nothing: pytest keeps it from them.'),
  workingFolder: z.string('a path').min(1).optional().describe('The current folder; a relative path is below the project’s folder.'),
  patches: z
    .record(z.string().regex(dotted, 'a dotted name such as "requests.get"'), patch)
    .optional()
    .describe('What stands in for a function, a method or another name of a module, by its dotted name: "requests.get", "app.client.Client.send", "builtins.input".'),
});
export type Scenario = z.infer<typeof scenario>;
export type Patch = z.infer<typeof patch>;
export type Answer = z.infer<typeof answer>;
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A scenario and the name that forecasts made under it carry. */
export interface NamedScenario {
  readonly name: string;
  readonly pins: Scenario;
}

/** Marks forecasts with the scenario that they are made under: they hold in it, and nothing is said of the world as it is. */
export const underScenario =
  ({ scenario: s }: { readonly scenario?: NamedScenario }) =>
  <F extends { readonly scenario?: string }>(f: F): F =>
    s === undefined ? f : { ...f, scenario: s.name };

/** The JSON schema of scenario files (draft 2020-12). */
export const scenarioSchema = (): object => ({ title: 'A scenario of Foretrace', ...z.toJSONSchema(scenario, { io: 'input', unrepresentable: 'any' }) });

/** Where a value is no scenario: a JSON path such as `$.clock.tick`, and what belongs there. */
export interface ScenarioProblem {
  readonly path: string;
  readonly say: string;
}
/** Checks what was read from JSON. */
export function readScenario(value: unknown): Scenario | ScenarioProblem {
  const r = scenario.safeParse(value, { reportInput: true });
  if (r.success) return r.data;
  return problemOf(r.error.issues[0]);
}
export const isProblem = (s: Scenario | ScenarioProblem): s is ScenarioProblem => 'say' in s;

/** Of a union, the branch that got furthest tells most. */
function problemOf(issue: z.core.$ZodIssue, path: readonly PropertyKey[] = []): ScenarioProblem {
  const at = [...path, ...issue.path];
  if (issue.code === 'invalid_union') {
    // A branch that misses a part was not meant.
    const meant = issue.errors.filter(e => !e.some(i => i.path.length > 0 && i.input === undefined));
    const deepest = meant.flat().reduce<z.core.$ZodIssue | undefined>((a, b) => (b.path.length > (a?.path.length ?? 0) ? b : a), undefined);
    if (deepest !== undefined) return problemOf(deepest, at);
    // The right branch, with a key too many.
    const stray = meant.flat().find(e => e.code === 'unrecognized_keys');
    if (stray !== undefined) return problemOf(stray, at);
    return { path: jsonPath(at), say: `must be ${issue.message}` };
  }
  if (issue.code === 'unrecognized_keys') return { path: jsonPath([...at, issue.keys[0]]), say: 'is no part of a scenario' };
  if (issue.code === 'invalid_key') return { path: jsonPath(at), say: `the name must be ${issue.issues[0]?.message ?? 'another'}` };
  return { path: jsonPath(at), say: /^Invalid/.test(issue.message) ? issue.message.replace(/^Invalid input: /, '') : `must be ${issue.message}` };
}
const jsonPath = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((out, p) => (typeof p === 'number' ? `${out}[${p}]` : /^[A-Za-z_$][\w$]*$/.test(String(p)) ? `${out}.${String(p)}` : `${out}[${JSON.stringify(String(p))}]`), '$');

// What parts of a scenario mean -----------------------------------------------------------------------------------------

/** Nanoseconds since the epoch, or undefined for what is no time. */
export function instantOf(t: string | number): bigint | undefined {
  if (typeof t === 'number') {
    const whole = Math.floor(t);
    return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((t - whole) * 1e9));
  }
  const m = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(t);
  if (m === null) return undefined;
  const [, date, minutes = '00:00', secs = ':00', fraction = '', offset = 'Z'] = m;
  const zone = offset.length === 5 ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset;
  const ms = Date.parse(`${date}T${minutes}${secs}${zone}`);
  // A day that the month has not is taken for one of the next month.
  if (Number.isNaN(ms) || !new Date(Date.parse(`${date}T00:00:00Z`)).toISOString().startsWith(date)) return undefined;
  return BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0') || '0');
}

export interface ClockPin {
  /** Nanoseconds. */
  readonly start: bigint;
  readonly tick: bigint;
}
export function clockOf(s: Scenario | undefined): ClockPin | undefined {
  const c = s?.clock;
  if (c === undefined) return undefined;
  const { start, tick = 0 } = typeof c === 'object' ? c : { start: c };
  return { start: instantOf(start)!, tick: BigInt(Math.round(tick * 1e9)) };
}

/** The environment variables of a program under a scenario. */
export function environmentUnder(s: Scenario | undefined, environment: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (s === undefined) return environment;
  const out = { ...environment };
  if (typeof s.clock === 'object' && s.clock.zone !== undefined) out.TZ = s.clock.zone;
  if (s.hashSeed !== undefined) out.PYTHONHASHSEED = String(s.hashSeed);
  for (const [name, value] of Object.entries(s.environment ?? {})) {
    if (value === null) delete out[name];
    else out[name] = value;
  }
  return out;
}

/** An absolute path, without `.` and `..`, for one that a scenario names. */
export function pathUnder(folder: string, path: string): string {
  const out: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') out.pop();
    else if (part !== '' && part !== '.') out.push(part);
  }
  return `/${out.join('/')}`;
}
