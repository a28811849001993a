// Reads books of cases: Markdown with Python blocks, expectations on the line (CONTRIBUTING.md says how to write one).
import { parseModule, type Grammar } from '../../predictor/python/syntax/parser.ts';

export type Expectation =
  | { readonly kind: 'predicts'; readonly text: string }
  | { readonly kind: 'raises'; readonly text: string }
  | { readonly kind: 'unknown'; readonly because: string };

export interface Statement {
  readonly line: number;
  readonly text: string;
  /** The variable to look at afterwards, `_` for an expression's own value, or nothing. */
  readonly name: string;
  readonly expects: Expectation | null;
}
export interface Case {
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** The cases of a book, in order. A heading names the case of each block below it. */
export function readBook(grammar: Grammar, markdown: string): Case[] {
  const cases: Case[] = [];
  let title = '';
  let block: string[] | null = null;
  for (const line of markdown.split('\n')) {
    if (block !== null) {
      if (line.startsWith('```')) {
        cases.push({ title: cases.some(c => c.title === title) ? `${title} (${cases.filter(c => c.title.startsWith(title)).length + 1})` : title, statements: statementsOf(grammar, block.join('\n')) });
        block = null;
      } else block.push(line);
    } else if (line.startsWith('#')) title = line.replace(/^#+\s*/, '');
    else if (line.startsWith('```py')) block = [];
  }
  return cases;
}
function statementsOf(grammar: Grammar, text: string): Statement[] {
  const lines = text.split('\n');
  return parseModule(grammar, `${text}\n`).body.map(s => {
    const first = 'decorators' in s && s.decorators.length > 0 ? s.decorators[0].line : s.line;
    const source = lines.slice(first - 1, s.endLine).join('\n');
    const comment = /#\s*(predicts|raises):\s*(.*)$/.exec(lines[s.endLine - 1]);
    const expects = comment === null ? null : expectation(comment[1], comment[2].trim());
    const name = s.kind === 'ExprStmt' ? '_' : s.kind === 'Assign' && s.targets[0].kind === 'Name' ? s.targets[0].id : s.kind === 'AugAssign' && s.target.kind === 'Name' ? s.target.id : '';
    return { line: first, text: s.kind === 'ExprStmt' ? withoutComment(source) : source, name, expects };
  });
}
/** `eval` takes no comment after an expression in front of a closing blank line; cutting it is harmless. */
const withoutComment = (source: string): string => source.replace(/\s*#\s*(predicts|raises):.*$/, '').trim();
function expectation(kind: string, text: string): Expectation {
  if (kind === 'raises') return { kind: 'raises', text };
  const because = /^unknown because:\s*(.*)$/.exec(text);
  return because === null ? { kind: 'predicts', text } : { kind: 'unknown', because: because[1] };
}
