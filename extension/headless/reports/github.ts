// A report as workflow commands of GitHub Actions, which show as annotations at the lines (docs.github.com, "Workflow commands": ten a step of each level, so the rest is one).
import { counts, type Finding, type Spot, summaryText } from './findings.ts';
import type { Format } from './formats.ts';

const mostOfLevel = 10;

export const github: Format = ({ judged: j, show }) => {
  const out: string[] = [];
  const say = (level: 'error' | 'warning' | 'notice', findings: readonly Finding[], title: string): void => {
    const shown = findings.length > mostOfLevel ? findings.slice(0, mostOfLevel - 1) : findings;
    for (const f of shown) out.push(command(level, f.at, `${title}: ${f.test}`, messageOf(f, show), show));
    const rest = findings.slice(shown.length);
    if (rest.length > 0) out.push(`::${level} title=${property(`${title}: ${rest.length} more`)}::${data(rest.map(f => f.test).join('\n'))}`);
  };
  say('error', j.findings.filter(counts), j.edited ? 'Foretrace: would break' : 'Foretrace: would fail');
  const other = j.findings.filter(f => f.setAside === undefined && (f.kind === 'alters' || (f.kind === 'unknown' && f.isNews)));
  say('warning', other, 'Foretrace');
  const fixed = j.findings.filter(f => f.kind === 'fixes');
  if (fixed.length > 0) out.push(`::notice title=${property(`Foretrace: ${fixed.length} would be fixed`)}::${data(fixed.map(f => f.test).join('\n'))}`);
  if (j.stale.length > 0) out.push(`::notice title=${property('Foretrace: the baseline is out of date')}::${data(j.stale.join('\n'))}`);
  // A line of the log, no annotation.
  out.push(`foretrace: ${summaryText(j)}`.replaceAll('\n', ' '));
  return `${out.join('\n')}\n`;
};

function messageOf(f: Finding, show: (file: string) => string): string {
  if (f.kind === 'unknown') return f.message;
  return `${f.say}\n${f.message}${f.edited === undefined ? '' : `\nedited line: ${show(f.edited.file)}:${f.edited.line}`}`;
}
function command(level: string, at: Spot, title: string, message: string, show: (file: string) => string): string {
  return `::${level} file=${property(show(at.file))},line=${Math.max(1, at.line)},title=${property(title)}::${data(message)}`;
}
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
