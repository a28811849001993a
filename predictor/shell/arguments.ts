// What the rows of programs share: options apart from operands, and the text that a filter reads.
import { type ShellState, type Streams, Unknowable } from './state.ts';

export type Row = (args: readonly string[], io: Streams, s: ShellState) => number;

/** Options apart from operands. `known` are the letters and long names that are understood. */
export function parsed(args: readonly string[], known: string, long: Readonly<Record<string, string>> = {}): { readonly on: ReadonlySet<string>; readonly operands: string[] } {
  const on = new Set<string>();
  const operands: string[] = [];
  let open = true;
  for (const a of args) {
    if (open && a === '--') open = false;
    else if (open && a.startsWith('--')) {
      const name = long[a.slice(2)];
      if (name === undefined) throw new Unknowable(`the option ${a}`);
      on.add(name);
    } else if (open && a.startsWith('-') && a !== '-') {
      for (const c of a.slice(1)) {
        if (!known.includes(c)) throw new Unknowable(`the option -${c}`);
        on.add(c);
      }
    } else operands.push(a);
  }
  return { on, operands };
}
/** With their ends. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

export function input(operands: readonly string[], io: Streams, s: ShellState): string {
  if (operands.length > 1) throw new Unknowable('more than one file');
  const text = operands.length === 0 || operands[0] === '-' ? io.stdin : s.read(operands[0]);
  if (text === undefined) throw new Unknowable('standard input', 'input');
  return text;
}
