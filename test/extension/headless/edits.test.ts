import { afterEach, describe, expect, it } from 'vitest';
import { editFromDiff } from '../../../extension/headless/edits.ts';
import { type Folder, makeFolder } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());

/** The contents after the diff, by path below the folder. */
function apply(files: Record<string, string>, diff: string, bases?: string[]): Record<string, string | null> {
  folder = makeFolder({ ...files, 'p.diff': diff });
  const edit = editFromDiff(folder.at('p.diff'), (bases ?? ['.']).map(folder.at), folder.path);
  return Object.fromEntries([...edit.after].map(([path, text]) => [path.slice(folder.path.length + 1), text]));
}
const app = 'one\ntwo\nthree\nfour\nfive\n';
const hunk = '@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n';

describe('a unified diff', () => {
  it.each([
    ["git's prefixes", `diff --git a/app.py b/app.py\nindex 1..2 100644\n--- a/app.py\n+++ b/app.py\n${hunk}`],
    ['no prefixes', `--- app.py\n+++ app.py\n${hunk}`],
    ['mnemonic prefixes', `--- i/app.py\n+++ w/app.py\n${hunk}`],
    ['time stamps', `--- app.py\t2025-01-01 10:00:00\n+++ app.py\t2025-01-01 10:00:01\n${hunk}`],
    ['a mail around it', `From 1234\nSubject: x\n---\n app.py | 2 +-\n\ndiff --git a/app.py b/app.py\n--- a/app.py\n+++ b/app.py\n${hunk}-- \n2.40.1\n\n`],
  ])('applies with %s', (_name, diff) => {
    expect(apply({ 'app.py': app }, diff)).toEqual({ 'app.py': 'one\nTWO\nthree\nfour\nfive\n' });
  });
  it('applies where the lines have moved', () => {
    expect(apply({ 'app.py': `zero\n${app}` }, `--- a/app.py\n+++ b/app.py\n${hunk}`)).toEqual({ 'app.py': 'zero\none\nTWO\nthree\nfour\nfive\n' });
  });
  it('keeps Windows line ends', () => {
    expect(apply({ 'app.py': app.replaceAll('\n', '\r\n') }, `--- a/app.py\n+++ b/app.py\n${hunk}`)).toEqual({ 'app.py': 'one\r\nTWO\r\nthree\r\nfour\r\nfive\r\n' });
  });
  it('creates and deletes files', () => {
    const diff =
      'diff --git a/new/file.py b/new/file.py\nnew file mode 100644\n--- /dev/null\n+++ b/new/file.py\n@@ -0,0 +1,2 @@\n+a = 1\n+b = 2\n' +
      'diff --git a/app.py b/app.py\ndeleted file mode 100644\n--- a/app.py\n+++ /dev/null\n@@ -1,5 +0,0 @@\n-one\n-two\n-three\n-four\n-five\n';
    expect(apply({ 'app.py': app }, diff)).toEqual({ 'new/file.py': 'a = 1\nb = 2\n', 'app.py': null });
  });
  it('renames a file, with or without changes in it', () => {
    const diff = `diff --git a/app.py b/lib/tool.py\nsimilarity index 80%\nrename from app.py\nrename to lib/tool.py\n--- a/app.py\n+++ b/lib/tool.py\n${hunk}`;
    expect(apply({ 'app.py': app }, diff)).toEqual({ 'app.py': null, 'lib/tool.py': 'one\nTWO\nthree\nfour\nfive\n' });
    folder.remove();
    expect(apply({ 'app.py': app }, 'diff --git a/app.py b/b.py\nsimilarity index 100%\nrename from app.py\nrename to b.py\n')).toEqual({ 'app.py': null, 'b.py': app });
  });
  it('changes one file twice', () => {
    const second = '@@ -3,3 +3,3 @@\n three\n-four\n+FOUR\n five\n';
    expect(apply({ 'app.py': app }, `--- a/app.py\n+++ b/app.py\n${hunk}--- a/app.py\n+++ b/app.py\n${second}`)).toEqual({ 'app.py': 'one\nTWO\nthree\nFOUR\nfive\n' });
  });
  it('finds the folder that its paths are relative to', () => {
    expect(apply({ 'sub/app.py': app }, `--- a/app.py\n+++ b/app.py\n${hunk}`, ['.', 'sub'])).toEqual({ 'sub/app.py': 'one\nTWO\nthree\nfour\nfive\n' });
  });
  it('says when the end of the file has no newline', () => {
    expect(apply({ 'app.py': 'a\nb' }, '--- a/app.py\n+++ b/app.py\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n')).toEqual({ 'app.py': 'a\nc' });
  });
});

describe('a diff that does not apply', () => {
  it.each([
    ['the hunk that does not match', `--- a/app.py\n+++ b/app.py\n${hunk}@@ -4,2 +4,2 @@\n-vier\n+4\n five\n`, 'p.diff does not apply: app.py, hunk 2 (@@ -4,2 +4,2 @@) does not match the file'],
    ['a file that is not there', `--- a/nothing.py\n+++ b/nothing.py\n${hunk}`, 'p.diff does not apply: it changes nothing.py, which is not there'],
    ['a new file that is there', 'diff --git a/app.py b/app.py\nnew file mode 100644\n--- /dev/null\n+++ b/app.py\n@@ -0,0 +1 @@\n+x\n', 'p.diff does not apply: it creates app.py, which is there already'],
    ['a file outside', `--- ../app.py\n+++ ../app.py\n${hunk}`, 'p.diff does not apply: ../app.py lies outside the workspace'],
    ['what is no diff', 'hello\n', 'p.diff holds no change: it is not a unified diff'],
    ['a binary file', 'diff --git a/x.png b/x.png\nindex 1..2 100644\nBinary files a/x.png and b/x.png differ\n', 'p.diff changes the binary file x.png; Foretrace applies text changes only'],
  ])('names %s', (_name, diff, say) => {
    expect(() => apply({ 'app.py': app }, diff)).toThrow(say);
  });
  it('says what is wrong with a damaged one', () => {
    expect(() => apply({ 'app.py': app }, '--- a/app.py\n+++ b/app.py\n@@ -1,9 +1,3 @@\n one\n')).toThrow(/p\.diff is not a unified diff that can be read/);
  });
});
