// Programs and suites under scenarios. What each prints for real, under the same circumstances brought about by other means, is in scenarios.json.
import type { Scenario } from '../../../predictor/scenario.ts';

export interface ScenarioCase {
  readonly title: string;
  readonly scenario: Scenario;
  readonly files: Readonly<Record<string, string>>;
  /** A file without which the machine cannot tell. */
  readonly needs?: string;
}

export const programs: readonly ScenarioCase[] = [
  {
    title: 'a clock that stands still',
    scenario: { clock: '2024-02-29T23:59:58.123456Z', environment: { TZ: 'UTC' } },
    files: {
      'app.py': `
import datetime, time, calendar, logging, sys
print(repr(time.time()), time.time_ns(), time.monotonic() == time.time(), time.perf_counter_ns())
print(datetime.datetime.now().isoformat(), datetime.datetime.utcnow().isoformat(), datetime.datetime.today().isoformat())
print(datetime.datetime.now(datetime.timezone.utc).isoformat(), datetime.date.today().isoformat())
print(datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=5, minutes=45))).isoformat())
time.sleep(2)
print(datetime.date.today().isoformat(), time.strftime('%Y-%m-%d %H:%M:%S'), time.ctime(), time.asctime())
print(tuple(time.gmtime()), tuple(time.localtime()), time.gmtime().tm_yday)
started = time.perf_counter()
time.sleep(0.25)
print(round(time.perf_counter() - started, 3))
logging.basicConfig(stream=sys.stdout, format='%(asctime)s %(levelname)s %(message)s')
logging.warning('late')
def deadline(seconds):
    end = time.monotonic() + seconds
    turns = 0
    while time.monotonic() < end:
        time.sleep(0.5)
        turns += 1
    return turns
print(deadline(3))
print((datetime.datetime.now() - datetime.datetime(2024, 2, 29)).days)
`,
    },
  },
  {
    title: 'a clock that goes on with each reading',
    scenario: { clock: { start: 1700000000.1, tick: 0.001, zone: 'UTC' } },
    files: {
      'app.py': `
import time, datetime
a = time.time_ns(); b = time.time_ns(); c = time.perf_counter_ns()
print(b - a, c - b)
print(repr(time.time()), datetime.datetime.now().isoformat(), datetime.date.today().isoformat(), time.time_ns())
n = 0
while time.monotonic_ns() < a + 50_000_000:
    n += 1
print(n)
`,
    },
  },
  {
    title: 'a time zone with summer time, as a rule',
    scenario: { clock: { start: '2024-03-31T00:59:59Z', zone: 'CET-1CEST,M3.5.0,M10.5.0/3' } },
    files: {
      'app.py': `
import time, datetime
print(time.tzname, time.timezone, time.altzone, time.daylight)
print(tuple(time.localtime()), time.localtime().tm_zone, time.localtime().tm_gmtoff)
time.sleep(1)
print(tuple(time.localtime()), time.localtime().tm_zone, time.localtime().tm_gmtoff, time.strftime('%H:%M %Z %z'))
print(datetime.datetime.now().isoformat(), datetime.datetime.now().astimezone().isoformat(), datetime.datetime.utcnow().isoformat())
for when in ((2024, 1, 15, 12), (2024, 7, 15, 12), (2024, 10, 26, 12), (2024, 10, 27, 12), (2023, 3, 26, 12)):
    t = datetime.datetime(*when)
    print(t.timestamp(), t.astimezone().isoformat(), time.mktime((*when, 0, 0, 0, 0, -1)))
for at in (0, 1e9, 1711846799, 1711846800, 1729990799, 1729990800):
    print(datetime.datetime.fromtimestamp(at).isoformat(), time.ctime(at), time.localtime(at).tm_isdst)
`,
    },
  },
  {
    title: 'time zones south and west, and one without summer time',
    scenario: { clock: { start: '2025-01-01T00:00:00Z', zone: 'EST5EDT4,M3.2.0/2,M11.1.0/2' } },
    files: {
      'app.py': `
import time, datetime
for at in (1735689600, 1741503599, 1741503600, 1762063199, 1762063200, 1751328000):
    t = time.localtime(at)
    print(tuple(t), t.tm_zone, t.tm_gmtoff, datetime.datetime.fromtimestamp(at).astimezone().isoformat())
print(datetime.datetime.now().isoformat(), datetime.date.today().isoformat())
`,
    },
  },
  {
    title: 'a time zone by its name',
    needs: '/usr/share/zoneinfo/Australia/Lord_Howe',
    scenario: { clock: { start: '2024-06-30T22:30:00Z', zone: 'Australia/Lord_Howe' } },
    files: {
      'app.py': `
import time, datetime, zoneinfo, os
print(time.tzname, time.timezone, time.altzone, time.daylight, datetime.datetime.now().isoformat(), datetime.datetime.now().astimezone().isoformat())
for at in (-3e9, -1e9, 0, 4e8, 1e9, 1712415600, 1728142200, 4e9):
    t = time.localtime(at)
    print(tuple(t), t.tm_zone, t.tm_gmtoff)
print(datetime.datetime.now(zoneinfo.ZoneInfo('Europe/Berlin')).isoformat())
os.environ['TZ'] = 'Asia/Kolkata'
print(time.localtime().tm_hour)
time.tzset()
print(time.localtime().tm_hour, time.tzname, time.timezone)
`,
    },
  },
  {
    title: 'chance with a seed',
    scenario: { randomSeed: 42 },
    files: {
      'app.py': `
import random
from random import choice, shuffle
print(random.random(), random.randint(1, 6), choice('abcdef'), random.sample(range(1000), 5))
deck = list(range(10)); shuffle(deck); print(deck)
print(random.gauss(0, 1), random.choices([1, 2, 3], weights=[5, 3, 1], k=8), random.uniform(1, 2), random.getrandbits(70), random.randbytes(5))
print(random.Random(7).random())
random.seed('text'); print(random.random())
`,
    },
  },
  { title: 'a seed that is a text', scenario: { randomSeed: 'spam' }, files: { 'app.py': 'import random\nprint([random.randrange(10) for _ in range(12)], random.betavariate(2, 3))\n' } },
  {
    title: 'the system’s random bytes',
    scenario: { randomBytes: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f' },
    files: { 'app.py': 'import os, uuid, secrets\nprint(os.urandom(4), uuid.uuid4(), secrets.token_hex(6), secrets.token_bytes(2), secrets.randbelow(1000), secrets.choice("abc"))\n' },
  },
  {
    title: 'the order of sets under a hash seed',
    scenario: { hashSeed: 1234 },
    files: { 'app.py': 'import os\nprint(set(["spam", "ham", "eggs", "bacon"]), hash("x"), list(set("hello world")), frozenset(["b", "a"]), os.environ["PYTHONHASHSEED"])\n' },
  },
  {
    title: 'environment, arguments and input',
    scenario: { environment: { COLOUR: 'rot', HOME: null, EMPTY: '' }, arguments: ['--fast', 'ünï'], stdin: 'Ann\n4 5\nrest of it\nend' },
    files: {
      'app.py': `
import os, sys
print(os.environ['COLOUR'], os.getenv('HOME'), 'HOME' in os.environ, repr(os.environ.get('EMPTY')), sys.argv[1:])
name = input('name: ')
a, b = map(int, input().split())
print(f'{name} {a + b}')
print(next(sys.stdin), sys.stdin.read())
try:
    input('more? ')
except EOFError as e:
    print('EOF', e)
`,
    },
  },
  {
    title: 'files that are there, and files that are not',
    scenario: {
      workingFolder: 'work',
      files: { 'work/in.csv': 'a,b\n1,2\n', 'work/raw.bin': { base64: 'AAEC/w==' }, 'missing.txt': null, 'work/box': { folder: true }, 'settings.json': '{"debug": true}', 'extra.py': 'VALUE = 41\n' },
    },
    files: {
      'missing.txt': 'on the disk',
      'settings.json': '{}',
      'app.py': `
import csv, json, os, pathlib
import extra
print(extra.VALUE + 1, os.path.basename(os.getcwd()))
print(list(csv.DictReader(open('in.csv'))), open('raw.bin', 'rb').read(), os.path.isdir('box'), os.listdir('box'))
print(json.loads(pathlib.Path('../settings.json').read_text()), os.path.exists('../missing.txt'), sorted(os.listdir('.')))
try:
    open('../missing.txt')
except FileNotFoundError as e:
    print(e)
pathlib.Path('out.txt').write_text('done'); print(sorted(os.listdir('.')), open('out.txt').read())
`,
    },
  },
  {
    title: 'patched functions, methods, attributes',
    scenario: {
      patches: {
        'net.get': { raises: "net.errors.Timeout('slow', 3)" },
        'net.post': { sequence: [{ returns: { status: 500 } }, { raises: 'ConnectionError("reset")' }, { returnsExpression: 'Response(200)' }] },
        'net.Client.send': { returns: [1, 2.5, 'three', null, true] },
        'net.LIMIT': { value: 3 },
        'net.later': { returns: 'in time' },
        'os.getpid': { returns: 4711 },
        'os.path.exists': { returns: 'always' },
        'net.client.send': { returns: 'by the instance' },
        'net.Limits.size': { value: 9 },
        'net.Limits.make': { returns: 'made' },
        'subprocess.run': { returnsExpression: "CompletedProcess(['ls'], 0, stdout='listed', stderr='')" },
        'builtins.input': { returnsExpression: "'typed'" },
        'shutil.which': { returnsExpression: "pathlib.PurePosixPath('/opt/bin/tool')" },
        'net.errors.code': { valueExpression: 'lambda: Timeout.__name__' },
      },
    },
    files: {
      'net/__init__.py': `
from . import errors
LIMIT = 100
class Response:
    def __init__(self, status):
        self.status = status
    def __repr__(self):
        return f'<Response {self.status}>'
class Client:
    def send(self, *parts):
        raise RuntimeError('no network')
client = Client()
class Limits:
    @property
    def size(self):
        return 1
    @classmethod
    def make(cls, n):
        return n
def get(url):
    raise RuntimeError('no network')
def post(url):
    raise RuntimeError('no network')
async def later():
    raise RuntimeError('no network')
`,
      'net/errors.py': 'class Timeout(Exception):\n    pass\ndef code():\n    return 1\n',
      'app.py': `
import asyncio, os, shutil, subprocess
import net
from net import get as fetch
try:
    fetch('http://x')
except net.errors.Timeout as e:
    print(type(e).__name__, e.args)
for _ in range(4):
    try:
        print(net.post('x'))
    except Exception as e:
        print(repr(e))
print(net.Client().send(1), net.Client().send('b'), net.LIMIT, os.getpid(), input('?'), shutil.which('tool'), net.errors.code())
print(os.path.exists('/nowhere'), net.client.send(1), net.Limits().size, net.Limits.make(1), net.Limits().make(2), subprocess.run(['ls']).stdout)
mine = net.Client().send(); mine.append(0); print(net.Client().send())
print(asyncio.run(net.later()))
`,
    },
  },
];

export const suites: readonly ScenarioCase[] = [
  {
    title: 'a suite with clock, seed and turns',
    scenario: { clock: { start: '2024-05-05T10:00:00Z', tick: 1, zone: 'UTC' }, randomSeed: 3, environment: { MODE: 'test' }, files: { 'data.txt': 'pinned' }, patches: { 'shop.rate': { sequence: [{ returns: 2 }, { returns: 3 }] } } },
    files: {
      'shop.py': 'import os, time, random\nMODE = os.environ["MODE"]\ndef rate():\n    raise OSError("no network")\ndef price(n):\n    return n * rate()\n',
      'test_shop.py': `
import random, time, datetime, pathlib
import pytest, shop

@pytest.fixture(scope='module')
def drawn():
    return random.random()

@pytest.fixture
def started(drawn):
    return time.time()

def test_turns():
    assert (shop.price(1), shop.price(1)) == (2, 3)
def test_turns_again():
    assert shop.price(10) == 20
def test_turns_run_out():
    shop.price(1); shop.price(1); shop.price(1)
def test_seed(drawn):
    assert random.random() == drawn
def test_seed_again(drawn):
    assert random.random() == drawn
def test_seed_is_three():
    assert random.Random(3).random() == random.random()
def test_clock(started):
    assert started == time.time()
    assert time.time() == started + 1
def test_time_of_day():
    assert datetime.datetime.now() == datetime.datetime(2024, 5, 5, 10, 0, 0)
    assert datetime.datetime.now().second == 2
def test_sleep():
    time.sleep(60); assert datetime.datetime.now().minute == 2
def test_environment():
    assert shop.MODE == 'test'
def test_file():
    assert pathlib.Path(__file__).with_name('data.txt').read_text() == 'pinned'
`,
    },
  },
  {
    title: 'classes, unittest and doctests with a seed and turns',
    scenario: {
      randomSeed: 'seed',
      clock: { start: 0, tick: 0.5, zone: 'UTC' },
      patches: { 'dice.throw': { sequence: [{ returns: 1 }, { returns: 2 }, { raises: 'RuntimeError("no more dice")' }] } },
    },
    files: {
      'pytest.ini': '[pytest]\naddopts = --doctest-modules\n',
      'dice.py': 'import random\n\ndef throw():\n    return random.randint(1, 6)\n\ndef twice():\n    """\n    >>> twice()\n    3\n    """\n    return throw() + throw()\n',
      'test_classes.py': `
import random, time, unittest
import pytest, dice

FIRST = random.Random('seed').random()

class TestXunit:
    @classmethod
    def setup_class(cls):
        cls.drawn = random.random()
        cls.thrown = dice.throw()
    def setup_method(self):
        self.own = random.random()
        self.start = time.time()
    def teardown_method(self):
        assert random.random() == FIRST
    def test_all_begin_anew(self):
        assert self.drawn == self.own == random.random() == FIRST
    def test_turns(self):
        assert self.thrown == 1 and dice.throw() == 1 and dice.throw() == 2
    def test_clock(self):
        assert self.start == time.time() == 0
    def test_clock_goes_on(self):
        assert time.time() == 0 and time.time() == 0.5

class TestUnit(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.drawn = random.random()
    def setUp(self):
        self.own = random.random()
    def test_set_up_is_of_the_call(self):
        self.assertEqual(self.own, FIRST)
        self.assertNotEqual(random.random(), FIRST)
    def test_class(self):
        self.assertEqual(self.drawn, FIRST)
    def test_third(self):
        dice.throw(); dice.throw()
        with self.assertRaisesRegex(RuntimeError, 'no more'):
            dice.throw()

@pytest.fixture
def thrown():
    yield dice.throw()
    assert dice.throw() == 1
@pytest.fixture
def again(thrown):
    return thrown, dice.throw()
def test_fixtures(again):
    assert again == (1, 1) and dice.throw() == 1
@pytest.mark.parametrize('n', [1, 2])
def test_parametrized(n):
    assert dice.throw() == n
`,
    },
  },
];
