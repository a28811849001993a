// The `gc` module, of a process that collects nothing: what a collection would find is not known.
import { defineModule } from '../define.ts';
import { truth } from '../operators.ts';
import { Tuple, T, type Value, List, type Module, Obj, Mutable } from '../values.ts';
import { touch } from '../state.ts';
import { unknown } from '../unknown-value.ts';
import { constants, holes } from './holes.ts';

class State extends Mutable {
  enabled = true;
  debug: Value = 0;
  threshold: Value = new Tuple([700, 10, 10]);
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}
export function gcModule(): Module {
  const s = new State(T.object);
  const set = (enabled: boolean): Value => {
    touch(s);
    s.enabled = enabled;
    return null;
  };
  return defineModule('gc', {
    ...holes('gc', 'get_count get_objects get_referents get_referrers get_stats get_freeze_count'),
    enable: { params: '', call: () => set(true) },
    disable: { params: '', call: () => set(false) },
    isenabled: { params: '', call: () => s.enabled },
    collect: { params: 'generation=2', call: () => unknown('not-modelled', 'garbage collection', T.int) },
    freeze: { params: '', call: () => null },
    unfreeze: { params: '', call: () => null },
    is_tracked: { params: 'obj, /', call: (o: Value) => (o instanceof Obj && !(o instanceof Tuple) && o.cls !== T.dict ? truth(o instanceof Mutable) : o instanceof Obj ? unknown('not-modelled', 'gc.is_tracked', T.bool) : false) },
    is_finalized: { params: 'obj, /', call: () => false },
    get_debug: { params: '', call: () => s.debug },
    set_debug: {
      params: 'flags, /',
      call: (v: Value) => {
        touch(s);
        s.debug = v;
        return null;
      },
    },
    get_threshold: { params: '', call: () => s.threshold },
    set_threshold: {
      params: 'threshold0, threshold1=, threshold2=, /',
      call: (a: Value, b?: Value, c?: Value) => {
        touch(s);
        const [, y, z] = (s.threshold as Tuple).items;
        s.threshold = new Tuple([a, b ?? y, c ?? z]);
        return null;
      },
    },
  }, { ...constants('gc'), garbage: new List([]), callbacks: new List([]) }, 'This module provides access to the garbage collector for reference cycles.\n');
}
