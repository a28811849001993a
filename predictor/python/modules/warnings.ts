// The `_warnings` module (Python/_warnings.c): `warn` and `warn_explicit` over the filters of warnings.py, and their counterpart for the engine's own warnings.
import { shownFrom } from '../frames-in-c.ts';
import { getAttr, getAttrOr, isSubtype, typeOf } from '../attributes.ts';
import { call } from '../calls.ts';
import { isSubclass } from '../classes.ts';
import { defineModule } from '../define.ts';
import { dictClear, dictGet, dictSet } from '../dict-keys.ts';
import { imports } from '../imports.ts';
import { typeName } from '../names.ts';
import { equal, repr, str, truth } from '../operators.ts';
import { excTypes, raise, runtimeError, typeError, valueError } from '../raise.ts';
import { touch, vm } from '../state.ts';
import { strOf, toSsize } from '../types/convert.ts';
import { Unknown, UnknownUsed } from '../unknown-value.ts';
import { Dict, Exc, List, Module, Mutable, T, Tuple, Type, type Value } from '../values.ts';

class WarningsState extends Mutable {
  filters: Value;
  onceRegistry: Value = new Dict();
  defaultAction: Value = 'default';
  version = 1;
  constructor() {
    super(T.object);
    const filter = (category: string, action: string, module: Value): Tuple => new Tuple([action, null, excTypes.get(category)!, module, 0]);
    this.filters = new List([
      filter('DeprecationWarning', 'default', '__main__'), filter('DeprecationWarning', 'ignore', null), filter('PendingDeprecationWarning', 'ignore', null), filter('ImportWarning', 'ignore', null), filter('ResourceWarning', 'ignore', null),
    ]);
  }
  override saver(): () => void {
    const copy = { ...this };
    return () => {
      Object.assign(this, copy);
    };
  }
}
let state: WarningsState | null = null;

/** An attribute of warnings.py, once that is imported. */
function fromLibrary(name: string): Value | undefined {
  const m = dictGet(imports.modules, 'warnings');
  return m instanceof Module ? getAttrOr(m, name) : undefined;
}

// Where a warning comes from -----------------------------------------------------------------------------------------

interface Place {
  readonly filename: Value;
  readonly line: number;
  readonly module: Value;
  readonly registry: Dict;
}
const isInternal = (file: string): boolean => file.includes('importlib') && file.includes('_bootstrap');
/** `setup_context` */
function placeAt(level: number): Place {
  let f = shownFrom(vm.frame);
  let n = level;
  if (n <= 0 || (f !== null && isInternal(f.code.file))) {
    while (--n > 0 && f !== null) f = shownFrom(f.back);
  } else {
    while (--n > 0 && f !== null) {
      do f = shownFrom(f.back);
      while (f !== null && isInternal(f.code.file));
    }
  }
  let globals: Dict;
  if (f === null) {
    const sys = dictGet(imports.modules, 'sys') as Module;
    globals = sys.dict;
  } else globals = f.globals;
  let registry = dictGet(globals, '__warningregistry__');
  if (registry === undefined) dictSet(globals, '__warningregistry__', (registry = new Dict()));
  const name = dictGet(globals, '__name__');
  const module: Value = name === null || typeof name === 'string' ? name : '<string>';
  return { filename: f === null ? 'sys' : f.code.file, line: f === null ? 1 : f.line, module, registry: registry as Dict };
}

// Deciding -----------------------------------------------------------------------------------------------------------

/** `already_warned`: a registry of older filters is emptied first. */
function alreadyWarned(s: WarningsState, registry: Dict, key: Value, set: boolean): boolean {
  if (dictGet(registry, 'version') !== s.version) {
    dictClear(registry);
    dictSet(registry, 'version', s.version);
  } else {
    const known = dictGet(registry, key);
    if (known !== undefined) return truth(known);
  }
  if (set) dictSet(registry, key, true);
  return false;
}
function fits(pattern: Value, arg: Value): boolean {
  if (pattern === null) return true;
  if (typeof pattern === 'string') return equal(pattern, arg);
  return truth(call(getAttr(pattern, 'match'), [arg]));
}
function actionFor(s: WarningsState, category: Value, text: Value, line: number, module: Value): [string, Value] {
  const filters = fromLibrary('filters') ?? s.filters;
  if (!(filters instanceof List)) throw valueError('_warnings.filters must be a list');
  for (let i = 0; i < filters.items.length; i++) {
    const item = filters.items[i];
    if (!(item instanceof Tuple) || item.items.length !== 5) throw valueError(`_warnings.filters item ${i} isn't a 5-tuple`);
    const [action, msg, cat, mod, ln] = item.items;
    if (typeof action !== 'string') throw typeError(`action must be a string, not '${typeName(typeOf(action))}'`);
    if (!fits(msg, text) || !fits(mod, module) || !truth(isSubclass(category, cat))) continue;
    const at = toSsize(ln);
    if (at === 0 || at === line) return [action, item];
  }
  const fallback = fromLibrary('defaultaction') ?? s.defaultAction;
  if (typeof fallback !== 'string') throw typeError(`_warnings.defaultaction must be a string, not '${typeName(typeOf(fallback))}'`);
  return [fallback, null];
}

/** How many warnings were issued, shown or not. */
export const warningsIssued = { count: 0 };

/** `warn_explicit` */
function emit(category0: Value, message0: Value, filename: Value, line: number, module0: Value | undefined, registry: Value, source: Value): Value {
  const s = state!;
  warningsIssued.count++;
  if (module0 === null) return null;
  if (registry !== null && !(registry instanceof Dict)) throw typeError("'registry' must be a dict or None");
  const module = module0 ?? normalized(filename);
  let category = category0;
  let message = message0;
  let text: Value;
  if (message instanceof Exc && isSubtype(message.cls, excTypes.get('Warning')!)) {
    text = str(message);
    category = message.cls;
  } else {
    text = message;
    message = call(category, [message]);
  }
  const key = new Tuple([text, category, line]);
  if (registry !== null && alreadyWarned(s, registry, key, false)) return null;
  const [action, item] = actionFor(s, category, text, line, module);
  if (action === 'error') throw raise(message as Exc);
  if (action === 'ignore') return null;
  if (action !== 'always') {
    if (registry !== null) dictSet(registry, key, true);
    let known = false;
    const short = new Tuple([text, category]);
    if (action === 'once') known = alreadyWarned(s, registry ?? ((fromLibrary('onceregistry') ?? s.onceRegistry) as Dict), short, true);
    else if (action === 'module') known = registry !== null && alreadyWarned(s, registry, short, true);
    else if (action !== 'default') throw runtimeError(`Unrecognized action (${repr(action)}) in warnings.filters:\n ${repr(item)}`);
    if (known) return null;
  }
  show(category, text, message, filename, line, source);
  return null;
}
function normalized(filename: Value): Value {
  const name = strOf(filename);
  if (name === undefined) return filename;
  return name === '' ? '<unknown>' : name.endsWith('.py') ? name.slice(0, -3) : name;
}
function show(category: Value, text: Value, message: Value, filename: Value, line: number, source: Value): void {
  const shower = fromLibrary('_showwarnmsg');
  if (shower === undefined) {
    const stderr = getAttrOr(dictGet(imports.modules, 'sys')!, 'stderr');
    if (stderr === undefined || stderr === null) return;
    const name = getAttr(category, '__name__');
    call(getAttr(stderr, 'write'), [`${str(filename)}:${line}: ${str(name)}: ${str(text)}\n`]);
    return;
  }
  if (typeOf(shower).slots.call === undefined) throw typeError('warnings._showwarnmsg() must be set to a callable');
  const cls = fromLibrary('WarningMessage');
  if (cls === undefined) throw runtimeError('unable to get warnings.WarningMessage');
  call(shower, [call(cls, [message, category, filename, line, null, null, source])]);
}
function categoryOf(message: Value, category: Value): Value {
  if (message instanceof Unknown) throw new UnknownUsed(message.origins);
  if (message instanceof Exc && isSubtype(message.cls, excTypes.get('Warning')!)) return message.cls;
  const c = category === null ? excTypes.get('UserWarning')! : category;
  if (!(c instanceof Type) || !isSubtype(c, excTypes.get('Warning')!)) throw typeError(`category must be a Warning subclass, not '${typeName(typeOf(c))}'`);
  return c;
}

/** `PyErr_WarnEx`: a warning of the engine's own (`stacklevel` 1 is the Python line that runs). */
export function warn(category: string, message: string, stacklevel = 1): void {
  state ??= new WarningsState();
  const p = placeAt(stacklevel);
  emit(excTypes.get(category)!, message, p.filename, p.line, p.module, p.registry, null);
}

export function warningsModule(): Module {
  const s = new WarningsState();
  state = s;
  return defineModule('_warnings', {
    warn: {
      params: 'message, category=None, stacklevel=1, source=None',
      call: (message: Value, category: Value = null, level: Value = 1, source: Value = null) => {
        const c = categoryOf(message, category);
        const p = placeAt(toSsize(level));
        return emit(c, message, p.filename, p.line, p.module, p.registry, source);
      },
    },
    warn_explicit: {
      params: 'message, category, filename, lineno, module=, registry=None, module_globals=None, source=None',
      call: (message: Value, category: Value, filename: Value, line: Value, module?: Value, registry: Value = null, _globals: Value = null, source: Value = null) => {
        if (strOf(filename) === undefined) throw typeError(`warn_explicit() argument 3 must be str, not ${typeName(typeOf(filename))}`);
        return emit(category, message, filename, toSsize(line), module, registry, source);
      },
    },
    _filters_mutated: {
      params: '',
      call: () => {
        touch(s);
        s.version++;
        return null;
      },
    },
  }, { filters: s.filters, _defaultaction: s.defaultAction, _onceregistry: s.onceRegistry }, '_warnings provides basic warning filtering support.\nIt is a helper module to speed up interpreter start-up.');
}
