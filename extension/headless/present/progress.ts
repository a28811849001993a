// Progress on stderr: one line that is rewritten, shown only on a terminal and only for what takes longer than a second.
import type { Progress } from '../service.ts';
import { cut } from './style.ts';

export interface ProgressLine {
  readonly show: (p: Progress) => void;
  readonly clear: () => void;
}
const patience = 1000;
const phases: Readonly<Record<Progress['phase'], string>> = { start: 'reading', collect: 'collecting', test: 'rehearsing', program: 'rehearsing' };

export function progressLine(stream: NodeJS.WriteStream): ProgressLine {
  if (!stream.isTTY) return { show() {}, clear() {} };
  const from = performance.now();
  let shown = false;
  let last = 0;
  return {
    show(p) {
      const now = performance.now();
      if (now - from < patience || now - last < 80) return;
      last = now;
      shown = true;
      const amount = p.of > 1 ? `${p.done}/${p.of} ` : '';
      stream.write(`\r\u001b[2K${cut(`${phases[p.phase]} ${amount}${p.what}`, (stream.columns ?? 80) - 1)}`);
    },
    clear() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}
