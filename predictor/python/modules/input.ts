// The builtin `input` (Python/bltinmodule.c, builtin_input_impl), as it reads where no terminal is: a prompt on standard output, then a line of `sys.stdin`.
import { getAttrOr } from '../attributes.ts';
import { callMethod } from '../calls.ts';
import { dictGet } from '../dict-keys.ts';
import { imports } from '../imports.ts';
import { str } from '../operators.ts';
import { raising, typeError } from '../raise.ts';
import { strOf } from '../types/convert.ts';
import { unknown, Unknown } from '../unknown-value.ts';
import { T, type Value } from '../values.ts';
import { effect, world } from '../world.ts';

/** What the user would type is unknown, unless the scenario says it, or the program has put another stream in place of standard input. */
export function input(prompt?: Value): Value {
  const sys = dictGet(imports.modules, 'sys')!;
  const stream = (name: string): Value => {
    const s = getAttrOr(sys, name) ?? null;
    if (s === null) throw raising('RuntimeError', `input(): lost sys.${name}`);
    return s;
  };
  const stdin = stream('stdin');
  const stdout = stream('stdout');
  const errors = stream('stderr');
  if (stdin instanceof Unknown || (stdin === getAttrOr(sys, '__stdin__') && world.current.scenario?.stdin === undefined)) {
    effect('input', 'input()');
    return unknown('input', 'input()', T.str);
  }
  callMethod(errors, 'flush');
  if (prompt !== undefined) callMethod(stdout, 'write', [str(prompt)]);
  callMethod(stdout, 'flush');
  const line = callMethod(stdin, 'readline');
  if (line instanceof Unknown) return new Unknown(line.origins, T.str);
  const text = strOf(line);
  if (text === undefined) throw typeError('object.readline() returned non-string');
  if (text === '') throw raising('EOFError', 'EOF when reading a line');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
