// Where modules of the library lean on what a rehearsal has not: child processes, a running clock, random names, the machine's own names.
import { getAttr, setAttr } from '../attributes.ts';
import { native, setRaw } from '../define.ts';
import { call, callMethod } from '../calls.ts';
import { repr, str, truth } from '../operators.ts';
import { raise } from '../raise.ts';
import { signature } from '../signature.ts';
import { touch, vm } from '../state.ts';
import { strOf } from '../types/convert.ts';
import { setFrom } from '../types/set.ts';
import { doubt, originHere, unknown, Unknown } from '../unknown-value.ts';
import { Dict, type Exc, Float, type Kw, List, MethodDescriptor, type Module, Mutable, T, Tuple, Type, type Value } from '../values.ts';
import { effect, liveFiles, world } from '../world.ts';
import { KnownModules } from './known-modules.ts';
import { markElement } from './native-twins.ts';
import { modulePatches } from './patches.ts';
import { clockNow } from '../pins.ts';
import { now } from './virtual-clock.ts';

const classIn = (m: Module, name: string): Type | undefined => {
  const v = m.dict.map.get(name)?.value;
  return v instanceof Type ? v : undefined;
};
function method(cls: Type | undefined, name: string, params: string, fn: (...args: never[]) => Value): void {
  if (cls !== undefined) setAttr(cls, name, new MethodDescriptor(T.methodDescriptor, name, signature(params, true), fn as never, cls, null));
}

// asyncio: its timers run by the virtual clock. The user's own code is not told a made-up time.
modulePatches.set('asyncio.base_events', m => {
  method(classIn(m, 'BaseEventLoop'), 'time', 'self, /', (() => (clockNow() === null && vm.frame?.code.library === false ? unknown('time', 'loop.time', T.float) : new Float(now()))) as never);
});

/** All tasks that are not over, in the order of their making. */
class Tasks extends Mutable {
  list: Value[] = [];
  override saver(): () => void {
    const list = this.list.slice();
    return () => {
      this.list = list;
    };
  }
}
modulePatches.set('asyncio.tasks', m => {
  const tasks = new Tasks(T.object);
  setRaw(m.dict, '_register_task', native('_register_task', {
    params: 'task',
    call: (t: Value) => {
      touch(tasks);
      tasks.list = tasks.list.filter(x => !truth(callMethod(x, 'done')));
      tasks.list.push(t);
      return null;
    },
  }, 'asyncio.tasks'));
  setRaw(m.dict, 'all_tasks', native('all_tasks', {
    params: 'loop=None',
    call: (loop: Value = null) => {
      const own = loop ?? call(getAttr(getAttr(m, 'events'), 'get_running_loop'), []);
      return setFrom(tasks.list.filter(t => call(getAttr(getAttr(m, 'futures'), '_get_loop'), [t]) === own && !truth(callMethod(t, 'done'))));
    },
  }, 'asyncio.tasks'));
});

// Whether a source has changed since it was read shows in times that nobody knows; what the program has not written is as it was.
modulePatches.set('linecache', m => {
  const check = m.dict.map.get('checkcache')?.value;
  const cache = m.dict.map.get('cache')?.value;
  if (check === undefined || !(cache instanceof Dict)) return;
  const asBefore = (path: Value): boolean => {
    if (liveFiles.current === null || typeof path !== 'string') return true;
    const [before, now] = [world.current.files.read(path), liveFiles.current.read(path)];
    return before === now || (before !== undefined && now !== undefined && before.length === now.length && before.every((b, i) => b === now[i]));
  };
  const checked = (path: Value = null): Value => {
    const paths = path === null ? [...cache.map.values()].map(e => e.key) : [path];
    return paths.every(asBefore) ? null : call(check, [path]);
  };
  setRaw(m.dict, 'checkcache', native('checkcache', { params: 'filename=None', call: checked }, 'linecache'));
});

// Its parser is written in C: what goes wrong there is told by its text alone (Modules/_elementtree.c, expat_set_error).
modulePatches.set('xml.etree.ElementTree', m => {
  method(classIn(m, 'XMLParser'), '_raiseerror', 'self, value, /', ((_self: Value, value: Value) => {
    const error = call(getAttr(m, 'ParseError'), [str(value)]);
    setAttr(error, 'code', getAttr(value, 'code'));
    setAttr(error, 'position', new Tuple([getAttr(value, 'lineno'), getAttr(value, 'offset')]));
    throw raise(error as Exc);
  }) as never);
  markElement(m);
});

modulePatches.set('uuid', m => {
  const cls = classIn(m, 'UUID');
  // uuid4 is made of the system's random bytes alone.
  const open = world.current.scenario?.randomBytes === undefined ? ['uuid1', 'uuid4', 'getnode'] : ['uuid1', 'getnode'];
  for (const n of open) setRaw(m.dict, n, native(n, { params: '*args, **kw', call: () => unknown('random', `uuid.${n}`, n === 'getnode' ? T.int : (cls ?? null)) }, 'uuid'));
});

// Of OpenSSL's own functions only `scrypt` has no other form.
modulePatches.set('hashlib', m => setRaw(m.dict, 'scrypt', native('scrypt', { params: '*args, **kw', call: () => unknown('not-modelled', 'hashlib.scrypt', T.bytes) }, '_hashlib')));

modulePatches.set('platform', m => {
  // It compares each name of the machine with "unknown", which would open a branch for each.
  setRaw(m.dict, '_unknown_as_blank', native('_unknown_as_blank', { params: 'val, /', call: (v: Value) => v }, 'platform'));
  for (const n of ['platform', 'libc_ver', 'processor', 'freedesktop_os_release']) {
    setRaw(m.dict, n, native(n, { params: '*args, **kw', call: () => unknown('input', `platform.${n}`, n === 'platform' || n === 'processor' ? T.str : null) }, 'platform'));
  }
  // The size of this interpreter's pointers is known; how it is linked tells a program that may not be there.
  const architecture = (executable?: Value, bits: Value = '', linkage: Value = ''): Value => {
    const own = executable === undefined && bits === '' && linkage === '';
    return own ? new Tuple(['64bit', unknown('input', 'platform.architecture', T.str)]) : unknown('input', 'platform.architecture');
  };
  setRaw(m.dict, 'architecture', native('architecture', { params: "executable=sys.executable, bits='', linkage=''", call: architecture }, 'platform'));
});

// traceback: which part of a line failed is not known, so that the marks below it are left out; who asks for the text is not told it for sure.
modulePatches.set('traceback', m => {
  setRaw(m.dict, '_get_code_position', native('_get_code_position', {
    params: 'code, instruction_index',
    call: () => {
      let toStderr = false;
      let f = vm.frame;
      for (; f !== null && f.code.source.name.endsWith('/traceback.py'); f = f.back) {
        if (f.code.name.startsWith('print')) toStderr = f.slots[f.code.slotNames.indexOf('file')] === null;
      }
      if (f !== null && !f.code.library && !toStderr) doubt([originHere('not-modelled', 'marks in a traceback')]);
      return new Tuple([null, null, null, null]);
    },
  }, 'traceback'));
});

// inspect: which instruction runs is not known, but its line is the frame's; who looks at the columns finds them unknown.
modulePatches.set('inspect', m => {
  const column = (): Value => unknown('not-modelled', 'columns of an instruction');
  setRaw(m.dict, '_get_code_position', native('_get_code_position', { params: 'code, instruction_index', call: () => new Tuple([null, column(), column(), column()]) }, 'inspect'));
  // An object's module is found by its file, among all.
  setRaw(m.dict, 'sys', new KnownModules());
});

// tempfile: names are new, and the same in each run.
class Names extends Mutable {
  last = 0;
  override saver(): () => void {
    const { last } = this;
    return () => {
      this.last = last;
    };
  }
}
let names: Names | undefined;
modulePatches.set('tempfile', m => {
  method(classIn(m, '_RandomNameSequence'), '__next__', 'self, /', (() => {
    names ??= new Names(T.object);
    touch(names);
    return `rh${String(++names.last).padStart(6, '0')}`;
  }) as never);
});

// subprocess ---------------------------------------------------------------------------------------------------------

function commandText(v: Value): string {
  if (v instanceof Unknown) return 'unknown';
  if (v instanceof List || v instanceof Tuple) return v.items.map(a => (a instanceof Unknown ? '?' : (strOf(a) ?? repr(a)))).join(' ');
  return strOf(v) ?? repr(v);
}
const said = (text: Value): Unknown => unknown('input', 'subprocess', text === true ? T.str : T.bytes);
modulePatches.set('subprocess', m => {
  const popen = classIn(m, 'Popen');
  const pipe = getAttr(m, 'PIPE');
  const ended = (self: Value): Value => {
    const code = unknown('input', 'subprocess', T.int);
    setAttr(self, 'returncode', code);
    return code;
  };
  method(popen, '__init__', 'self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, *rest, **kw',
    ((self: Value, args: Value, bufsize: Value, _executable: Value, stdin: Value = null, stdout: Value = null, stderr: Value = null, _rest: Value[], kw: Kw) => {
      void bufsize;
      const option = (n: string): Value => kw?.get(n) ?? null;
      effect('subprocess', commandText(args));
      // The command may not be there.
      doubt([originHere('input', 'subprocess')]);
      const text = ['text', 'universal_newlines', 'encoding', 'errors'].some(n => option(n) !== null && truth(option(n)));
      setAttr(self, 'args', args);
      setAttr(self, 'stdin', stdin === pipe ? unknown('input', 'subprocess') : null);
      setAttr(self, 'stdout', stdout === pipe ? unknown('input', 'subprocess') : null);
      setAttr(self, 'stderr', stderr === pipe ? unknown('input', 'subprocess') : null);
      setAttr(self, 'pid', unknown('input', 'subprocess', T.int));
      setAttr(self, 'returncode', null);
      setAttr(self, 'encoding', option('encoding'));
      setAttr(self, 'errors', option('errors'));
      setAttr(self, 'text_mode', text);
      setAttr(self, '_child_created', false);
      return null;
    }) as never);
  method(popen, 'communicate', 'self, input=None, timeout=None', ((self: Value) => {
    const text = getAttr(self, 'text_mode');
    ended(self);
    return new Tuple(['stdout', 'stderr'].map(n => (getAttr(self, n) === null ? null : said(text))));
  }) as never);
  method(popen, 'wait', 'self, timeout=None', ended as never);
  method(popen, 'poll', 'self', ended as never);
  for (const n of ['send_signal', 'terminate', 'kill']) method(popen, n, 'self, *args', (() => (effect('subprocess', n), null)) as never);
  method(popen, '__exit__', 'self, *args', ((self: Value) => (ended(self), null)) as never);
  method(popen, '__del__', 'self, *args', (() => null) as never);
});
