// Frames as an agent reads them: one numbered line each, the source line or the call, and what has changed by then. Numbers are those by which other tools are asked.
import type { Trace } from '../../../trace-collector/trace.ts';
import { cut } from '../present/style.ts';
import type { Desk } from './desk.ts';

const mostText = 120;

export function framesText(t: Pick<Trace, 'codes' | 'frames'>, first: number, desk: Desk): string {
  return t.frames
    .map((f, i) => {
      const code = t.codes[f.code];
      const changes = [...Object.entries(f.changed).map(([n, v]) => `${n}=${cut(v, mostText)}`), ...f.deleted.map(n => `del ${n}`)];
      const margin = `${first + i} ${'  '.repeat(Math.min(f.depth, 20))}`;
      const told = f.stdout === undefined || f.stdout === '' ? '' : `\n${margin}| ${cut(JSON.stringify(f.stdout), mostText)}`;
      const noted = changes.length === 0 ? '' : `  # ${changes.join(', ')}`;
      switch (f.event) {
        case 'call':
        case 'resume':
          return `${margin}${f.event} ${code.function}(${changes.join(', ')})  ${desk.show(code.file)}:${f.line}${told}`;
        case 'line':
          return `${margin}${f.line}: ${cut((desk.sourceLine(code.file, f.line) ?? '').trim(), mostText)}${noted}${told}`;
        case 'return':
        case 'yield':
          return `${margin}${f.event} ${cut(f.value ?? 'None', mostText)}${noted}${told}`;
        case 'exception':
          return `${margin}raised ${f.exception}: ${cut(f.value ?? '', mostText)}${noted}${told}`;
        default:
          return `${margin}left by the exception${told}`;
      }
    })
    .join('\n');
}
