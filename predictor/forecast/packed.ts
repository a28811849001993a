// A memory as it is written down: reads that many tests have in common stand there once.
import type { KnownTest, Remembered, RememberedFile, RememberedTest } from './remembered.ts';
import { type ReadsTable, readsOf, SharedReads } from './shared-reads.ts';

type Numbered<T extends { readonly reads: unknown }> = Omit<T, 'reads'> & { readonly reads: number };
interface PackedFile extends Omit<RememberedFile, 'imports' | 'tests'> {
  readonly imports: number;
  readonly tests: readonly (Omit<RememberedTest, 'known'> & { readonly known?: Numbered<KnownTest> })[];
}
export interface Packed extends Omit<Remembered, 'files'> {
  readonly reads: ReadsTable;
  readonly files: Readonly<Record<string, PackedFile>>;
}

export function packed(m: Remembered): Packed {
  const shared = new SharedReads();
  const files = mapped(m.files, f => ({
    ...f,
    imports: shared.numberOf(f.imports),
    tests: f.tests.map(t => ({ ...t, known: t.known === undefined ? undefined : { ...t.known, reads: shared.numberOf(t.known.reads) } })),
  }));
  return { ...m, files, reads: shared.table };
}
export function unpacked({ reads, ...m }: Packed): Remembered {
  const all = readsOf(reads);
  const files = mapped(m.files, f => ({
    ...f,
    imports: all[f.imports],
    tests: f.tests.map(t => ({ ...t, known: t.known === undefined ? undefined : { ...t.known, reads: all[t.known.reads] } })),
  }));
  return { ...m, files };
}
const mapped = <A, B>(of: Readonly<Record<string, A>>, change: (a: A) => B): Record<string, B> => Object.fromEntries(Object.entries(of).map(([name, a]) => [name, change(a)]));
