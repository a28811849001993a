// The disk of a browser's worker: what it was told, read by the calls that a disk is read by.
import { describe, expect, it } from 'vitest';
import { existsSync, opendirSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from '../../../extension/web/worker/fs.ts';
import { everything, take } from '../../../extension/web/worker/told.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'nothing';
  } catch (e) {
    return (e as { code: string }).code;
  }
};

take([
  ['/w/project', { kind: 'folder' }],
  ['/w/project/a.py', { kind: 'file', bytes: bytes('a = 1\n') }],
  ['/w/project/big.bin', { kind: 'closed', of: 'file', size: 1 << 30 }],
  ['/w/project/.git', { kind: 'closed', of: 'folder' }],
  ['/w/project/inside', { kind: 'folder' }],
  ['/w/project/inside/b.py', { kind: 'file', bytes: bytes('é') }],
]);

describe('what was told', () => {
  it('is there, and so are the folders above it', () => {
    expect(existsSync('/w')).toBe(true);
    expect(readFileSync('/w/project/inside/b.py', 'utf8')).toBe('é');
    expect(readFileSync('/w/project/inside/../a.py')).toEqual(bytes('a = 1\n'));
    expect(readdirSync('/w/project')).toEqual(['a.py', 'big.bin', '.git', 'inside']);
    expect(statSync('/w/project')!.isDirectory()).toBe(true);
    expect(realpathSync.native('/w/project/a.py')).toBe('/w/project/a.py');
  });
  it('is not there where it was not told', () => {
    expect(codeOf(() => statSync('/w/project/none.py'))).toBe('ENOENT');
    expect(statSync('/w/project/none.py', { throwIfNoEntry: false })).toBeUndefined();
    expect(existsSync('/w/project/a.py/below')).toBe(false);
  });
  it('is refused, and not missing, where only that it exists was told', () => {
    expect(existsSync('/w/project/big.bin')).toBe(true);
    expect(statSync('/w/project/big.bin')!.size).toBe(1 << 30);
    expect(codeOf(() => readFileSync('/w/project/big.bin'))).toBe('EACCES');
    expect(codeOf(() => opendirSync('/w/project/.git'))).toBe('EACCES');
    expect(codeOf(() => statSync('/w/project/.git/HEAD'))).toBe('EACCES');
  });
  it('cannot be written', () => {
    expect(codeOf(() => writeFileSync('/w/project/new.py'))).toBe('EROFS');
  });
  it('looks changed when it was told anew, and a folder when something comes or goes', () => {
    const before = statSync('/w/project/a.py')!;
    take([['/w/project/a.py', { kind: 'file', bytes: bytes('a = 2\n') }]]);
    expect(statSync('/w/project/a.py')!.ino).not.toBe(before.ino);
    expect(readFileSync('/w/project/a.py', 'utf8')).toBe('a = 2\n');
    take([['/w/project/inside/b.py', null]]);
    expect(existsSync('/w/project/inside/b.py')).toBe(false);
    take([['/w/project/new/deep.py', { kind: 'file', bytes: bytes('') }]]);
    expect(statSync('/w/project/new')!.isDirectory()).toBe(true);
  });
  it('can be told to another worker whole', () => {
    expect(everything().map(([path]) => path)).toEqual(['/w', '/w/project', '/w/project/a.py', '/w/project/big.bin', '/w/project/.git', '/w/project/inside', '/w/project/new', '/w/project/new/deep.py']);
  });
});
