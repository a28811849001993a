// What CWM predicts of a call, for people, beside what was rehearsed.
import type { TraceFrame } from '../../../trace-collector/trace.ts';
import type { CwmPrediction } from '../oracles/cwm-prediction.ts';
import type { ShowPath } from './raised.ts';
import { count, cut, type Style } from './style.ts';
import { traceText } from './trace.ts';

export function predictionText(p: CwmPrediction, style: Style, show: ShowPath, whole: boolean): string {
  const out: string[] = [`${style.bold('cwm')}  ${style.dim(`predicted by ${p.model} at ${p.address}; a model's answer is never certain`)}`];
  if (p.trace !== undefined && whole) out.push(traceText(p.trace, style, show, (_, line) => p.lines[line - 1]).trimEnd());
  if (p.value !== undefined) out.push(`${style.yellow('≈')} ${p.value}`);
  else if (p.trace !== undefined && !p.trace.truncated) out.push(`${style.yellow('≈')} raises`);
  if (p.comparison !== undefined) out.push(comparisonLine(p, style));
  if (p.broken !== undefined) out.push(style.yellow(`not in CWM's format from there on: ${p.broken}`));
  if (p.trouble !== undefined) out.push(style.yellow(p.trouble));
  return `${out.join('\n')}\n`;
}
function comparisonLine({ comparison: c, trace, rehearsed, lines }: CwmPrediction, style: Style): string {
  if (c === undefined || trace === undefined || rehearsed === undefined) return '';
  if (c.first === undefined) return style.green(`${count(c.frames, 'frame')}, all as rehearsed`);
  const { frame, values } = c.first;
  const at = (f: TraceFrame | undefined): string =>
    f === undefined ? 'its end' : `${f.event} ${cut((lines[f.line - 1] ?? '').trim(), 50)}${f.value === undefined ? '' : ` → ${cut(f.value, 40)}`}`;
  const differ = values.slice(0, 3).map(v => `${v.name}: ${cut(v.left ?? 'nothing', 40)} rehearsed, ${cut(v.right ?? 'nothing', 40)} predicted`);
  const places =
    at(rehearsed.frames[frame]) === at(trace.frames[frame])
      ? at(trace.frames[frame])
      : `${at(rehearsed.frames[frame])} rehearsed, ${at(trace.frames[frame])} predicted`;
  return `${style.yellow(`${count(frame, 'frame')} as rehearsed, then they part`)} ${style.dim(`(${c.same} of ${c.frames} the same)`)}\n  ${[places, ...differ].join('\n  ')}`;
}
