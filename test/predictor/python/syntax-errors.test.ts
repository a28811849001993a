// What a SyntaxError says of a text is CPython's, or unknown: its parser gives up at the token that it read last, and no tree of ours says which one that is.
import { beforeAll, expect, test } from 'vitest';
import { defaultBudget } from '../../../predictor/budget.ts';
import { evalText, execText, guarded, mainNamespace, startRun } from '../../../predictor/python/machine.ts';
import { Unknown } from '../../../predictor/python/unknown-value.ts';
import { startTestEngine } from '../../support/engine.ts';

const FILE = '/workspace/main.py';
beforeAll(startTestEngine);

/** What each expression over the error `e` of compiling `text` gives, `?` for what is unknown. */
function told(text: string, expressions: readonly string[]): string[] {
  startRun(defaultBudget);
  const globals = mainNamespace(FILE);
  execText(`try:\n    compile(${JSON.stringify(text)}, '<text>', 'exec')\nexcept SyntaxError as error:\n    e = error\n`, FILE, globals);
  return expressions.map(expression => {
    const held: { value?: unknown } = {};
    guarded(() => {
      held.value = evalText(expression, FILE, globals);
      return null;
    });
    return held.value instanceof Unknown ? '?' : String(held.value);
  });
}

test.each([
  ['x = 1\na b\n', ['e.msg', 'e.lineno', 'e.offset', 'e.text', 'str(e)'], ['invalid syntax', '2', '?', '?', 'invalid syntax (<text>, line 2)']],
  ['f(a b)', ['e.msg', 'e.lineno', 'e.offset'], ['?', '?', '?']],
  ['x = y =', ['e.msg', 'e.lineno', 'str(e)'], ['?', '?', '?']],
  ['def foo(', ['e.msg', 'e.lineno', 'e.offset'], ['?', '?', '?']],
  ['f(bar=baz, bax)', ['e.msg', 'e.lineno', 'e.offset', 'str(e)'], ['positional argument follows keyword argument', '1', '?', 'positional argument follows keyword argument (<text>, line 1)']],
  ['f(x for x in y, 1)', ['e.lineno', 'e.offset'], ['1', '?']],
  ['if x:\ny', ['type(e).__name__', 'e.msg', 'e.lineno', 'e.offset'], ['IndentationError', "expected an indented block after 'if' statement on line 1", '?', '?']],
  ['x = """a\nb', ['e.lineno', 'e.offset'], ['?', '?']],
  [')', ['e.msg', 'e.lineno', 'e.offset', 'e.text'], ["unmatched ')'", '1', '1', ')']],
])('compiling %j says what is known', (text, expressions, expected) => {
  expect(told(text, expressions)).toEqual(expected);
});
