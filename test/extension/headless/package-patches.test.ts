// Packages whose answer does not hang on the day of today though they ask for it: small ones of the same shape as the real ones, rehearsed as a program uses them.
import { afterEach, describe, expect, it } from 'vitest';
import { Service } from '../../../extension/headless/service.ts';
import { type Folder, makeFolder } from './folder.ts';

/** Takes from `default`, or from today, what the text does not say, as dateutil does. */
const dateutil = {
  'dateutil/__init__.py': '',
  'dateutil/parser/__init__.py': 'from ._parser import parse, parser, ParserError\n',
  'dateutil/parser/_parser.py': `import datetime, time
class ParserError(ValueError): pass
class parserinfo:
    def __init__(self):
        self._year = time.localtime().tm_year
        self._century = self._year // 100 * 100
class parser:
    def __init__(self): self.info = parserinfo()
    def parse(self, timestr, default=None, ignoretz=False, tzinfos=None, **kwargs):
        if default is None:
            default = datetime.datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
        parts = [int(p) if p.isdigit() else p for p in timestr.split('-')]
        if not all(isinstance(p, int) for p in parts): raise ParserError("Unknown string format: %s", timestr)
        return default.replace(**dict(zip(('year', 'month', 'day') if parts[0] > 31 else ('month', 'day'), parts)))
DEFAULTPARSER = parser()
def parse(timestr, parserinfo=None, **kwargs): return DEFAULTPARSER.parse(timestr, **kwargs)
`,
};
/** Looks through all modules for functions that tell the time, as freezegun does. */
const freezegun = {
  'freezegun/__init__.py': 'from .api import freeze\n',
  'freezegun/api.py': `import sys, time
real_time = time.time
real_date_objects = [real_time]
_CACHE = {}
def _get_module_attributes_hash(module): return f'{id(module)}-{hash(frozenset(dir(module)))}'
def _get_cached_module_attributes(module):
    known, attributes = _CACHE.get(module.__name__, ('0', []))
    if _get_module_attributes_hash(module) == known: return attributes
    _CACHE[module.__name__] = (_get_module_attributes_hash(module), [(n, getattr(module, n)) for n in dir(module) if id(getattr(module, n)) == id(real_time)])
    return _CACHE[module.__name__][1]
class freeze:
    def __init__(self, now): self.now = now
    def __enter__(self):
        self.undo = []
        for name, module in list(sys.modules.items()):
            if name == __name__ or not hasattr(module, '__name__') or module.__name__ == 'time': continue
            for attribute, value in _get_cached_module_attributes(module):
                setattr(module, attribute, lambda: self.now)
                self.undo.append((module, attribute, value))
    def __exit__(self, *exc):
        for module, attribute, value in self.undo: setattr(module, attribute, value)
`,
};
let folder: Folder;
let service: Service | undefined;
afterEach(() => {
  service?.dispose();
  folder.remove();
});
async function run(files: Record<string, string>, program: string) {
  folder = makeFolder({ ...files, 'program.py': program });
  service = new Service();
  const place = { workspace: folder.path, environment: {}, home: folder.path, changes: new Map<string, string>() };
  return (await service.rehearse({ place, file: folder.at('program.py'), trace: false })).forecast;
}

describe('packages that ask for the time', () => {
  it('dateutil: a text that says all is a certain date, one that does not is unknown', async () => {
    const said = await run(dateutil, "from dateutil.parser import parse\nprint(parse('2020-02-03'))\n");
    expect(said).toMatchObject({ outcome: 'pass', stdout: '2020-02-03 00:00:00\n' });
    service!.dispose();
    folder.remove();
    const open = await run(dateutil, "from dateutil.parser import parse\nprint(parse('2-3').year)\n");
    expect(open).toMatchObject({ outcome: 'unknown', why: [expect.objectContaining({ reason: 'time' })] });
  });
  it('dateutil: what cannot be parsed is refused as certainly, and a default that is given counts', async () => {
    const program = "import datetime\nfrom dateutil.parser import parse, ParserError\ntry: parse('a-b')\nexcept ParserError as e: print(e.args)\nprint(parse('2-3', default=datetime.datetime(2001, 1, 1)))\n";
    expect(await run(dateutil, program)).toMatchObject({ outcome: 'pass', stdout: "('Unknown string format: %s', 'a-b')\n2001-02-03 00:00:00\n" });
  });
  it('freezegun: the modules that tell the time are found, whatever else is loaded', async () => {
    const program = "import ssl\nfrom time import time\nfrom freezegun import freeze\nwith freeze(5.5):\n    print(time())\nimport time as t\nprint(time is t.time)\n";
    expect(await run(freezegun, program)).toMatchObject({ outcome: 'pass', stdout: '5.5\nTrue\n' });
  });
});

describe('packages with a part in C that they can do without', () => {
  it('are rehearsed without it; who asks for that part itself gets what is not known', async () => {
    const packages = makeFolder({
      'markupsafe/__init__.py': 'try:\n    from ._speedups import _escape_inner\nexcept ImportError:\n    from ._native import _escape_inner\n',
      'markupsafe/_native.py': "def _escape_inner(s): return s.replace('<', '&lt;')\n",
      'markupsafe/_speedups.cpython-311-x86_64-linux-gnu.so': '',
    });
    folder = makeFolder({ 'escapes.py': "import markupsafe\nprint(markupsafe._escape_inner('<b>'))\n", 'asks.py': 'try:\n    import markupsafe._speedups\n    print(1)\nexcept ImportError:\n    print(2)\n' });
    service = new Service();
    const place = { workspace: folder.path, environment: { PYTHONPATH: packages.path }, home: folder.path, changes: new Map<string, string>() };
    const said = async (file: string): Promise<unknown> => (await service!.rehearse({ place, file: folder.at(file), trace: false })).forecast;
    expect(await said('escapes.py')).toMatchObject({ outcome: 'pass', stdout: '&lt;b>\n' });
    expect(await said('asks.py')).not.toMatchObject({ stdout: '2\n' });
    packages.remove();
  });
});
