// The books of cases: each statement's expectation is held against the rehearsal and, where there is a Python 3.11, against the real thing. A wrong definite
// value fails either way; an unknown must be expected by the book or listed, with its reason, in gaps.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dictGet } from '../../../predictor/python/dict-keys.ts';
import { evalText, execText, guarded, mainNamespace, startRun } from '../../../predictor/python/machine.ts';
import { repr, str } from '../../../predictor/python/operators.ts';
import { defaultBudget } from '../../../predictor/budget.ts';
import { sayOrigin } from '../../../predictor/unknown.ts';
import { world } from '../../../predictor/python/world.ts';
import { type Case, readBook, type Statement } from '../../support/book.ts';
import { startTestEngine } from '../../support/engine.ts';
import { askPython, hasPython } from '../../support/python.ts';

const folder = join(import.meta.dirname, 'books');
const books = readdirSync(folder).filter(n => n.endsWith('.md')).sort();
const gaps = new Map(readFileSync(join(folder, 'gaps.txt'), 'utf8').split('\n').filter(l => l !== '' && !l.startsWith('#')).map(l => [l.split(' | ')[0], l.split(' | ')[1]] as const));

await startTestEngine();
const cases = books.map(name => ({ name, cases: readBook(world.current.grammar, readFileSync(join(folder, name), 'utf8')) }));

type Said = { readonly kind: 'value' | 'raises' | 'unknown'; readonly text: string };

/** What the rehearsal says of each statement. */
function rehearse(c: Case): Said[] {
  const g = mainNamespace('/workspace/case.py');
  return c.statements.map(s => {
    startRun(defaultBudget);
    const o = guarded(() => (s.name === '_' ? evalText(s.text, '<case>', g) : execText(s.text, '/workspace/case.py', g)));
    const { ending } = o;
    if (ending.kind === 'raise') {
      const message = str(ending.exc);
      return { kind: 'raises', text: message === '' ? ending.exc.cls.name : `${ending.exc.cls.name}: ${message}` };
    }
    if (ending.kind === 'unknown') return { kind: 'unknown', text: ending.origins.map(sayOrigin).join('; ') };
    const value = s.name === '_' ? ending.value : s.name === '' ? null : dictGet(g, s.name)!;
    if (o.doubts.length > 0) return { kind: 'unknown', text: o.doubts.map(sayOrigin).join('; ') };
    const shown = guarded(() => repr(value));
    return shown.ending.kind === 'value' ? { kind: 'value', text: String(shown.ending.value) } : { kind: 'unknown', text: shown.ending.kind === 'unknown' ? shown.ending.origins.map(sayOrigin).join('; ') : 'repr raises' };
  });
}
/** Addresses differ from run to run. */
const settled = (text: string): string => text.replace(/0x[0-9a-f]{12}/g, '0x…').replace(/\n/g, '\\n');
const place = (book: string, c: Case, s: Statement): string => `${book} ${c.title}: ${s.text.split('\n')[0]}`;

describe('the books of cases', () => {
  const truths = new Map<Case, { repr?: string; raises?: string }[]>();
  beforeAll(() => {
    if (!hasPython) return;
    const all = cases.flatMap(b => b.cases);
    const answers = askPython<{ repr?: string; raises?: string }[][]>('book.py', [], all.map(c => c.statements.map(s => (s.expects?.kind === 'unknown' && s.expects.because === 'budget' ? { text: 'pass', name: '' } : { text: s.text, name: s.name }))));
    all.forEach((c, i) => {
      truths.set(c, answers[i]);
    });
  });
  for (const book of cases) {
    describe(book.name, () => {
      for (const c of book.cases) {
        it(c.title, () => {
          const said = rehearse(c);
          c.statements.forEach((s, i) => {
            const at = place(book.name, c, s);
            const mine = said[i];
            const truth = truths.get(c)?.[i];
            if (s.expects?.kind === 'unknown') {
              expect(mine.kind, at).toBe('unknown');
              expect(mine.text, at).toContain(s.expects.because);
              return;
            }
            if (mine.kind === 'unknown') {
              expect(gaps.has(at), `${at}\nis unknown: ${mine.text}`).toBe(true);
              return;
            }
            if (truth !== undefined) expect(settled(`${mine.kind} ${mine.text}`), at).toBe(settled(truth.raises === undefined ? `value ${truth.repr}` : `raises ${truth.raises}`));
            if (s.expects?.kind === 'predicts') expect(settled(`${mine.kind} ${mine.text}`), at).toBe(`value ${s.expects.text}`);
            else if (s.expects?.kind === 'raises') expect(settled(`${mine.kind} ${mine.text}`), at).toBe(`raises ${s.expects.text}`);
            else expect(mine.kind === 'raises' ? mine.text : '', `${at}: an exception that the book does not expect`).toBe('');
          });
        });
      }
    });
  }
  it('every gap is still a gap', () => {
    const unknown = new Set(cases.flatMap(b => b.cases.flatMap(c => rehearse(c).flatMap((r, i) => (r.kind === 'unknown' ? [place(b.name, c, c.statements[i])] : [])))));
    expect([...gaps.keys()].filter(g => !unknown.has(g))).toEqual([]);
  });
});
