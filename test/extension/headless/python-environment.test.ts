import { afterEach, describe, expect, it } from 'vitest';
import { findPython, mayHavePluginFixtures, type SearchOptions } from '../../../extension/headless/python-environment.ts';
import { libraryFolder } from '../../../extension/headless/virtual-library.ts';
import { type Folder, makeFolder } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());

/** A made-up machine; `$` in texts is its root. */
function search(files: Record<string, string>, environment: Record<string, string> = {}): ReturnType<typeof findPython> & { short: (p: string) => string } {
  folder = makeFolder();
  for (const [name, text] of Object.entries(files)) folder.write(name, text.replaceAll('$', folder.path));
  const options: SearchOptions = {
    workspace: folder.at('work'),
    home: folder.at('home'),
    environment: Object.fromEntries(Object.entries({ PATH: '', ...environment }).map(([k, v]) => [k, v.replaceAll('$', folder.path)])),
  };
  folder.write('work/x.py', '');
  return { ...findPython(options), short: p => p.replace(`${folder.path}/`, '') };
}
const python = (prefix: string, version = '3.11'): Record<string, string> => ({
  [`${prefix}/bin/python3`]: '',
  [`${prefix}/lib/python${version}/os.py`]: '',
  [`${prefix}/lib/python${version}/site-packages/six.py`]: '',
});

describe('the Python of a workspace', () => {
  it('is its .venv: packages from there, the library from its home', () => {
    const p = search({ ...python('opt/py'), 'work/.venv/pyvenv.cfg': 'home = $/opt/py/bin\nversion = 3.11.4\n', 'work/.venv/lib/python3.11/site-packages/a.py': '' });
    expect(p.origin).toBe('.venv');
    expect(p.library.map(p.short)).toEqual(['opt/py/lib/python3.11']);
    expect(p.packages.map(p.short)).toEqual(['work/.venv/lib/python3.11/site-packages']);
    expect(p.bundled).toBe(false);
  });
  it('shares the system packages where the .venv says so', () => {
    const p = search({
      ...python('opt/py'),
      'work/.venv/pyvenv.cfg': 'home = $/opt/py/bin\ninclude-system-site-packages = true\nversion = 3.11.4\n',
      'work/.venv/lib/python3.11/site-packages/a.py': '',
    });
    expect(p.packages.map(p.short)).toEqual(['work/.venv/lib/python3.11/site-packages', 'opt/py/lib/python3.11/site-packages']);
  });
  it('is the activated one first', () => {
    expect(search({ ...python('opt/py'), 'envs/e/pyvenv.cfg': 'home = $/opt/py/bin\n', 'work/venv/pyvenv.cfg': 'home = $/opt/py/bin\n' }, { VIRTUAL_ENV: '$/envs/e' }).origin).toBe('VIRTUAL_ENV');
  });
  it('is the version that pyenv would choose', () => {
    const p = search({ ...python('home/.pyenv/versions/3.11.7'), ...python('home/.pyenv/versions/3.11.2'), 'work/.python-version': '3.11.2\n' });
    expect(p.library.map(p.short)).toEqual(['home/.pyenv/versions/3.11.2/lib/python3.11']);
    expect(p.libraryVersion).toBe('3.11.2');
  });
  it('is the one on the PATH', () => {
    expect(search(python('usr'), { PATH: '$/usr/bin' }).library).toEqual([folder.at('usr/lib/python3.11')]);
  });
  it('keeps the packages of another version, with a library of 3.11', () => {
    const p = search({ ...python('opt/new', '3.12'), ...python('home/.pyenv/versions/3.11.9') }, { PATH: '$/opt/new/bin' });
    expect(p.version).toBe('3.12');
    expect(p.packages.map(p.short)).toEqual(['opt/new/lib/python3.12/site-packages']);
    expect(p.library.map(p.short)).toEqual(['home/.pyenv/versions/3.11.9/lib/python3.11']);
  });
  it('is what FORETRACE_PYTHON says', () => {
    expect(search(python('opt/py'), { FORETRACE_PYTHON: '$/opt/py/bin/python3' })).toMatchObject({ origin: 'FORETRACE_PYTHON', bundled: false });
    folder.remove();
    expect(search(python('opt/py'), { FORETRACE_PYTHON: 'bundled', PATH: '$/opt/py/bin' })).toMatchObject({ bundled: true, library: [libraryFolder], packages: [] });
  });
});

describe('what is installed', () => {
  const site = 'opt/py/lib/python3.11/site-packages';
  it('follows .pth files, but runs none of their lines', () => {
    const p = search({ ...python('opt/py'), [`${site}/a.pth`]: `# comment\nimport sys; sys.exit()\n$/src\nmissing\n`, 'src/m.py': '' }, { PATH: '$/opt/py/bin' });
    expect(p.packages.map(p.short)).toEqual([site, 'src']);
  });
  it('follows the finders of editable installs', () => {
    const finder = `from __future__ import annotations\nMAPPING: dict[str, str] = {'shop': '$/dev/shop', 'tool': '$/dev/lib/tool.py'}\n`;
    const p = search({ ...python('opt/py'), [`${site}/__editable___shop_1_0_finder.py`]: finder, 'dev/shop/__init__.py': '', 'dev/lib/tool.py': '' }, { PATH: '$/opt/py/bin' });
    expect(p.packages.map(p.short)).toEqual([site, 'dev', 'dev/lib']);
  });
  it('knows when a pytest plugin may bring fixtures', () => {
    const plugin = { [`${site}/pytest_mock-3.0.dist-info/entry_points.txt`]: '[pytest11]\npytest_mock = pytest_mock\n' };
    const harmless = { [`${site}/pytest_cov-5.0.dist-info/entry_points.txt`]: '[pytest11]\npytest_cov = pytest_cov.plugin\n' };
    expect(mayHavePluginFixtures(search({ ...python('opt/py'), ...plugin }, { PATH: '$/opt/py/bin' }), {})).toBe(true);
    folder.remove();
    const p = search({ ...python('opt/py'), ...harmless }, { PATH: '$/opt/py/bin' });
    expect(mayHavePluginFixtures(p, {})).toBe(false);
    expect(mayHavePluginFixtures({ ...p, packages: [] }, {})).toBe(true);
    expect(mayHavePluginFixtures({ ...p, packages: [] }, { PYTEST_DISABLE_PLUGIN_AUTOLOAD: '1' })).toBe(false);
  });
});
