// Places that tests have changed and that outlive them: an attribute, an element of a dict, a list. Two tests that change the same place may see each other: pytest runs them in one process.

import type { TestForecast } from '../../trace-collector/trace.ts';

/** Whether the test fails, or on most ways that were gone though not all are known: then it does not come to what it would have put back. */
export const mostlyFails = ({ outcome, probability, raises }: TestForecast): boolean => outcome === 'fail' || (outcome === 'unknown' && probability < 0.5 && raises !== undefined);

const within = '\n';
/** Before what was left there, as far as that has a short text: it says whether a test leaves the same as the last time. */
const holding = '\0';
/** An element or attribute `key` of an object; without one, the object as a whole. `left`: what is there now. */
export const cellOf = (object: string, key?: string, left?: string): string => object + (key === undefined ? '' : within + key) + (left === undefined ? '' : holding + left);
const placeOf = (cell: string): string => cell.split(holding, 1)[0];
/** Objects that have no name of their own are known as long as the engine keeps them; of them only the number is remembered. */
export const unnamed = '#';
const isNamed = (cell: string): boolean => !cell.startsWith(unnamed);
/** Cells as they are remembered. */
export const cellsKept = (cells: readonly string[]): readonly string[] => cells.map(c => (isNamed(c) ? c : unnamed)).sort();

/** What a cell is looked up by: itself, and anything of its object. */
const anyOf = (object: string): string => `${object}\r`;
const objectOf = (cell: string): string => cell.split(within, 1)[0];
/** Names under which a test's cells are kept. */
export const marksOf = (cells: readonly string[]): readonly string[] => [...new Set(cells.map(placeOf).flatMap(c => [c, anyOf(objectOf(c))]))];
/** Names of which a test that meets one of the cells has one. */
export const meetingsOf = (cells: readonly string[]): readonly string[] => [...new Set(cells.map(placeOf).flatMap(c => (c.includes(within) ? [c, objectOf(c)] : [c, anyOf(c)])))];

/** Which tests change which cells. */
export class LeftCells {
  readonly #cells = new Map<string, readonly string[]>();
  readonly #tests = new Map<string, Set<string>>();

  note(id: string, all: readonly string[]): void {
    const cells = all.filter(c => c !== unnamed);
    if (cells.length === 0) return;
    this.#cells.set(id, cells);
    for (const mark of marksOf(cells)) {
      const known = this.#tests.get(mark);
      if (known === undefined) this.#tests.set(mark, new Set([id]));
      else known.add(id);
    }
  }
  of(id: string): readonly string[] {
    return this.#cells.get(id) ?? [];
  }
  /** Whether one of the tests that change a cell which this one changes (itself among them) is such a one. */
  meets(id: string, isSuch: (test: string) => boolean): boolean {
    for (const m of meetingsOf(this.of(id))) for (const t of this.#tests.get(m) ?? []) if (isSuch(t)) return true;
    return false;
  }
}
