// The `_signal` module (Modules/signalmodule.c): handlers are kept; a signal arrives only when the program raises it itself.
import { typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { defineModule, native } from '../define.ts';
import { makeExc, raise, raising, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { frameObject } from '../types/code.ts';
import { intOf, toParsedInt } from '../types/convert.ts';
import { setFrom } from '../types/set.ts';
import { structSequence } from '../types/struct-sequence.ts';
import { doubt, originHere, unknown } from '../unknown-value.ts';
import { defineClass } from '../define.ts';
import { excTypes } from '../raise.ts';
import { Float, type Module, Mutable, T, Tuple, type Value } from '../values.ts';
import { effect } from '../world.ts';
import { constants, holes } from './holes.ts';

class Handlers extends Mutable {
  map = new Map<number, Value>();
  wakeup = -1;
  override saver(): () => void {
    const copy = new Map(this.map);
    const { wakeup } = this;
    return () => {
      this.map = copy;
      this.wakeup = wakeup;
    };
  }
}
const siginfo = structSequence('signal.struct_siginfo', ['si_signo', 'si_code', 'si_errno', 'si_pid', 'si_uid', 'si_status', 'si_band']);

export function signalModule(): Module {
  const handlers = new Handlers(T.object);
  const defaultInt = native('default_int_handler', {
    params: 'signalnum, frame, /',
    call: () => {
      throw raise(makeExc('KeyboardInterrupt'));
    },
  }, '_signal');
  for (let n = 1; n < 65; n++) handlers.map.set(n, n === 13 || n === 25 ? 1 : n === 32 || n === 33 ? null : 0);
  handlers.map.set(2, defaultInt);
  const number = (v: Value): number => {
    const n = toParsedInt(v);
    if (n < 1 || n > 64) throw valueError('signal number out of range');
    return n;
  };
  const later = (what: string): void => doubt([originHere('time', what)]);
  const all = Array.from({ length: 64 }, (_, i) => i + 1).filter(n => n !== 32 && n !== 33);
  return defineModule('_signal', {
    ...holes('signal', 'pthread_kill pthread_sigmask sigpending sigtimedwait sigwait sigwaitinfo strsignal pidfd_send_signal'),
    signal: {
      params: 'signalnum, handler, /',
      call: (s: Value, h: Value) => {
        const n = number(s);
        const plain = typeof h === 'object' && h !== null ? intOf(h) : (h as Value);
        const kept = plain === 0 || plain === 1 ? plain : h;
        if (kept !== 0 && kept !== 1 && typeOf(h).slots.call === undefined) throw typeError('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object');
        if (n === 9 || n === 19) throw raising('OSError', 22, 'Invalid argument');
        const old = handlers.map.get(n)!;
        touch(handlers);
        handlers.map.set(n, kept);
        return old;
      },
    },
    getsignal: { params: 'signalnum, /', call: (s: Value) => handlers.map.get(number(s)) ?? null },
    raise_signal: {
      params: 'signalnum, /',
      call: (s: Value) => {
        const n = number(s);
        const h = handlers.map.get(n) ?? null;
        if (h === 1) return null;
        if (h === 0 || h === null) {
          effect('subprocess', `signal ${n} to itself`);
          return [17, 18, 23, 28].includes(n) ? null : unknown('not-modelled', 'death by a signal');
        }
        call(h, [n, vm.frame === null ? null : frameObject(vm.frame)]);
        return null;
      },
    },
    default_int_handler: { params: 'signalnum, frame, /', call: (): Value => call(defaultInt, [2, null]) },
    alarm: { params: 'seconds, /', call: () => (later('signal.alarm'), 0) },
    setitimer: { params: 'which, seconds, interval=0.0, /', call: () => (later('signal.setitimer'), new Tuple([new Float(0), new Float(0)])) },
    getitimer: { params: 'which, /', call: () => new Tuple([new Float(0), new Float(0)]) },
    pause: { params: '', call: () => unknown('time', 'signal.pause') },
    siginterrupt: { params: 'signalnum, flag, /', call: () => null },
    set_wakeup_fd: {
      params: 'fd, /, *, warn_on_full_buffer=True',
      call: (fd: Value) => {
        const old = handlers.wakeup;
        touch(handlers);
        handlers.wakeup = toParsedInt(fd);
        return old;
      },
    },
    valid_signals: { params: '', call: () => setFrom(all) },
  }, {
    ...constants('_signal'), SIG_DFL: 0, SIG_IGN: 1, ItimerError: itimerError(), struct_siginfo: siginfo.cls(), default_int_handler: defaultInt,
  }, 'This module provides mechanisms to use signal handlers in Python.\n');
}
let itimer: Value = null;
function itimerError(): Value {
  itimer ??= defineClass({ name: 'itimer_error', module: 'signal', bases: [excTypes.get('OSError')!], hasDict: true });
  return itimer;
}
