"""Runs a program, or pytest, for real under a scenario: the same JSON, brought about by other means (real files, a real environment, functions replaced by hand).

    under_scenario.py FOLDER SCENARIO.json PROGRAM.py
    under_scenario.py FOLDER SCENARIO.json --pytest [ARGUMENTS]

prints {"stdout": …, "stderr": …, "code": …} as JSON.
"""

import base64
import builtins
import datetime
import functools
import importlib
import inspect
import json
import os
import pathlib
import subprocess
import sys


def outer(folder, scenario, args):
    pins = json.loads(scenario)
    env = dict(os.environ)
    for name in ("PYTHONHASHSEED", "TZ"):
        env.pop(name, None)
    env["PYTHONIOENCODING"] = "utf-8"
    clock = pins.get("clock")
    if isinstance(clock, dict) and "zone" in clock:
        env["TZ"] = clock["zone"]
    if "hashSeed" in pins:
        env["PYTHONHASHSEED"] = str(pins["hashSeed"])
    for name, value in pins.get("environment", {}).items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    for name, content in pins.get("files", {}).items():
        path = pathlib.Path(folder, name)
        if content is None:
            path.unlink(missing_ok=True)
        elif isinstance(content, dict) and "folder" in content:
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else base64.b64decode(content["base64"]))
    cwd = pathlib.Path(folder, pins.get("workingFolder", "."))
    cwd.mkdir(parents=True, exist_ok=True)
    r = subprocess.run(
        [sys.executable, __file__, "--inner", folder, scenario, *args],
        cwd=cwd, env=env, input=pins.get("stdin", "").encode(), capture_output=True,
    )
    print(json.dumps({"stdout": r.stdout.decode(), "stderr": r.stderr.decode(), "code": r.returncode}))


def start_of(clock):
    start = clock["start"] if isinstance(clock, dict) else clock
    if isinstance(start, str):
        moment = datetime.datetime.fromisoformat(start.replace("Z", "+00:00"))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
        return (moment - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(microseconds=1) * 1000
    return int(start) * 10**9 + round((start - int(start)) * 10**9)


class World:
    """What a run uses up."""

    def __init__(self, pins):
        self.pins = pins
        self.begin()

    def begin(self):
        clock = self.pins.get("clock")
        self.now = None if clock is None else start_of(clock)
        self.tick = round(clock.get("tick", 0) * 1e9) if isinstance(clock, dict) else 0
        self.bytes = bytes.fromhex(self.pins.get("randomBytes", ""))
        self.turns = {}
        if "randomSeed" in self.pins:
            import random

            random.seed(self.pins["randomSeed"])

    def read(self):
        now = self.now
        self.now += self.tick
        return now

    def take(self, n):
        taken, self.bytes = self.bytes[:n], self.bytes[n:]
        assert len(taken) == n
        return taken


def set_clock(world):
    import time

    real = {n: getattr(time, n) for n in ("gmtime", "localtime", "ctime", "asctime", "strftime")}

    def seconds():
        ns = world.read()
        return ns // 10**9 if ns % 10**9 == 0 else ns / 10**9

    for name in ("time", "monotonic", "perf_counter"):
        setattr(time, name, lambda: float(seconds()))
        setattr(time, name + "_ns", lambda: world.read())

    def sleep(secs):
        world.now += round(secs * 10**9)

    time.sleep = sleep
    for name in ("gmtime", "localtime", "ctime"):
        # Not a function: who keeps it in a class (logging) must get it back unbound.
        setattr(time, name, functools.partial(lambda f, secs=None: f(world.read() // 10**9 if secs is None else secs), real[name]))
    time.asctime = lambda t=None: real["asctime"](time.localtime() if t is None else t)
    time.strftime = lambda form, t=None: real["strftime"](form, time.localtime() if t is None else t)

    plain = datetime.datetime

    class Moment(datetime.datetime):
        @classmethod
        def fromtimestamp(cls, at, tz=None):
            # A subclass would lose the fold.
            t = plain.fromtimestamp(at, tz)
            return cls(t.year, t.month, t.day, t.hour, t.minute, t.second, t.microsecond, t.tzinfo, fold=t.fold)

        @classmethod
        def now(cls, tz=None):
            micros = world.read() // 1000
            return cls.fromtimestamp(micros // 10**6, tz).replace(microsecond=micros % 10**6)

        @classmethod
        def utcnow(cls):
            micros = world.read() // 1000
            return cls.utcfromtimestamp(micros // 10**6).replace(microsecond=micros % 10**6)

        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    class Day(datetime.date):
        @classmethod
        def today(cls):
            return cls.fromtimestamp(time.time())

    Moment.__name__, Day.__name__ = "datetime", "date"
    datetime.datetime, datetime.date = Moment, Day


class Names(dict):
    """Names of a module, and modules by their names."""

    def __init__(self, module):
        self.module = module

    def __missing__(self, name):
        for place in (self.module, builtins):
            if hasattr(place, name):
                return getattr(place, name)
        return importlib.import_module(name)


def patch(world, dotted, given):
    parts = dotted.split(".")
    module = None
    for n in range(len(parts) - 1, 0, -1):
        try:
            module = importlib.import_module(".".join(parts[:n]))
            break
        except ModuleNotFoundError:
            pass
    holder = module
    for part in parts[n:-1]:
        holder = getattr(holder, part)
    original = getattr(holder, parts[-1])

    def evaluate(text):
        for word in text.replace("(", " ").split():
            if "." in word and word[0].isalpha():
                try:
                    importlib.import_module(word.rpartition(".")[0])
                except ImportError:
                    pass
        return eval(text, dict(vars(module)), Names(module))

    def answer(a):
        if "returns" in a:
            return json.loads(json.dumps(a["returns"]))
        if "returnsExpression" in a:
            return evaluate(a["returnsExpression"])
        raise evaluate(a["raises"])

    def call(*args, **kwargs):
        if "sequence" not in given:
            return answer(given)
        turn = world.turns.get(dotted, 0)
        world.turns[dotted] = turn + 1
        if turn >= len(given["sequence"]):
            raise StopIteration
        return answer(given["sequence"][turn])

    async def call_later(*args, **kwargs):
        return call()

    if "value" in given:
        new = given["value"]
    elif "valueExpression" in given:
        new = evaluate(given["valueExpression"])
    else:
        new = call_later if inspect.iscoroutinefunction(original) else staticmethod(call) if isinstance(holder, type) else call
    setattr(holder, parts[-1], new)


def inner(folder, scenario, args):
    pins = json.loads(scenario)
    world = World(pins)
    if args[0] == "--pytest":
        import pytest

        class Plugin:
            @pytest.hookimpl(tryfirst=True)
            def pytest_runtest_setup(self):
                world.begin()

            pytest_runtest_call = pytest_runtest_teardown = pytest_runtest_setup

            @pytest.hookimpl(tryfirst=True)
            def pytest_fixture_setup(self):
                world.begin()

        prepare(world, pins, folder)
        sys.argv[1:] = pins.get("arguments", [])
        sys.exit(pytest.main(["-p", "no:cacheprovider", "--rootdir", folder, *args[1:], folder], plugins=[Plugin()]))
    program = os.path.join(folder, args[0])
    prepare(world, pins, folder)
    sys.argv[:] = [program, *pins.get("arguments", [])]
    import runpy

    runpy.run_path(program, run_name="__main__")


def prepare(world, pins, folder):
    sys.path[0] = folder
    if "clock" in pins:
        set_clock(world)
    if "randomBytes" in pins:
        os.urandom = world.take
        import random

        random._urandom = world.take
    for dotted, given in pins.get("patches", {}).items():
        patch(world, dotted, given)
    world.begin()


if sys.argv[1] == "--inner":
    inner(sys.argv[2], sys.argv[3], sys.argv[4:])
else:
    outer(sys.argv[1], pathlib.Path(sys.argv[2]).read_text(), sys.argv[3:])
