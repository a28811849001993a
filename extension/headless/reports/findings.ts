// What a report comes to for those who act on it, test by test: what breaks and where, the edited line that it comes from, what is fixed, what cannot be told and why. Every
// format is made from these records; how they are printed is none of their business.
import { verdictOf } from '../../../predictor/forecast/compare.ts';
import { isSuspected } from '../../../predictor/forecast/suspicion.ts';
import type { Consequence, Report, TestChange, TestForecast, TraceOrigin } from '../../../trace-collector/trace.ts';
import type { Edit } from '../edits.ts';
import { headline, messageOf, ownStack } from '../editor/test-shown.ts';
import { explainOrigin } from '../present/origins.ts';
import type { ShowPath } from '../present/raised.ts';
import { type Stretch, stretchesOf } from './edited-lines.ts';

/** A line of a file; paths are absolute. */
export interface Spot {
  readonly file: string;
  readonly line: number;
  readonly function?: string;
  readonly source?: string;
}
/** Why a finding does not count: it is still told. */
export interface SetAside {
  readonly by: 'comment' | 'baseline';
  /** What the comment says after `ignore`. */
  readonly reason?: string;
  readonly at?: Spot;
}
export const findingKinds = ['breaks', 'alters', 'fails', 'unknown', 'disappears', 'fixes'] as const;
export type FindingKind = (typeof findingKinds)[number];
export interface Finding {
  /** As `TestChange.change`; what passes is no finding. */
  readonly kind: FindingKind;
  readonly test: string;
  /** The edit has brought it; without an edit, whatever is wrong. */
  readonly isNews: boolean;
  /** One line: "AssertionError: assert 3 == 4", or what makes it unknown. */
  readonly say: string;
  /** All of it, with both sides of an assertion and the values that the line names. */
  readonly message: string;
  /** Where it breaks: the innermost line of the project. */
  readonly at: Spot;
  readonly defined: Spot;
  /** The edited line that it comes from, as far as that is known. */
  readonly edited?: Spot;
  readonly sides?: { readonly left: string; readonly op: string; readonly right: string };
  /** The exception's class. */
  readonly raises?: string;
  /** The chance that the test passes. */
  readonly probability: number;
  /** The way down to it, outermost first. */
  readonly stack: readonly Spot[];
  readonly because: readonly Consequence[];
  readonly why: readonly TraceOrigin[];
  readonly setAside?: SetAside;
}

export interface Judged {
  readonly report: Report;
  readonly edited: boolean;
  readonly findings: readonly Finding[];
  /** What it comes to without what is set aside. */
  readonly verdict: 'fine' | 'fails' | 'unknown';
  /** Tests whose entry in the baseline no longer holds. */
  readonly stale: readonly string[];
}
type Aside = (f: Finding, t: TestForecast | undefined) => SetAside | undefined;

/** `show` is for paths within messages. */
export function judged(report: Report, edit: Edit | undefined, show: ShowPath, aside: Aside = () => undefined, stale: Judged['stale'] = []): Judged {
  const stretches = edit === undefined ? [] : stretchesOf(edit);
  const findings = report.tests.flatMap(t => {
    const f = findingOf(t, edit !== undefined, stretches, show);
    if (f === undefined) return [];
    const by = mayBeSetAside(f) ? aside(f, t.after) : undefined;
    return [by === undefined ? f : { ...f, setAside: by }];
  });
  const gone = new Set(findings.flatMap(f => (f.setAside === undefined ? [] : [f.test])));
  const rest = gone.size === 0 ? report : { ...report, tests: report.tests.filter(t => !gone.has(t.id)) };
  return { report, edited: edit !== undefined, findings, verdict: verdictOf(rest, edit !== undefined), stale };
}
const mayBeSetAside = (f: Finding): boolean => f.kind !== 'fixes' && f.kind !== 'disappears';

/** What counts against an edit, or against the code as it is. */
export const counts = (f: Finding): boolean => f.setAside === undefined && (f.kind === 'breaks' || (f.kind === 'fails' && f.isNews));

function findingOf(t: TestChange, edited: boolean, stretches: readonly Stretch[], show: ShowPath): Finding | undefined {
  if (t.change === 'passes' || t.change === 'appears') return undefined;
  const f = t.after ?? t.before;
  if (f === undefined) return undefined;
  const defined = { file: f.file, line: f.line };
  const base = { test: t.id, defined, probability: f.probability, because: t.because ?? [], why: f.why, stack: [] };
  switch (t.change) {
    case 'fixes':
      return {
        ...base,
        kind: 'fixes',
        isNews: true,
        say: `is fixed${t.before?.raises === undefined ? '' : `: it failed with ${headline(t.before)}`}`,
        message: 'passes after the edit',
        at: defined,
      };
    case 'disappears':
      return { ...base, kind: 'disappears', isNews: true, say: 'is gone: no such test is found after the edit', message: 'is gone', at: defined };
    case 'unknown': {
      if (isSuspected(t)) {
        const m = messageOf(f, show);
        const say = `would likely fail (time ran out before that was certain): ${headline(f)}`;
        return {
          ...base,
          kind: 'unknown',
          isNews: true,
          say,
          message: `${say}\n${m.text}`,
          at: { file: m.file, line: m.line },
        };
      }
      const origins = f.why.slice(0, 4).map(o => whyText(o, show));
      const [first] = f.why;
      const say = `cannot be told: ${first === undefined ? 'not known' : explainOrigin(first).say}`;
      const at = f.why.find(o => o.file !== undefined && o.line !== undefined);
      return {
        ...base,
        kind: 'unknown',
        isNews: !edited || t.before?.outcome !== 'unknown',
        say,
        message: ['cannot be told', ...origins].join('\n'),
        at: at === undefined ? defined : { file: at.file!, line: at.line! },
      };
    }
    default: {
      const m = messageOf(f, show);
      const stack = ownStack(f.raises?.traceback ?? []).map(e => ({
        file: e.file,
        line: e.line,
        function: e.function,
        ...(e.source === undefined ? {} : { source: e.source }),
      }));
      const place = editedPlace(t, stack, stretches);
      return {
        ...base,
        kind: t.change,
        isNews: t.change === 'breaks' || (t.change === 'fails' && !edited),
        say: headline(f),
        message: m.text,
        at: stack[0] ?? { file: m.file, line: m.line },
        ...(place === undefined ? {} : { edited: place }),
        ...(f.raises?.sides === undefined ? {} : { sides: (({ left, op, right }) => ({ left, op, right }))(f.raises.sides) }),
        ...(f.raises === undefined ? {} : { raises: f.raises.type }),
        stack: stack.toReversed(),
      };
    }
  }
}
/** The origin of an unknown in one line: what, why, where. */
export function whyText(o: TraceOrigin, show: ShowPath): string {
  const at = o.file === undefined ? '' : ` (${show(o.file)}${o.line === undefined ? '' : `:${o.line}`})`;
  return `${explainOrigin(o).say}${at}`;
}

/** The edited line that the failure ran through; else the first one that gave another value; else where the edit begins in a file that it ran through, or begins at all. */
function editedPlace(t: TestChange, stack: readonly Spot[], stretches: readonly Stretch[]): Spot | undefined {
  const isEdited = (s: { readonly file: string; readonly line: number }): boolean =>
    stretches.some(d => d.file === s.file && s.line >= d.first && s.line <= d.last);
  const through = stack.find(isEdited);
  if (through !== undefined) return through;
  const led = t.because?.find(isEdited);
  if (led !== undefined) return { file: led.file, line: led.line, function: led.function };
  const visited = new Set([...stack.map(s => s.file), ...(t.because ?? []).map(s => s.file)]);
  const begins = stretches.find(d => visited.has(d.file) && d.file !== t.after?.file) ?? stretches.find(d => d.file.endsWith('.py')) ?? stretches[0];
  return begins === undefined ? undefined : { file: begins.file, line: begins.first };
}

/** "2 would break · 1 unknown · 1 set aside · 40 pass", without colours. */
export function summaryText(j: Judged): string {
  const n = (kind: FindingKind, keep: (f: Finding) => boolean = () => true): number =>
    j.findings.filter(f => f.kind === kind && f.setAside === undefined && keep(f)).length;
  const of = (result: TestForecast['result']): number => j.report.tests.filter(t => t.after?.result === result).length;
  const parts: readonly (readonly [number, string])[] = [
    [n('breaks'), 'would break'],
    [n('alters'), 'would fail in another way'],
    [n('fails'), j.edited ? 'would fail as before' : 'would fail'],
    [n('unknown', f => f.isNews), 'cannot be told'],
    [n('unknown', f => !f.isNews), 'unknown as before'],
    [n('fixes'), 'would be fixed'],
    [n('disappears'), 'gone'],
    [j.findings.filter(f => f.setAside !== undefined).length, 'set aside'],
    [of('passed') - j.report.tests.filter(t => t.change === 'fixes' && t.after?.result === 'passed').length, 'pass'],
    [of('skipped'), 'skipped'],
  ];
  const told = parts.flatMap(([m, what]) => (m === 0 ? [] : [`${m} ${what}`]));
  return `${told.length === 0 ? (j.edited && j.report.changed.length === 0 ? 'nothing has changed' : j.report.stopped === true ? 'nothing is known yet' : 'no tests found') : told.join(', ')}${j.report.stopped === true ? '; time ran out before all was known' : ''}`;
}
/** Why it does not count, in words. */
export function asideText(a: SetAside, show: ShowPath): string {
  if (a.by === 'baseline') return 'known in the baseline';
  return `ignored${a.reason === undefined ? '' : `: ${a.reason}`}${a.at === undefined ? '' : ` (${show(a.at.file)}:${a.at.line})`}`;
}
