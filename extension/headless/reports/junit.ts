// A report as JUnit's XML, as CI servers show it: a forecast failure is a failure of the type `predicted`, what cannot be told is skipped with its reason.
import type { TestChange } from '../../../trace-collector/trace.ts';
import { asideText, type Finding, summaryText } from './findings.ts';
import type { Format } from './formats.ts';

export const junit: Format = ({ judged: j, show }) => {
  const findings = new Map(j.findings.map(f => [f.test, f]));
  const cases = j.report.tests.filter(t => t.change !== 'disappears').map(t => caseOf(t, findings.get(t.id), j.edited, show));
  const n = (word: string): number => cases.filter(c => c.includes(`<${word} `)).length;
  const seconds = (j.report.milliseconds / 1000).toFixed(3);
  const gone = j.findings.filter(f => f.kind === 'disappears').map(f => f.test);
  const properties = [
    ['summary', summaryText(j)],
    ['python', j.report.python.version],
    ...(j.report.scenario === undefined ? [] : [['scenario', j.report.scenario]]),
    ...(j.report.stopped === true ? [['stopped', 'time ran out: only what was known by then']] : []),
    ...j.findings.filter(f => f.kind === 'fixes').map(f => ['fixed', f.test]),
    ...gone.map(id => ['gone', id]),
    ...j.stale.map(id => ['stale in the baseline', id]),
  ];
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<testsuites tests="${cases.length}" failures="${n('failure')}" errors="0" skipped="${n('skipped')}" time="${seconds}">`,
    `  <testsuite name="foretrace" tests="${cases.length}" failures="${n('failure')}" errors="0" skipped="${n('skipped')}" time="${seconds}">`,
    '    <properties>',
    ...properties.map(([name, value]) => `      <property name="${escaped(name)}" value="${escaped(value)}"/>`),
    '    </properties>',
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function caseOf(t: TestChange, f: Finding | undefined, edited: boolean, show: (file: string) => string): string {
  const [path, ...names] = t.id.split('::');
  const classname = [path.replace(/\.py$/, '').replaceAll('/', '.'), ...names.slice(0, -1)].join('.');
  const test = t.after ?? t.before;
  const head = `    <testcase classname="${escaped(classname)}" name="${escaped(names.at(-1) ?? path)}" file="${escaped(test === undefined ? path : show(test.file))}" line="${test?.line ?? 0}" time="0"`;
  const inner = (body: string): string => `${head}>\n      ${body}\n    </testcase>`;
  const skipped = (message: string): string => inner(`<skipped message="${escaped(message)}"/>`);
  if (f === undefined) {
    const result = t.after?.result;
    if (result === 'skipped' || result === 'xfailed') return skipped(t.after?.reason ?? result);
    return `${head}/>`;
  }
  if (f.setAside !== undefined) return skipped(`${asideText(f.setAside, show)}: ${f.say}`);
  if (f.kind === 'unknown') return inner(`<skipped message="${escaped(f.say)}">${escaped(f.message)}</skipped>`);
  if (f.kind === 'fixes') return inner('<system-out>fixed by the edit</system-out>');
  if (f.kind !== 'breaks' && edited) return skipped(`would fail ${f.kind === 'alters' ? 'in another way than' : 'as'} before the edit: ${f.say}`);
  const from = f.edited === undefined ? '' : `\n\nThe edited line that it comes from: ${show(f.edited.file)}:${f.edited.line}`;
  return inner(`<failure type="predicted" message="${escaped(f.say)}">${escaped(`${show(f.at.file)}:${f.at.line}\n${f.message}${from}`)}</failure>`);
}

/** XML 1.0 has no room for most control characters, nor for half of a surrogate pair. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replace(/[<>&"\n\r\t]/g, c => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[c] ?? `&#${c.charCodeAt(0)};`);
}
