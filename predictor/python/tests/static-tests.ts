// The tests of a file by its text alone: for files that cannot be imported, and for those who only want to know where tests stand. Parameters are not known here.
import type * as ast from '../syntax/ast.ts';
import { analysed } from '../source.ts';

export interface StaticTest {
  readonly id: string;
  readonly line: number;
}

export function staticTests(text: string, fileId: string): StaticTest[] {
  const out: StaticTest[] = [];
  const visit = (body: readonly ast.Stmt[], prefix: string, inTestCase: boolean): void => {
    for (const s of body) {
      if (s.kind === 'FunctionDef' && s.name.startsWith('test')) out.push({ id: `${prefix}::${s.name}`, line: s.line });
      else if (s.kind === 'ClassDef' && (s.name.startsWith('Test') || basesName(s).includes('TestCase'))) visit(s.body, `${prefix}::${s.name}`, inTestCase);
      else if (s.kind === 'If') {
        visit(s.body, prefix, inTestCase);
        visit(s.orelse, prefix, inTestCase);
      }
    }
  };
  visit(analysed(text).tree.body, fileId, false);
  return out;
}
const basesName = (s: ast.ClassDef): string =>
  s.bases.map(b => (b.kind === 'Name' ? b.id : b.kind === 'Attribute' ? b.attr : '')).join(' ');
