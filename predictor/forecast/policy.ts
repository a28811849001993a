// A policy: what an agent may do without asking, judged by what an edit or a command is forecast to do. It is JSON that a person writes; this file says what may stand in
// it, reads it so that a mistake never lets through what a rule would deny, and gives the verdict with the rule that said so.
import * as z from 'zod';
import type { Effect } from '../effects.ts';
import { matchesGlob } from './globs.ts';

export const verdicts = ['allow', 'ask', 'deny'] as const;
export type VerdictKind = (typeof verdicts)[number];
const chance = z.number('a number from 0 to 1').min(0, 'a number from 0 to 1').max(1, 'a number from 0 to 1');
const globs = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)], 'a pattern such as "src/**", or a list of them')
  .describe('Patterns: * within a part of a path, ** across parts, ? one character, {a,b} one of several.');
const kinds = z.enum(['write', 'delete', 'network', 'subprocess', 'environment', 'input']);
const when = z.union(
  [
    z.strictObject({
      effect: z.union([kinds, z.array(kinds).min(1)]).describe('An effect that the edit brings, or the command would have.'),
      where: z.enum(['inside', 'outside']).optional().describe('Of writes and deletes: inside the workspace, or outside of it.'),
      what: globs.optional().describe('The path (below the workspace: relative to it), address, command or variable.'),
    }),
    z.strictObject({
      breaks: chance.describe('A test that passes now is forecast to fail with at least this probability.'),
      tests: globs.optional().describe('Only tests whose node id matches.'),
    }),
    z.strictObject({
      unknown: z.literal(true).describe('A test whose outcome was known is unknown after the edit.'),
      tests: globs.optional().describe('Only tests whose node id matches.'),
    }),
    z.strictObject({
      gone: z.literal(true).describe('A test that is found before the edit, or the command, is not there after it.'),
      tests: globs.optional().describe('Only tests whose node id matches.'),
    }),
    z.strictObject({ edits: globs.describe('A file that the edit changes, relative to the workspace.') }),
  ],
  'one of effect, breaks, unknown, gone, edits',
);
const rule = z.strictObject({
  name: z.string().min(1).optional().describe('What the verdict calls it.'),
  when,
  verdict: z.enum(verdicts, 'allow, ask or deny').describe('What becomes of it. Of all rules that fit one thing, the first decides.'),
  say: z.string().optional().describe('Told with the verdict: what to do instead.'),
});
export const policy = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  rules: z.array(rule).describe('For each effect, test and changed file the first rule that fits decides; the strictest decision is the verdict.'),
  otherwise: z.enum(verdicts, 'allow, ask or deny').optional().describe('The verdict where no rule fits: allow, where it is not said.'),
});
export type PolicyRule = z.infer<typeof rule>;

/** The JSON schema of policy files (draft 2020-12). */
export const policySchema = (): object => ({ title: 'A policy of Foretrace', ...z.toJSONSchema(policy, { io: 'input' }) });

/** What is wrong in a policy file: a JSON path such as `$.rules[0].verdict`, and what belongs there. */
export interface PolicyProblem {
  readonly path: string;
  readonly say: string;
  /** What is done as long as it is wrong: the strictest thing that the broken part may have asked for. */
  readonly meanwhile: VerdictKind;
}
export interface Policy {
  readonly rules: readonly PolicyRule[];
  readonly otherwise: VerdictKind;
  readonly problems: readonly PolicyProblem[];
}
export const noPolicy: Policy = { rules: [], otherwise: 'allow', problems: [] };

/** Reads a policy's text. What is wrong in it never makes it more lenient: a broken rule that may deny denies everything until it is mended. */
export function readPolicy(text: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (e) {
    // A text without the word cannot hold a rule that denies.
    const meanwhile = text.includes('deny') || text.includes('\\u') ? 'deny' : 'ask';
    return { ...noPolicy, problems: [{ path: '$', say: `is not JSON: ${(e as Error).message.split('\n')[0]}`, meanwhile }] };
  }
  const whole = policy.safeParse(json);
  if (whole.success) return { rules: whole.data.rules, otherwise: whole.data.otherwise ?? 'allow', problems: [] };
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { ...noPolicy, problems: [problem(whole.error, 'deny')] };
  const { rules, otherwise } = json as { rules?: unknown; otherwise?: unknown };
  const problems: PolicyProblem[] = [];
  const kept: PolicyRule[] = [];
  if (!Array.isArray(rules)) problems.push({ path: '$.rules', say: rules === undefined ? 'is missing' : 'must be a list of rules', meanwhile: strictestIn(json) });
  else
    rules.forEach((r, i) => {
      const one = rule.safeParse(r);
      if (one.success) kept.push(one.data);
      else problems.push(problem(one.error, strictestIn(r), ['rules', i]));
    });
  const fallback = z.enum(verdicts).optional().safeParse(otherwise);
  if (!fallback.success) problems.push({ path: '$.otherwise', say: 'must be allow, ask or deny', meanwhile: 'deny' });
  for (const key of Object.keys(json)) if (!(key in policy.shape)) problems.push({ path: `$.${key}`, say: 'is no part of a policy', meanwhile: strictestIn((json as Record<string, unknown>)[key]) });
  if (problems.length === 0) problems.push(problem(whole.error, strictestIn(json)));
  return { rules: kept, otherwise: fallback.success ? (fallback.data ?? 'allow') : 'allow', problems };
}
/** A rule that is plainly there to allow or to ask is no more than that; of anything else we cannot tell. */
function strictestIn(part: unknown): VerdictKind {
  const said = typeof part === 'object' && part !== null ? (part as { verdict?: unknown }).verdict : undefined;
  return said === 'allow' || said === 'ask' ? said : 'deny';
}
function problem(error: z.ZodError, meanwhile: VerdictKind, before: readonly PropertyKey[] = []): PolicyProblem {
  const [first] = error.issues;
  const path = [...before, ...first.path].reduce<string>((out, p) => (typeof p === 'number' ? `${out}[${p}]` : `${out}.${String(p)}`), '$');
  if (first.code === 'unrecognized_keys') return { path: `${path}.${first.keys[0]}`, say: 'is not known here', meanwhile };
  return { path, say: /^Invalid/.test(first.message) ? first.message.replace(/^Invalid input: /, '') : `must be ${first.message}`, meanwhile };
}

/** What is judged: paths of effects absolute, those of files relative to the workspace. */
export interface Judged {
  readonly workspace: string;
  readonly changed: readonly string[];
  readonly effects: readonly Effect[];
  readonly tests: readonly JudgedTest[];
}
export interface JudgedTest {
  readonly id: string;
  /** Whether it is known to pass before. */
  readonly passed: boolean;
  /** The chance that it fails after. */
  readonly fails: number;
  /** Known before, unknown after. */
  readonly lost: boolean;
  /** There before, not there after. */
  readonly gone?: boolean;
}
export interface Verdict {
  readonly verdict: VerdictKind;
  /** The rule that said so; absent where none fitted. */
  readonly rule?: string;
  /** What it was said of, and the rule's own words. */
  readonly say?: string;
  /** Everything that came to the same verdict, the first ones. */
  readonly because: readonly string[];
}

const mostReasons = 5;
const strictness = (v: VerdictKind): number => verdicts.indexOf(v);

/** The strictest of the decisions on each effect, each test and each changed file. */
export function judge(p: Policy, j: Judged): Verdict {
  const decisions: { readonly verdict: VerdictKind; readonly rule?: string; readonly what: string; readonly say?: string }[] = [];
  for (const x of p.problems) decisions.push({ verdict: x.meanwhile, rule: 'the policy cannot be read', what: `${x.path} ${x.say}` });
  for (const t of thingsOf(j)) {
    const i = p.rules.findIndex(r => fits(r, t, j));
    if (i >= 0) decisions.push({ verdict: p.rules[i].verdict, rule: nameOf(p.rules[i], i), what: t.what, say: p.rules[i].say });
    else if (p.otherwise !== 'allow') decisions.push({ verdict: p.otherwise, rule: 'otherwise', what: t.what });
  }
  const strictest = decisions.reduce<VerdictKind>((v, d) => (strictness(d.verdict) > strictness(v) ? d.verdict : v), 'allow');
  const [first, ...others] = decisions.filter(d => d.verdict === strictest);
  if (first === undefined) return { verdict: 'allow', because: [] };
  const because = [...new Set([first, ...others].map(d => d.what))].slice(0, mostReasons);
  return { verdict: strictest, rule: first.rule, ...(first.say === undefined ? {} : { say: first.say }), because };
}
const nameOf = (r: PolicyRule, i: number): string => r.name ?? `rule ${i + 1}`;

type Thing =
  | { readonly kind: 'effect'; readonly effect: Effect; readonly what: string }
  | { readonly kind: 'test'; readonly test: JudgedTest; readonly what: string }
  | { readonly kind: 'file'; readonly file: string; readonly what: string };

function thingsOf(j: Judged): Thing[] {
  const out: Thing[] = j.effects.map(effect => ({ kind: 'effect', effect, what: `${effect.kind} ${effect.what}` }));
  for (const test of j.tests) {
    if (test.gone) out.push({ kind: 'test', test, what: `${test.id} is gone` });
    else if (test.lost && !(test.passed && test.fails > 0.5)) out.push({ kind: 'test', test, what: `${test.id} becomes unknown` });
    else if (test.passed && test.fails > 0) out.push({ kind: 'test', test, what: `${test.id} breaks (${test.fails.toFixed(2)})` });
  }
  for (const file of j.changed) out.push({ kind: 'file', file, what: `edits ${file}` });
  return out;
}
const onDisk = (e: Effect): boolean => e.kind === 'write' || e.kind === 'delete';

function fits({ when: w }: PolicyRule, t: Thing, j: Judged): boolean {
  if ('effect' in w) {
    if (t.kind !== 'effect' || ![w.effect].flat().includes(t.effect.kind)) return false;
    const below = relativeTo(j.workspace, t.effect.what);
    if (w.where !== undefined && (!onDisk(t.effect) || (w.where === 'inside') !== (below !== undefined))) return false;
    return w.what === undefined || [t.effect.what, ...(onDisk(t.effect) && below !== undefined ? [below] : [])].some(name => matchesAny(w.what!, name));
  }
  if ('edits' in w) return t.kind === 'file' && matchesAny(w.edits, t.file);
  if (t.kind !== 'test' || (w.tests !== undefined && !matchesAny(w.tests, t.test.id))) return false;
  if ('gone' in w) return t.test.gone === true;
  if ('unknown' in w) return t.test.lost;
  // An unknown outcome counts by its chance, too.
  return t.test.passed && t.test.fails > 0 && t.test.fails >= w.breaks;
}
const matchesAny = (patterns: string | readonly string[], text: string): boolean => [patterns].flat().some(p => matchesGlob(p, text));

/** The path below a folder, `.` and `..` taken out; undefined where it lies elsewhere. */
function relativeTo(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') || /^[A-Za-z]:/.test(path) ? path : `${folder}/${path}`).split(/[/\\]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  const base = folder.split(/[/\\]/).filter(p => p !== '');
  return base.every((p, i) => parts[i] === p) ? parts.slice(base.length).join('/') : undefined;
}
