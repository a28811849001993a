// A Python exception as a forecast tells it: its class and message, the way down to the line that raised it with the locals there, and both sides of an assert.
import type { Raised, StackEntry } from '../../trace-collector/trace.ts';
import { aside, reprText, strText } from './aside.ts';
import { assertionSides } from './assertion-sides.ts';
import { dictGet } from './dict-keys.ts';
import { difference } from './difference.ts';
import type { Frame } from './frames.ts';
import { Unknown } from './unknown-value.ts';
import { Builtin, Cell, Dict, type Exc, Func, Method, Module, Type, type Value } from './values.ts';

export function raisedOf(exc: Exc): Raised {
  const s = assertionSides.get(exc);
  return {
    type: className(exc.cls),
    message: strText(exc),
    traceback: tracebackOf(exc),
    sides: s === undefined ? undefined : { left: reprText(s.left), op: s.op, right: reprText(s.right), difference: aside(() => difference(s.left, s.op, s.right), []) },
    because: behind(exc),
  };
}

/** `decimal.InvalidOperation`; builtins without their module. */
export function className(cls: Type): string {
  const module = dictGet(cls.dict, '__module__');
  return typeof module !== 'string' || module === 'builtins' || module === '__main__' ? cls.name : `${module}.${cls.name}`;
}

function behind(exc: Exc): string[] {
  const out: string[] = [];
  const seen = new Set<Exc>([exc]);
  for (let e: Exc | null = next(exc); e !== null && !seen.has(e) && out.length < 8; e = next(e)) {
    seen.add(e);
    const message = strText(e);
    out.push(message === '' ? className(e.cls) : `${className(e.cls)}: ${message}`);
  }
  return out;
}
const next = (e: Exc): Exc | null => e.cause ?? (e.suppress ? null : e.context);

/** Frames of the test framework's model are nobody's business. */
const MODEL = '/foretrace-model/';
const mostEntries = 40;
function tracebackOf(exc: Exc): StackEntry[] {
  const out: StackEntry[] = [];
  for (let t = exc.traceback; t !== null; t = t.next) if (!t.frame.code.file.startsWith(MODEL)) out.push(entry(t.frame, t.line));
  // Of a deep recursion both ends tell all there is.
  return out.length <= mostEntries ? out : [...out.slice(0, mostEntries / 2), ...out.slice(-mostEntries / 2)];
}
function entry(f: Frame, line: number): StackEntry {
  const { file, name, library, source } = f.code;
  return { file, line, function: name, source: source.lines[line - 1]?.trimEnd(), library, locals: library ? {} : localsOf(f) };
}

const mostLocals = 24;
/** Data only: functions, classes and modules say little by their repr. */
function localsOf(f: Frame): Record<string, string> {
  const out: Record<string, string> = {};
  let n = 0;
  const put = (name: string, v: Value | undefined): void => {
    if (v === undefined || n >= mostLocals || name.startsWith('__') || v instanceof Func || v instanceof Type || v instanceof Module || v instanceof Builtin || v instanceof Method) return;
    out[name] = v instanceof Unknown ? '<unknown>' : reprText(v);
    n++;
  };
  if (f.locals instanceof Dict) {
    for (const e of f.locals.map.values()) if (typeof e.key === 'string') put(e.key, e.value);
  } else {
    f.code.slotNames.forEach((name, i) => {
      const v = f.slots[i];
      put(name, v instanceof Cell ? v.value : v);
    });
  }
  return out;
}
