// A report as Markdown, for a comment on a pull request: what breaks with both sides, then what is fixed and what cannot be told. Texts of the user's never become markup.
import { duration } from '../present/style.ts';
import { asideText, counts, type Finding, summaryText, whyText } from './findings.ts';
import type { Format } from './formats.ts';

const mostTold = 20;
const mostListed = 50;

export const markdown: Format = ({ judged: j, show }) => {
  const bad = j.findings.filter(counts);
  const of = (...kinds: Finding['kind'][]): Finding[] => j.findings.filter(f => kinds.includes(f.kind) && f.setAside === undefined && !bad.includes(f));
  const mark = { fine: '✅', fails: '❌', unknown: '❔' }[j.verdict];
  const out = [
    `### ${mark} Foretrace: ${plain(summaryText(j))}`,
    '',
    `Rehearsed, not run${j.report.scenario === undefined ? '' : ` · under scenario ${code(j.report.scenario)}`} · Python ${j.report.python.version || '?'} · ${duration(j.report.milliseconds)}`,
    '',
  ];
  for (const f of bad.slice(0, mostTold)) {
    out.push(`#### ❌ ${code(f.test)}`, '', `${place(f.at, show)}: ${plain(f.say)}`, '');
    out.push(...fenced([...(f.at.source === undefined ? [] : [`${f.at.line} │ ${f.at.source.trim()}`, '']), f.message].join('\n')), '');
    if (f.edited !== undefined) out.push(`Comes from the edited line ${place(f.edited, show)}.`, '');
    if (f.because.length > 0)
      out.push(
        '<details><summary>How the edit comes to it</summary>',
        '',
        ...f.because
          .slice(0, 12)
          .map(
            s =>
              `- ${place(s, show)} ${code(s.function)}: ${s.kind} ${s.name === undefined ? '' : `${code(s.name)} = `}${code(s.after)}, was ${code(s.before)}`,
          ),
        '',
        '</details>',
        '',
      );
  }
  if (bad.length > mostTold)
    out.push(
      `… and ${bad.length - mostTold} more: ${bad
        .slice(mostTold, mostTold + mostListed)
        .map(f => code(f.test))
        .join(', ')}`,
      '',
    );
  out.push(...list('Would fail in another way', of('alters'), f => `${code(f.test)}: ${plain(f.say)}`));
  out.push(...list('Would be fixed', of('fixes'), f => code(f.test)));
  out.push(...list('Gone', of('disappears'), f => code(f.test)));
  out.push(
    ...list(
      'Cannot be told',
      of('unknown').filter(f => f.isNews),
      f => `${code(f.test)}: ${f.why.length === 0 ? 'not known' : plain(whyText(f.why[0], show))}`,
    ),
  );
  out.push(
    ...list(
      'Set aside',
      j.findings.filter(f => f.setAside !== undefined),
      f => `${code(f.test)}: ${plain(asideText(f.setAside!, show))}`,
    ),
  );
  out.push(...list('No longer as the baseline says', j.stale, id => code(id)));
  return `${out.join('\n').trimEnd()}\n`;
};

function list<T>(title: string, all: readonly T[], line: (t: T) => string): string[] {
  if (all.length === 0) return [];
  const more = all.length > mostListed ? [`- … and ${all.length - mostListed} more`] : [];
  return [`<details><summary>${title}: ${all.length}</summary>`, '', ...all.slice(0, mostListed).map(t => `- ${line(t)}`), ...more, '', '</details>', ''];
}
const place = (s: { readonly file: string; readonly line: number }, show: (file: string) => string): string => code(`${show(s.file)}:${s.line}`);
/** Code whose backticks do not end it (CommonMark 6.1). */
function code(text: string): string {
  const one = text.replaceAll(/\s+/g, ' ').slice(0, 300);
  const ticks = '`'.repeat(longestRun(one) + 1);
  return `${ticks}${/^`|`$/.test(one) ? ` ${one} ` : one}${ticks}`;
}
function fenced(text: string): string[] {
  const ticks = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${ticks}text`, ...text.split('\n'), ticks];
}
const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(r => r.length));
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .slice(0, 500)
    .replaceAll(/[\\`*_{}[\]<>|#~@]/g, c => (c === '@' ? '&#64;' : `\\${c}`));
