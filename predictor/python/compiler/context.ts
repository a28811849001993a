// What the compiler knows while it turns one scope's syntax into closures, and the line marks that tracebacks and traces need.
import type { Span } from '../syntax/ast.ts';
import type { Scope, Scopes } from '../syntax/scopes.ts';
import { mangle } from '../syntax/mangling.ts';
import type { Evaluate, Frame, SourceFile } from '../frames.ts';
import { tracer } from '../tracer.ts';

/** One source text being compiled. */
export interface Unit {
  readonly source: SourceFile;
  readonly scopes: Scopes;
  /** Library code is stepped over by traces. */
  readonly library: boolean;
  readonly traced: boolean;
  /** Unknowns in it are noted, and filled where there is an answer (ask-points.ts). */
  readonly asked: boolean;
  readonly futureAnnotations: boolean;
  /** `compile(…, 'single')`: the values of expression statements are shown. */
  readonly interactive?: boolean;
}

export interface Ctx {
  readonly unit: Unit;
  readonly scope: Scope;
  readonly slotOf: ReadonlyMap<string, number>;
  /** Slots that hold cells. */
  readonly cells: ReadonlySet<number>;
  readonly qualname: string;
  /** Next free slot: temporaries of generator forms are allocated behind the named ones. */
  slotCount: number;
  /** The statement being compiled spans several lines, so its parts mark theirs. */
  multiline: boolean;
  /** The line of the jump that a condition ends in: that of the statement or expression around it. */
  testLine: number;
}

/** A value computed earlier and parked in a slot: what generator forms put in place of a sub-expression (see yields.ts). */
export interface Temp extends Span {
  readonly kind: 'Temp';
  readonly slot: number;
}
export function temp(c: Ctx, at: Span): Temp {
  return { kind: 'Temp', slot: c.slotCount++, line: at.line, col: at.col, endLine: at.endLine, endCol: at.endCol };
}

export const mangled = (c: Ctx, name: string): string => (c.scope.className === null ? name : mangle(c.scope.className, name));

/** Notes that the program is now at `line`: for tracebacks, and in a trace as an event where the line changes. */
export function mark(c: Ctx): (f: Frame, line: number) => void {
  return c.unit.traced ? traceLine : setLine;
}
function setLine(f: Frame, line: number): void {
  f.line = line;
}
export function traceLine(f: Frame, line: number): void {
  if (f.line !== line) {
    f.line = line;
    tracer.line(f);
  }
}
/** The jump back of a loop: an event of its own in a trace even where the line stays the same. */
export function loopBack(c: Ctx, f: Frame, line: number): void {
  if (c.unit.traced) {
    f.line = -1;
    traceLine(f, line);
  } else f.line = line;
}
/** A leaf of a multi-line statement marks its line before it is evaluated. */
export function marked(c: Ctx, node: Span, e: Evaluate): Evaluate {
  if (!c.multiline) return e;
  const { line } = node;
  if (c.unit.traced) {
    return f => {
      traceLine(f, line);
      return e(f);
    };
  }
  return f => {
    f.line = line;
    return e(f);
  };
}
/** An operation marks its line after its last operand, before it acts. */
export function then(c: Ctx, node: Span, operand: Evaluate): Evaluate {
  if (!c.multiline) return operand;
  const { line } = node;
  const at = mark(c);
  return f => {
    const v = operand(f);
    at(f, line);
    return v;
  };
}
