// Node ids as a tree: files, classes, tests, and the cases of a parametrized test.
import type { TestFound } from './protocol.ts';

export interface Place {
  readonly id: string;
  readonly label: string;
  readonly file: string;
  readonly line?: number;
  /** A test that can be asked for; else only a place for others. */
  readonly test: boolean;
  readonly children: readonly Place[];
}
interface Growing {
  readonly id: string;
  readonly label: string;
  readonly file: string;
  line?: number;
  test: boolean;
  readonly children: Growing[];
}

/** `a.py::Class::test[1]` lies under `test`, that under `Class`, that under `a.py`. */
export function placesOf(tests: readonly TestFound[]): readonly Place[] {
  const roots: Growing[] = [];
  const known = new Map<string, Growing>();
  const place = (id: string, label: string, file: string, among: Growing[]): Growing => {
    let found = known.get(id);
    if (found === undefined) {
      known.set(id, (found = { id, label, file, test: false, children: [] }));
      among.push(found);
    }
    return found;
  };
  for (const t of tests) {
    // `::` and `/` inside the brackets of a case belong to its name.
    const open = t.id.indexOf('[');
    const plain = open === -1 ? t.id : t.id.slice(0, open);
    const parts = plain.split('::');
    let at = place(parts[0], parts[0], t.file, roots);
    for (let i = 1; i < parts.length; i++) {
      at = place(parts.slice(0, i + 1).join('::'), parts[i], t.file, at.children);
      if (i === parts.length - 1) at.line = Math.min(at.line ?? t.line, t.line);
    }
    if (open !== -1) {
      at = place(t.id, t.id.slice(open), t.file, at.children);
      at.line = t.line;
    }
    if (parts.length === 1) at.line = t.line;
    at.test = true;
  }
  return roots;
}
