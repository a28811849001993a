// Edits as agents tell them: each way gives the same contents, and what does not apply is told with its file.
import { symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentsOf, type Proposal } from '../../../extension/headless/proposals.ts';
import { type Folder, makeFolder } from './folder.ts';

let folder: Folder;
let other: Folder;
const before = 'def total(items):\n    result = 0\n    for i in items:\n        result += i\n    return result\n';
const after = before.replace('result = 0', 'result = 1');
beforeAll(() => {
  folder = makeFolder({ 'pyproject.toml': '', 'src/app.py': before, 'windows.py': 'a = 1\r\nb = 2\r\nc = 3\r\n' });
  other = makeFolder();
  symlinkSync(folder.path, other.at('link'));
});
afterAll(() => {
  folder.remove();
  other.remove();
});
const one = (p: Proposal, file = 'src/app.py'): string | null | undefined => contentsOf(p, folder.path).get(folder.at(file));
const refusal = (p: Proposal): string => {
  try {
    contentsOf(p, folder.path);
  } catch (e) {
    return (e as Error).message;
  }
  return '';
};

describe('an edit', () => {
  it.each<[string, Proposal]>([
    ['a unified diff', { diff: '--- a/src/app.py\n+++ b/src/app.py\n@@ -1,3 +1,3 @@\n def total(items):\n-    result = 0\n+    result = 1\n     for i in items:\n' }],
    ['whole contents', { files: { 'src/app.py': after } }],
    ['texts to replace', { replace: [{ path: 'src/app.py', old: 'result = 0', new: 'result = 2' }, { path: 'src/app.py', old: 'result = 2', new: 'result = 1' }] }],
    ['a patch by context', { patch: '*** Begin Patch\n*** Update File: src/app.py\n@@ def total(items):\n-    result = 0\n+    result = 1\n*** End Patch\n' }],
    ['a patch whose lines are indented otherwise', { patch: '*** Begin Patch\n*** Update File: src/app.py\n def total(items):\n-  result = 0\n+    result = 1\n     for i in items:\n*** End Patch' }],
  ])('comes as %s', (_, p) => {
    expect(one(p)).toBe(after);
  });
  it('makes, moves and removes files', () => {
    const patch = '*** Begin Patch\n*** Add File: new.py\n+x = 1\n+y = 2\n*** Update File: src/app.py\n*** Move to: src/sums.py\n@@\n-    return result\n+    return result + 1\n*** Delete File: windows.py\n*** End Patch\n';
    expect([...contentsOf({ patch }, folder.path)]).toEqual([
      [folder.at('new.py'), 'x = 1\ny = 2\n'],
      [folder.at('src/app.py'), null],
      [folder.at('src/sums.py'), before.replace('return result', 'return result + 1')],
      [folder.at('windows.py'), null],
    ]);
  });
  it('stands upon the one before it', () => {
    const onto = contentsOf({ files: { 'src/app.py': after, 'made.py': 'z = 1\n' } }, folder.path);
    expect(contentsOf({ replace: [{ path: 'src/app.py', old: 'result = 1', new: 'result = 5' }] }, folder.path, onto).get(folder.at('src/app.py'))).toContain('result = 5');
    const diff = '--- a/made.py\n+++ b/made.py\n@@ -1 +1 @@\n-z = 1\n+z = 2\n';
    expect(contentsOf({ diff }, folder.path, onto).get(folder.at('made.py'))).toBe('z = 2\n');
  });
  it('keeps the line ends of the file', () => {
    expect(one({ replace: [{ path: 'windows.py', old: 'a = 1\nb = 2\n', new: 'a = 1\nb = 3\n' }] }, 'windows.py')).toBe('a = 1\r\nb = 3\r\nc = 3\r\n');
  });
  it('may name its file through a link to the workspace', () => {
    expect(one({ replace: [{ path: other.at('link/src/app.py'), old: 'result = 0', new: 'result = 1' }] })).toBe(after);
  });
});

describe('what does not apply', () => {
  it.each<[Proposal, string]>([
    [{ replace: [{ path: 'src/app.py', old: 'nothing', new: '' }] }, 'the text to replace is not in src/app.py: "nothing"'],
    [{ replace: [{ path: 'src/app.py', old: 'result', new: '' }] }, 'the text to replace is in src/app.py 3 times'],
    [{ replace: [{ path: 'windows.py', old: 'nothing', new: '' }] }, 'the text to replace is not in windows.py'],
    [{ replace: [{ path: 'src/none.py', old: 'a', new: 'b' }] }, 'src/none.py, which is not there'],
    [{ files: { '../outside.py': '' } }, '../outside.py leads out of the workspace'],
    [{ files: { '/etc/hosts': '' } }, '/etc/hosts leads out of the workspace'],
    [{ diff: '--- a/src/app.py\n+++ b/src/app.py\n@@ -1 +1 @@\n-x\n+y\n' }, 'the diff does not apply: src/app.py, hunk 1'],
    [{ patch: 'hello' }, 'it names no file'],
    [{ patch: '*** Begin Patch\n*** Update File: src/app.py\n-nothing\n+x\n' }, 'the patch does not apply: src/app.py: no lines read "nothing"'],
    [{ patch: '*** Update File: src/app.py\n@@ class None:\n-a\n' }, 'no line reads "class None:"'],
    [{ patch: '*** Add File: src/app.py\n+x\n' }, 'src/app.py: it is there already'],
    [{ patch: '*** Delete File: none.py\n' }, 'none.py: there is no such file'],
    [{}, 'give the edit in one way'],
    [{ diff: '', files: {} }, 'give the edit in one way'],
  ])('is told: %j', (p, say) => {
    expect(refusal(p)).toContain(say);
  });
});
