// A report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), as code scanning and editors read it: a result for each failure that counts or is set aside, and
// for each outcome that the edit makes unknown. Forecasts are warnings: an error would be a fact.
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { CodeFlow, Location, Log, ReportingDescriptor, Result, ThreadFlowLocation } from 'sarif';
import { asideText, type Finding, type FindingKind, type Spot, summaryText } from './findings.ts';
import type { Format, Told } from './formats.ts';

const rule = (id: string, name: string, text: string, full: string): ReportingDescriptor => ({
  id,
  name,
  shortDescription: { text },
  fullDescription: { text: full },
  help: { text: `${full} Nothing was run: the outcome is forecast by rehearsing the test. See the section on pre-commit of Foretrace's README.` },
  defaultConfiguration: { level: id === 'test-unknown' ? 'none' : 'warning' },
});
/** Ids are for good: baselines and dismissed alerts hang on them. */
const rules: readonly ReportingDescriptor[] = [
  rule('test-breaks', 'TestBreaks', 'A test would break', 'A test that passes before the edit is forecast to fail after it.'),
  rule(
    'test-fails-otherwise',
    'TestFailsOtherwise',
    'A test would fail in another way',
    'A test that fails before the edit is forecast to fail in another way after it.',
  ),
  rule('test-fails', 'TestFails', 'A test would fail', 'A test is forecast to fail.'),
  rule(
    'test-unknown',
    'TestUnknown',
    'An outcome cannot be told',
    'The outcome of a test cannot be known without running it; the result names what could not be known.',
  ),
];
const ruleOf: Readonly<Partial<Record<FindingKind, string>>> = {
  breaks: 'test-breaks',
  alters: 'test-fails-otherwise',
  fails: 'test-fails',
  unknown: 'test-unknown',
};

export const sarif: Format = told => {
  const { judged: j, version, root } = told;
  const listed = j.findings.filter(f => ruleOf[f.kind] !== undefined && (f.kind !== 'unknown' || f.isNews));
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Foretrace', version, semanticVersion: version, rules: [...rules] } },
        automationDetails: { id: `foretrace/${j.edited ? 'edit' : 'suite'}/` },
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(root).href}/`, description: { text: 'The root of the repository.' } } },
        columnKind: 'unicodeCodePoints',
        invocations: [
          {
            executionSuccessful: true,
            ...(j.report.stopped === true
              ? { toolExecutionNotifications: [{ level: 'warning' as const, message: { text: 'Time ran out: only what was known by then is reported.' } }] }
              : {}),
          },
        ],
        results: listed.map(f => resultOf(f, told)),
        properties: {
          summary: summaryText(j),
          fixed: j.findings.filter(f => f.kind === 'fixes').map(f => f.test),
          gone: j.findings.filter(f => f.kind === 'disappears').map(f => f.test),
          unknownAsBefore: j.findings.filter(f => f.kind === 'unknown' && !f.isNews).length,
          staleBaseline: [...j.stale],
          ...(j.report.scenario === undefined ? {} : { scenario: j.report.scenario }),
        },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function resultOf(f: Finding, { judged: j, show }: Told): Result {
  const id = ruleOf[f.kind]!;
  const isOpen = f.kind === 'unknown';
  const related: [Spot, string][] = [
    ...(f.edited === undefined ? [] : [[f.edited, 'The edited line that it comes from.'] as [Spot, string]]),
    [f.defined, `The test ${f.test}.`],
  ];
  return {
    ruleId: id,
    ruleIndex: rules.findIndex(r => r.id === id),
    // What cannot be told is neither a pass nor a failure (3.27.9: kind `open`, and then the level is `none`).
    ...(isOpen ? { kind: 'open' as const, level: 'none' as const } : { kind: 'fail' as const, level: 'warning' as const }),
    message: {
      text: `${f.test} ${isOpen ? f.say : `${f.kind === 'breaks' ? 'would break' : f.kind === 'alters' ? 'would fail in another way' : 'would fail'}: ${f.say}`}\n\n${f.message}`,
    },
    locations: [locationOf(f.at, show)],
    relatedLocations: related.map(([spot, text], i) => ({ ...locationOf(spot, show), id: i + 1, message: { text } })),
    partialFingerprints: { 'foretraceFinding/v1': fingerprint(f) },
    ...(j.edited && f.setAside?.by !== 'baseline' && !isOpen
      ? { baselineState: f.kind === 'breaks' ? ('new' as const) : f.kind === 'alters' ? ('updated' as const) : ('unchanged' as const) }
      : {}),
    ...(f.setAside === undefined
      ? {}
      : { suppressions: [{ kind: f.setAside.by === 'comment' ? ('inSource' as const) : ('external' as const), justification: asideText(f.setAside, show) }] }),
    ...(f.stack.length === 0
      ? {}
      : {
          stacks: [
            {
              message: { text: 'The way down to the failure, innermost first.' },
              frames: f.stack
                .toReversed()
                .map(s => ({ location: { ...locationOf(s, show), ...(s.function === undefined ? {} : { message: { text: s.function } }) } })),
            },
          ],
        }),
    ...(f.because.length === 0 ? {} : { codeFlows: [flowOf(f, show)] }),
    properties: { test: f.test, passes: f.probability, predicted: true },
  };
}
/** From the edit to the failure: each line that gives another value than before. */
function flowOf(f: Finding, show: Told['show']): CodeFlow {
  const locations: ThreadFlowLocation[] = f.because.map(s => ({
    location: {
      ...locationOf(s, show),
      message: { text: `${s.function}: ${s.kind}${s.name === undefined ? '' : ` ${s.name}`} = ${s.after}, was ${s.before}` },
    },
  }));
  return { message: { text: 'How the edit comes to the failure.' }, threadFlows: [{ locations }] };
}
function locationOf(s: Spot, show: Told['show']): Location {
  return {
    physicalLocation: {
      artifactLocation: artifactOf(s.file, show),
      region: { startLine: Math.max(1, s.line), ...(s.source === undefined ? {} : { snippet: { text: s.source } }) },
    },
  };
}
/** Relative to the repository where the file lies in it. */
function artifactOf(file: string, show: Told['show']): { uri: string; uriBaseId?: string } {
  const shown = show(file);
  return shown === file ? { uri: pathToFileURL(file).href } : { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
/** The same failure after other edits has the same one: no lines, no values. */
const fingerprint = (f: Finding): string =>
  createHash('sha256')
    .update([f.kind === 'unknown' ? 'unknown' : 'fails', f.test, f.raises ?? ''].join('\0'))
    .digest('hex')
    .slice(0, 32);
