// Parameters of builtins: a row's `params` text ('self, chars=None, /') read once, and the binding of call arguments to it with CPython's error texts
// (Python/getargs.c, Objects/descrobject.c, Objects/methodobject.c).
import { typeError } from './raise.ts';
import type { ArgumentStyle, Kw, Signature, Value } from './values.ts';

/**
 * Reads 'self, a, b=None, /, *, key=None', '*args', '**kw'. Absent optional arguments arrive as `undefined`. `//` stands for `/` where the arguments are read by
 * `PyArg_ParseTuple`, or by `PyArg_UnpackTuple` in the wrapper of a slot, which `slot` marks.
 */
export function signature(text: string, skipSelf: boolean, slot = false): Signature {
  const parts = text === '' ? [] : text.split(',').map(p => p.trim());
  if (skipSelf && parts.length > 0 && (parts[0] === 'self' || parts[0] === 'cls')) {
    parts.shift();
    if ((parts as string[])[0] === '/') parts.shift();
  }
  const names: string[] = [];
  const requiredKeywords: string[] = [];
  let positionalOnly = 0;
  let positional = 0;
  let required = 0;
  let varargs = false;
  let varkw = false;
  let keywordOnly = false;
  let style: ArgumentStyle = slot ? 'slot' : 'clinic';
  for (const part of parts) {
    if (part === '/' || part === '//') {
      positionalOnly = names.length;
      if (part === '//') style = slot ? 'unpacked' : 'parsed';
    } else if (part === '*') keywordOnly = true;
    else if (part.startsWith('**')) varkw = true;
    else if (part.startsWith('*')) {
      varargs = true;
      keywordOnly = true;
    } else {
      const [name, fallback] = part.split('=');
      names.push(name.trim());
      if (!keywordOnly) {
        positional = names.length;
        if (fallback === undefined) required = names.length;
      } else if (fallback === undefined) requiredKeywords.push(name.trim());
    }
  }
  return { text: parts.join(', '), names, positionalOnly, positional, required, requiredKeywords, varargs, varkw, style };
}

const plural = (n: number): string => (n === 1 ? '' : 's');

/** Binds a call: the result is the native function's arguments after `self`. `label` is what CPython calls the function ("str.join"), `name` its short name. */
export function bindNative(sig: Signature, label: string, name: string, args: readonly Value[], kw: Kw): unknown[] {
  const given = args.length;
  const named = kw === null ? 0 : kw.size;
  const count = sig.names.length;
  const out: unknown[] = new Array(count + (sig.varargs ? 1 : 0) + (sig.varkw ? 1 : 0));
  if (sig.positionalOnly === count && !sig.varkw) {
    if (named > 0) throw typeError(`${label}() takes no keyword arguments`);
    if (given < sig.required || (given > count && !sig.varargs)) throw wrongCount(sig, label, name, given);
  } else if (!sig.varargs) {
    if (given + named > count && !sig.varkw) throw typeError(`${name}() takes at most ${count} ${given === 0 ? 'keyword ' : ''}argument${plural(count)} (${given + named} given)`);
    if (given > sig.positional) {
      if (sig.positional === 0) throw typeError(`${name}() takes no positional arguments`);
      throw typeError(`${name}() takes ${sig.required < sig.positional ? 'at most' : 'exactly'} ${sig.positional} positional argument${plural(sig.positional)} (${given} given)`);
    }
  }
  const least = Math.min(sig.required, sig.positionalOnly);
  if (given < least) throw typeError(`${name}() takes ${least < sig.positional ? 'at least' : 'exactly'} ${least} positional argument${plural(least)} (${given} given)`);
  for (let i = 0; i < sig.positional && i < given; i++) out[i] = args[i];
  let rest: Map<string, Value> | null = null;
  let wrong: string | undefined;
  if (kw !== null) {
    for (const [k, v] of kw) {
      const i = sig.names.indexOf(k);
      if (i < sig.positionalOnly) {
        if (sig.varkw) (rest ??= new Map()).set(k, v);
        // Missing arguments are told first.
        else wrong ??= k;
      } else if (i < given && i < sig.positional) throw typeError(`argument for ${name}() given by name ('${k}') and position (${i + 1})`);
      else out[i] = v;
    }
  }
  for (let i = 0; i < sig.required; i++) if (out[i] === undefined) throw typeError(`${name}() missing required argument '${sig.names[i]}' (pos ${i + 1})`);
  if (wrong !== undefined) throw typeError(`'${wrong}' is an invalid keyword argument for ${name}()`);
  for (const k of sig.requiredKeywords) {
    if (out[sig.names.indexOf(k)] === undefined) throw typeError(`${name}() missing required keyword-only argument: '${k}'`);
  }
  let at = count;
  if (sig.varargs) out[at++] = given > sig.positional ? args.slice(sig.positional) : [];
  if (sig.varkw) out[at] = rest;
  return out;
}

/** Too many or too few arguments for a function that takes them by position only. */
function wrongCount(sig: Signature, label: string, name: string, given: number): unknown {
  const { required: min, positional: max, style } = sig;
  if (style === 'parsed') return parsedCount(name, given, min, max);
  if (style === 'slot' && max < 2) return typeError(`expected ${max} argument${plural(max)}, got ${given}`);
  if (style === 'clinic') {
    if (max === 0) return typeError(`${label}() takes no arguments (${given} given)`);
    if (max === 1 && min === 1) return typeError(`${label}() takes exactly one argument (${given} given)`);
  }
  const bound = given < min ? min : max;
  return typeError(`${style === 'clinic' ? name : ''} expected ${min === max ? '' : given < min ? 'at least ' : 'at most '}${bound} argument${plural(bound)}, got ${given}`);
}
/** What `PyArg_ParseTuple` says (`vgetargs1_impl`). */
export function parsedCount(name: string, given: number, min: number, max: number): unknown {
  const bound = given < min ? min : max;
  const kind = min === max ? 'exactly' : given < min ? 'at least' : 'at most';
  return typeError(`${name}() takes ${max === 0 ? 'no arguments' : `${kind} ${bound} argument${plural(bound)} (${given} given)`}`);
}
