// The `atexit` module (Modules/atexitmodule.c). The host calls `runExitFunctions` at the end of a program.
import { call } from '../calls.ts';
import { defineModule } from '../define.ts';
import { equal, repr, str } from '../operators.ts';
import { touch } from '../state.ts';
import { typeOf } from '../attributes.ts';
import { asRaise, typeError } from '../raise.ts';
import { type Kw, type Module, Mutable, T, type Value } from '../values.ts';
import { run } from '../world.ts';

class ExitFunctions extends Mutable {
  list: { fn: Value; args: Value[]; kw: Kw }[] = [];
  override saver(): () => void {
    const base = super.saver();
    const list = this.list.slice();
    return () => {
      base();
      this.list = list;
    };
  }
}
const registered: { current: ExitFunctions | null } = { current: null };

/** Calls what was registered, last first. One that raises is told on standard error and does not stop the others (`atexit_callfuncs`). */
export function runExitFunctions(): void {
  const r = registered.current;
  if (r === null) return;
  while (r.list.length > 0) {
    touch(r);
    const { fn, args, kw } = r.list.pop()!;
    try {
      call(fn, args.slice(), kw);
    } catch (e) {
      const raised = asRaise(e);
      if (raised === undefined) throw e;
      run.stderr += `Exception ignored in atexit callback: ${repr(fn)}\n${raised.exc.cls.name}: ${str(raised.exc)}\n`;
    }
  }
}

export function atexitModule(): Module {
  const r = new ExitFunctions(T.object);
  registered.current = r;
  return defineModule('atexit', {
    register: {
      params: 'func, /, *args, **kwargs',
      call: (fn: Value, args: Value[], kw: Kw) => {
        if (typeOf(fn).slots.call === undefined) throw typeError('the first argument must be callable');
        touch(r);
        r.list.push({ fn, args, kw });
        return fn;
      },
    },
    unregister: {
      params: 'func, /',
      call: (fn: Value) => {
        touch(r);
        r.list = r.list.filter(e => !equal(e.fn, fn));
        return null;
      },
    },
    _clear: {
      params: '',
      call: () => {
        touch(r);
        r.list = [];
        return null;
      },
    },
    _run_exitfuncs: { params: '', call: () => (runExitFunctions(), null) },
    _ncallbacks: { params: '', call: () => r.list.length },
  }, {}, 'allow programmer to define multiple exit functions to be executed\nupon normal program termination.\n\nTwo public functions, register and unregister, are defined.\n');
}
