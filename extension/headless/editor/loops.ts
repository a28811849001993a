// The loops of a function and their turns in a trace: which line was run in which turn, so that the values of one turn can be shown by themselves.
import type { FunctionFound } from './python-text.ts';

export interface Loop {
  /** The line of the `for` or `while`, and the last one of its body. */
  readonly line: number;
  readonly end: number;
}
/** A loop as the editor shows it. */
export interface LoopShown extends Loop {
  /** Turns that its body has run, in the turn of the loops around it that is chosen. */
  readonly turns: number;
  /** From 1; undefined for all of them. */
  readonly chosen?: number;
}
/** The chosen turns, by the place of the loop among those of its function, from 0; turns count from 1. */
export type Turns = Readonly<Record<number, number>>;

/** The loops of a function in the order of their lines; those of functions inside it are theirs. */
export function loopsOf(f: FunctionFound): Loop[] {
  const out: Loop[] = [];
  let nested: number | undefined;
  f.statements.forEach((s, i) => {
    if (nested !== undefined && s.indent > nested) return;
    nested = undefined;
    if (/^(?:async\s+def|def|class)\b/.test(s.text)) nested = s.indent;
    if (!/^(?:async\s+for|for|while)\b/.test(s.text)) return;
    let end = s.last;
    for (let k = i + 1; k < f.statements.length && f.statements[k].indent > s.indent; k++) end = f.statements[k].last;
    // A body on the line of its loop has no lines to tell apart.
    if (end > s.last) out.push({ line: s.first, end });
  });
  return out;
}

/** Follows the line events of one activation. */
export class TurnCounter {
  private readonly loops: readonly Loop[];
  private readonly chosen: Turns;
  private readonly counts: number[];
  private readonly begun: boolean[];
  /** Most turns of each loop that had a body, in the chosen turn of the loops around. */
  private readonly most: number[];

  constructor(loops: readonly Loop[], chosen: Turns) {
    this.loops = loops;
    this.chosen = chosen;
    this.counts = loops.map(() => 0);
    this.begun = loops.map(() => false);
    this.most = loops.map(() => 0);
  }
  /** Whether what happens at this line belongs to the chosen turns. */
  at(line: number): boolean {
    let shown = true;
    this.loops.forEach((l, k) => {
      if (line < l.line || line > l.end) {
        // Left: the next time it is entered its turns count anew.
        this.counts[k] = 0;
        this.begun[k] = false;
        return;
      }
      if (line === l.line) {
        this.counts[k]++;
        this.begun[k] = false;
      } else if (!this.begun[k]) {
        this.begun[k] = true;
        if (shown) this.most[k] = Math.max(this.most[k], this.counts[k]);
      }
      if (this.chosen[k] !== undefined && this.chosen[k] !== this.counts[k]) shown = false;
    });
    return shown;
  }
  told(): LoopShown[] {
    return this.loops.map((l, k) => ({ ...l, turns: this.most[k], ...(this.chosen[k] === undefined ? {} : { chosen: this.chosen[k] }) }));
  }
}
