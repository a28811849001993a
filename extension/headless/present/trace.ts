// A trace for people: one line per event, with the source line and what has changed in the locals.
import { stopsOnly, type Trace } from '../../../trace-collector/trace.ts';
import type { ShowPath } from './raised.ts';
import { cut, type Style } from './style.ts';

/** Debuggers need not tell what a function gave back. */
const tellsReturns = (t: Trace): boolean => t.semantics !== 'dap' && t.semantics !== stopsOnly;

/** `sourceLine` gives a file's line, or nothing where it cannot be read. */
export function traceText(t: Trace, style: Style, show: ShowPath, sourceLine: (file: string, line: number) => string | undefined): string {
  const out: string[] = [];
  for (const f of t.frames) {
    const code = t.codes[f.code];
    const margin = '  '.repeat(f.depth);
    const source = cut((sourceLine(code.file, f.line) ?? '').trim(), 70);
    const changes = [...Object.entries(f.changed).map(([name, value]) => `${name} = ${cut(value, 60)}`), ...f.deleted.map(name => `${name} gone`)].join(', ');
    const values = changes === '' ? '' : style.dim(`  # ${changes}`);
    const line = style.dim(String(f.line).padStart(4));
    switch (f.event) {
      case 'call':
      case 'resume':
        out.push(`${line} ${margin}${style.cyan(f.event === 'call' ? '▸' : '▹')} ${style.bold(code.function)} ${style.dim(show(code.file))}${values}`);
        break;
      case 'line':
        out.push(`${line} ${margin}  ${source}${values}`);
        break;
      case 'return':
      case 'yield':
        out.push(
          `${line} ${margin}${style.green(f.event === 'return' ? '◂' : '◃')} ${cut(f.value ?? (tellsReturns(t) ? 'None' : '(the debugger does not tell)'), 90)}`,
        );
        break;
      case 'exception':
        out.push(`${line} ${margin}${style.red('!')} ${style.red(`${f.exception}: ${f.value ?? ''}`)}`);
        break;
      case 'unwind':
        out.push(`${line} ${margin}${style.red('◂')} ${style.dim('left by the exception')}`);
    }
    if (f.stdout !== undefined && f.stdout !== '') for (const l of f.stdout.replace(/\n$/, '').split('\n')) out.push(`     ${margin}  ${style.dim('│')} ${l}`);
  }
  if (t.semantics === stopsOnly) out.push(style.dim('… seen only where the debugger stopped'));
  else if (t.truncated) out.push(style.dim('… the trace was cut here'));
  return `${out.join('\n')}\n`;
}
