import { describe, expect, it } from 'vitest';
import { raisedLines } from '../../../extension/headless/present/raised.ts';
import { styleFor } from '../../../extension/headless/present/style.ts';
import type { StackEntry } from '../../../trace-collector/trace.ts';

const style = styleFor({}, { NO_COLOR: '1' });
const entry = (name: string, line: number, locals: Record<string, string>): StackEntry => ({
  file: '/a.py', line, function: name, source: line === 2 ? '    return any("%" - x for x in "ab")' : '    f(x)', library: false, locals,
});
const shown = (traceback: StackEntry[]): string[] => raisedLines({ type: 'TypeError', message: 'no', traceback, because: [] }, style, f => f);

describe('an exception for people', () => {
  it('has the values of the comprehension that fails, not of the function around it', () => {
    const lines = shown([entry('f', 2, { x: "'outer'" }), entry('<genexpr>', 2, { x: "'a'" })]);
    expect(lines.join('\n')).toContain("x = 'a'");
    expect(lines.join('\n')).not.toContain('outer');
  });

  it('tells a recursion once, by its innermost call', () => {
    const lines = shown([entry('<module>', 9, {}), ...[1, 2, 3].map(n => entry('f', 5, { x: String(n) })), entry('f', 2, { x: '3' })]);
    expect(lines.filter(l => l.startsWith('/a.py'))).toEqual(['/a.py:9  f(x)', '/a.py:5  f(x)', '/a.py:2 in f']);
    expect(lines.filter(l => l.trim().startsWith('x ='))).toEqual(['    x = 3', '    x = 3']);
  });
});
