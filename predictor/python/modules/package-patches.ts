// Where packages that are widely used lean on what a rehearsal does not have, though their answer does not hang on it.
import { getAttr, setAttr } from '../attributes.ts';
import { call } from '../calls.ts';
import { native, setRaw } from '../define.ts';
import { importModule } from '../imports.ts';
import { codesIn } from '../compiler/function.ts';
import type { Code } from '../frames.ts';
import { equal, str, toArray, truth } from '../operators.ts';
import { clockNow } from '../pins.ts';
import { asRaise, type Raise } from '../raise.ts';
import { signature } from '../signature.ts';
import { codeObject, codeOf } from '../types/code.ts';
import { Unknown } from '../unknown-value.ts';
import { type Kw, List, MethodDescriptor, Module, T, Tuple, Type, type Value } from '../values.ts';
import { KnownModules } from './known-modules.ts';
import { modulePatches } from './patches.ts';

const certainlyEqual = (a: Value, b: Value): boolean => {
  const same = a instanceof Unknown || b instanceof Unknown ? a : equal(a, b);
  return !(same instanceof Unknown) && truth(same);
};

// dateutil takes from the day of today what a text does not say. A text that says all comes out the same upon any day.
modulePatches.set('dateutil.parser._parser', m => {
  const cls = m.dict.map.get('parser')?.value;
  const parse = cls instanceof Type ? cls.dict.map.get('parse')?.value : undefined;
  if (!(cls instanceof Type) || parse === undefined) return;
  const ends = (act: () => Value): { readonly value: Value } | { readonly raised: Raise } => {
    try {
      return { value: act() };
    } catch (e) {
      const raised = asRaise(e);
      if (raised === undefined) throw e;
      return { raised };
    }
  };
  const parsed = (args: Value[], kw: Kw): Value => {
    const whole = (): Value => call(parse, args, kw);
    // The text is the one argument beside the parser.
    if (clockNow() !== null || args.length !== 2 || args[1] instanceof Unknown || (kw?.get('default') ?? null) !== null) return whole();
    const datetime = getAttr(importModule('datetime'), 'datetime');
    const upon = (y: number, mo: number, d: number) => ends(() => call(parse, [...args], new Map([...(kw ?? []), ['default', call(datetime, [y, mo, d])]])));
    const [one, other] = [upon(2000, 1, 1), upon(2023, 12, 31)];
    if ('value' in one) return 'value' in other && certainlyEqual(one.value, other.value) ? one.value : whole();
    if ('raised' in other && one.raised.exc.cls === other.raised.exc.cls && str(one.raised.exc) === str(other.raised.exc)) throw one.raised;
    return whole();
  };
  setAttr(cls, 'parse', new MethodDescriptor(T.methodDescriptor, 'parse', signature('*args, **kw', false), ((self: Value, args: Value[], kw: Kw) => parsed([self, ...args], kw)) as never, cls, null));
});

// freezegun looks through all modules for the functions that tell the time. It need not look at what is not known to be there, nor at all that is no such function.
modulePatches.set('freezegun.api', m => {
  const whole = m.dict.map.get('_get_cached_module_attributes')?.value;
  if (whole === undefined) return;
  const objects = m.dict.map.get('real_date_objects')?.value;
  if (!(objects instanceof List)) return;
  const timed = new Set(objects.items);
  const row = {
    params: 'module',
    call: (module: Value) => {
      // What a program puts among the modules may have its own idea of its names.
      if (!(module instanceof Module)) return call(whole, [module]);
      const found: [string, Value][] = [];
      for (const e of module.dict.map.values()) if (typeof e.key === 'string' && e.value !== undefined && timed.has(e.value)) found.push([e.key, e.value]);
      return new List(found.sort(([a], [b]) => (a < b ? -1 : 1)).map(pair => new Tuple(pair)));
    },
  };
  setRaw(m.dict, '_get_cached_module_attributes', native('_get_cached_module_attributes', row, 'freezegun.api'));
  setRaw(m.dict, 'sys', new KnownModules());
});

// typeguard compiles a module anew with its checks in it, and finds a function there by looking through constants, of which only those that are code matter.
modulePatches.set('typeguard._decorators', m => {
  if (!m.dict.map.has('find_target_function')) return;
  const find = (code: Code, path: readonly Value[], line: Value): Code | undefined => {
    for (const inner of codesIn(code)) {
      const rest = inner.name === path[0] ? path.slice(1) : path;
      const found = rest.length > 0 ? find(inner, rest, line) : inner.line === line ? inner : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const row = {
    params: 'new_code, target_path, firstlineno',
    call: (code: Value, path: Value, line: Value) => {
      const found = find(codeOf(code), toArray(path), line);
      return found === undefined ? null : codeObject(found);
    },
  };
  setRaw(m.dict, 'find_target_function', native('find_target_function', row, 'typeguard._decorators'));
});

// packaging looks into the interpreter's file for the C library it is linked to: it is glibc's, as everywhere here.
modulePatches.set('packaging._musllinux', m => {
  const whole = m.dict.map.get('_get_musl_version')?.value;
  if (whole === undefined) return;
  const interpreter = getAttr(importModule('sys'), 'executable');
  const row = { params: 'executable', call: (executable: Value) => (executable === interpreter ? null : call(whole, [executable])) };
  setRaw(m.dict, '_get_musl_version', native('_get_musl_version', row, 'packaging._musllinux'));
});
