// find_input: which arguments bring a function to a line, into a state, to an exception or a value: found by search over rehearsals, within a budget. Nothing is run, and what is
// not found may still be there.
import * as z from 'zod';
import { type Comparison, comparisonsIn } from '../../../predictor/search/comparisons.ts';
import { InputSearch } from '../../../predictor/search/input-search.ts';
import { firstOf, type Literal, literalOf, literalText } from '../../../predictor/search/literals.ts';
import { Failed } from '../../../trace-collector/failure.ts';
import type { Gap } from '../../../predictor/search/steps-towards.ts';
import { cut } from '../present/style.ts';
import { proposalShape } from '../proposals.ts';
import type { Rehearsed } from '../workspace.ts';
import { callsIn, filled, inputOf, namedValues, testsNaming } from './input-seeds.ts';
import { distanceOf, evidenceAt, framesAt, type Goal, goalOf, linesOf, sourceAt, valuesIn } from './input-goal.ts';
import { scenarioFile } from './predict-edit.ts';
import { type Call, forecasting, tool } from './tool.ts';

const input = z.strictObject({
  target: z.string().min(1).describe('The Python file that the function is in.'),
  function: z.string().min(1).optional().describe('total, or Basket.add; where a line is given, the function around it.'),
  call: z
    .string()
    .min(1)
    .optional()
    .describe('How to call it, ? where a value goes: "Basket(?).add(?, count=?)". Made from the signature where it is not given.'),
  line: z.int().min(1).optional().describe('The goal: this line of the file is reached.'),
  condition: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The goal: at that line this Python expression over its locals is true ("n > 9 and not items"); without a line, over what the call gives, as `result`.',
    ),
  raises: z.string().min(1).optional().describe('The goal: this exception comes out of the call ("KeyError", or "any").'),
  tries: z.int().min(1).max(20_000).optional().describe('Most calls to rehearse (500).'),
  seconds: z.number().positive().max(600).optional().describe('Most seconds (20).'),
  ...proposalShape,
  scenario: scenarioFile,
});
type Asked = z.output<typeof input>;

const output = z.object({
  found: z.boolean(),
  call: z.string().optional().describe('A call that gets there, ready for predict_execution.'),
  test: z.string().optional().describe('A test that gets there by itself.'),
  evidence: z.string().optional().describe('What the rehearsal shows: the line with its locals, the value, the exception.'),
  tried: z.int(),
  stoppedBy: z.enum(['found', 'tries', 'time', 'nothing new to try']),
  seeds: z.object({ recorded: z.int(), tests: z.int(), code: z.int() }).describe('How many calls and values it began with.'),
  closest: z
    .object({ call: z.string(), line: z.int(), source: z.string() })
    .optional()
    .describe('Where it is not found: the call that came closest, and the line that it came to.'),
  possible: z.object({ call: z.string(), why: z.string() }).optional().describe('A call that may get there, depending on what cannot be known.'),
  say: z.string(),
});

const findInput = tool({
  name: 'find_input',
  title: 'Find arguments that lead somewhere',
  description:
    'Searches for arguments with which a function reaches a line, makes a condition true, raises an exception or gives a certain value: from recorded calls, calls of the tests, values that the code names, and small changes to them, each rehearsed without running anything. Use it to reproduce a bug, to see whether a branch can be reached, or to find a test case for an uncovered line. "found" is a forecast with its evidence; not found means that the search ended, not that there is none.',
  input,
  output,
  annotations: forecasting,
  handle: async (a, call) => {
    const goal = goalOf(a, call);
    const seeds = await seedsFor(goal, a, call);
    return await search(goal, seeds, a, call);
  },
});
interface Known {
  readonly inputs: readonly (readonly Literal[])[];
  readonly pool: readonly Literal[];
  readonly counts: { readonly recorded: number; readonly tests: number; readonly code: number };
  /** A test that gets there by itself. */
  readonly witness?: { readonly test: string; readonly evidence: string };
}
const mostTests = 8;
const mostSeedFrames = 20_000;

async function seedsFor(g: Goal, a: Asked, call: Call): Promise<Known> {
  const { desk } = call;
  const { function: f } = g;
  if (f === undefined) return { inputs: [], pool: [], counts: { recorded: 0, tests: 0, code: 0 } };
  const given: Readonly<Record<string, string>>[] = [];
  const store = desk.store(false);
  for (const t of store?.traces({ file: g.file, function: f.qualname, limit: 10 }) ?? []) {
    const open = store?.open(t.id);
    if (open !== undefined)
      given.push(...callsIn({ codes: [...open.codes], frames: open.frames(0, Math.min(open.about.frames, mostSeedFrames)) }, g.file, f.qualname, 20));
  }
  const recorded = given.length;
  let witness: Known['witness'];
  for (const id of await testsNaming(f, mostTests, call)) {
    const r = await desk.workspace.rehearse({ target: id, trace: mostSeedFrames, ...circumstances(g, a), signal: call.signal }).catch(ignoringUser);
    if (r?.trace === undefined) continue;
    given.push(...callsIn(r.trace, g.file, f.qualname, 20));
    // A test's trace does not tell whether it is the only way: a definite outcome must do.
    if (a.line !== undefined && a.condition === undefined && witness === undefined && r.forecast.outcome !== 'unknown') {
      const at = framesAt(r.trace, g.file, a.line)[0];
      if (at !== undefined) witness = { test: id, evidence: evidenceAt(g, a.line, at) };
    }
  }
  const inputs = given.flatMap(c => {
    const i = inputOf(g.template, c);
    return i === undefined ? [] : [i];
  });
  // Single arguments are worth something, too, where another one is an object.
  const single = given.flatMap(c => Object.values(c)).flatMap(v => literalOf(v) ?? []);
  const named = namedValues(g.text, f);
  return {
    inputs,
    pool: [...named, ...single],
    counts: { recorded, tests: given.length - recorded, code: named.length },
    ...(witness === undefined ? {} : { witness }),
  };
}
const circumstances = (g: Goal, a: Asked): { edit?: { files: Readonly<Record<string, string | null>> }; scenario?: string } => ({
  ...(g.edit === undefined ? {} : { edit: { files: g.edit } }),
  ...(a.scenario === undefined ? {} : { scenario: a.scenario }),
});
function ignoringUser(e: unknown): undefined {
  if (e instanceof Failed && e.failure.blame === 'user') return undefined;
  throw e;
}

const perTry = { ms: 1000, steps: 2_000_000 };
const mostFrames = 5000;

async function search(g: Goal, known: Known, a: Asked, call: Call): Promise<z.input<typeof output>> {
  const from = performance.now();
  const most = a.tries ?? 500;
  const milliseconds = (a.seconds ?? 20) * 1000;
  const first = g.template.holes.map(h => {
    const fallback = h?.default === undefined ? undefined : literalOf(h.default);
    return [...(fallback === undefined ? [] : [fallback]), ...firstOf(h?.annotation)];
  });
  const s = new InputSearch(first.length, { inputs: known.inputs, first, pool: known.pool });
  const seeds = known.counts;
  let closest: { call: string; line: number; distance: number } | undefined;
  let possible: { call: string; why: string } | undefined;
  let tried = 0;
  let stoppedBy: 'tries' | 'time' | 'nothing new to try' = 'tries';
  for (; tried < most; tried++) {
    if (performance.now() - from > milliseconds) {
      stoppedBy = 'time';
      break;
    }
    const next = s.next();
    if (next === undefined) {
      stoppedBy = 'nothing new to try';
      break;
    }
    call.progress(tried, most, 'trying inputs');
    const text = filled(g.template, next.map(literalText));
    const r = await call.desk.workspace.rehearse({
      target: a.target,
      call: text,
      trace: mostFrames,
      budget: perTry,
      ...circumstances(g, a),
      signal: call.signal,
    });
    const there = await reachedBy(r, text, g, a, call);
    if (there !== undefined && (r.oneWay === true || (a.line === undefined && r.forecast.outcome !== 'unknown'))) {
      tried++;
      return {
        found: true,
        call: text,
        ...(known.witness === undefined ? {} : { test: known.witness.test }),
        evidence: there,
        tried,
        stoppedBy: 'found',
        seeds,
        say: `${text} gets there (forecast, nothing was run)`,
      };
    }
    if (there !== undefined) possible ??= { call: text, why: r.forecast.why[0]?.what ?? 'a decision on the way hangs on what cannot be known' };
    const lines = linesOf(r.trace, g.file);
    const distance = distanceOf(lines, g, a);
    if (lines.size > 0 && (closest === undefined || distance < closest.distance)) closest = { call: text, line: Math.max(...lines), distance };
    s.tell(next, { lines, distance, values: valuesIn(r.trace, g) });
    const gaps = await gapsOf(r, lines, s, g, a, call);
    if (gaps.length > 0) s.close(next, gaps, distance);
  }
  const { witness } = known;
  const rest = {
    tried,
    seeds,
    ...(closest === undefined || a.line === undefined ? {} : { closest: { call: closest.call, line: closest.line, source: sourceAt(g, closest.line) } }),
    ...(possible === undefined ? {} : { possible }),
  };
  if (witness !== undefined)
    return {
      found: true,
      test: witness.test,
      evidence: witness.evidence,
      ...rest,
      stoppedBy: 'found',
      say: `${witness.test} gets there by itself (forecast, nothing was run); no plain call was found that does`,
    };
  return {
    found: false,
    ...rest,
    stoppedBy,
    say: `not found: ${tried} calls were rehearsed, until ${stoppedBy === 'time' ? 'time ran out' : stoppedBy === 'tries' ? 'the tries were spent' : 'there was nothing new to try'}; that is no proof that there is none`,
  };
}

const mostGaps = 12;
/** What the conditions compared behind which nothing has come yet, and what the goal's own condition compares. */
async function gapsOf(r: Rehearsed, lines: ReadonlySet<number>, s: InputSearch, g: Goal, a: Asked, call: Call): Promise<Gap[]> {
  if (a.condition !== undefined && a.line === undefined)
    return r.forecast.value === undefined || literalOf(r.forecast.value) === undefined
      ? []
      : await valuesOf(comparisonsIn(a.condition), { result: r.forecast.value }, a, g, call);
  if (r.trace === undefined) return [];
  const out: Gap[] = [];
  for (const h of g.headers) {
    if (out.length >= mostGaps) break;
    // With a goal, what stands around it; without one, all that is not covered yet.
    const wanted = a.line === undefined ? !s.hasReached(h.body) : h.body <= a.line && a.line <= h.last && !lines.has(h.body);
    if (!wanted || !lines.has(h.line)) continue;
    for (const m of framesAt(r.trace, g.file, h.line, 2)) out.push(...(await valuesOf(h.compares, m.locals, a, g, call)));
  }
  if (a.line !== undefined && a.condition !== undefined)
    for (const m of framesAt(r.trace, g.file, a.line, 2)) out.push(...(await valuesOf(comparisonsIn(a.condition), m.locals, a, g, call)));
  return out;
}
async function valuesOf(compared: readonly Comparison[], locals: Readonly<Record<string, string>>, a: Asked, g: Goal, { desk, signal }: Call): Promise<Gap[]> {
  const out: Gap[] = [];
  for (const c of compared) {
    const usable = usableIn(`${c.left} ${c.right}`, locals);
    const text = `(lambda ${usable.map(([n]) => n).join(', ')}: (${c.left}, ${c.right}))(${usable.map(([, v]) => v).join(', ')})`;
    const { forecast } = await desk.workspace.rehearse({ target: a.target, call: text, budget: perTry, ...circumstances(g, a), signal });
    const pair = forecast.outcome === 'pass' && forecast.value !== undefined ? literalOf(forecast.value) : undefined;
    if (pair?.kind === 'tuple' && pair.items.length === 2) out.push({ left: pair.items[0], op: c.op, right: pair.items[1] });
  }
  return out;
}
/** Locals that an expression names and that can be written down. */
const usableIn = (expression: string, locals: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(locals).filter(([n, v]) => /^[A-Za-z_]\w*$/.test(n) && new RegExp(`\\b${n}\\b`).test(expression) && literalOf(v) !== undefined);
async function reachedBy(r: Rehearsed, text: string, g: Goal, a: Asked, call: Call): Promise<string | undefined> {
  const { forecast: f } = r;
  if (a.raises !== undefined) {
    const type = f.raises?.type;
    const isIt = type !== undefined && (a.raises === 'any' || type === a.raises || type.split('.').at(-1) === a.raises);
    // Of the call itself: not a wrong number of arguments, nor a class that could not be made.
    const own = f.raises?.traceback.filter(e => !e.library) ?? [];
    return isIt && f.outcome === 'fail' && own.some(e => e.file === g.file)
      ? `raises ${type}${f.raises!.message === '' ? '' : `: ${cut(f.raises!.message, 200)}`} at line ${own.findLast(e => e.file === g.file)!.line}`
      : undefined;
  }
  if (a.line !== undefined) {
    if (r.trace === undefined) return undefined;
    const moments = framesAt(r.trace, g.file, a.line);
    if (a.condition === undefined) return moments[0] === undefined ? undefined : evidenceAt(g, a.line, moments[0]);
    for (const m of moments) if (await holds(a.condition, m.locals, a, g, call)) return `${evidenceAt(g, a.line, m)}; ${a.condition} is true`;
    return undefined;
  }
  if (f.outcome !== 'pass' || f.value === undefined) return undefined;
  const r2 = await call.desk.workspace.rehearse({
    target: a.target,
    call: `(lambda result: bool(${a.condition}))(${text})`,
    budget: perTry,
    ...circumstances(g, a),
    signal: call.signal,
  });
  return r2.forecast.outcome === 'pass' && r2.forecast.value === 'True' ? `gives ${cut(f.value, 200)}` : undefined;
}
/** Evaluated over the locals that can be written down; where it names another one, nobody knows. */
async function holds(condition: string, locals: Readonly<Record<string, string>>, a: Asked, g: Goal, { desk, signal }: Call): Promise<boolean> {
  const usable = usableIn(condition, locals);
  const text = `(lambda ${usable.map(([n]) => n).join(', ')}: bool(${condition}))(${usable.map(([, v]) => v).join(', ')})`;
  const r = await desk.workspace.rehearse({ target: a.target, call: text, budget: perTry, ...circumstances(g, a), signal });
  return r.forecast.outcome === 'pass' && r.forecast.value === 'True';
}
export const searchTools = [findInput];
