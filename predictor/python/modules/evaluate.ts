// `compile`, `eval` and `exec`: the program's own texts are parsed and rehearsed like its files; nothing is handed to JavaScript.
import { typeOf } from '../attributes.ts';
import { setRaw } from '../define.ts';
import type { Code } from '../frames.ts';
import { runModule } from '../imports.ts';
import { typeName } from '../names.ts';
import { typeError, valueError } from '../raise.ts';
import { compileExpression, compileModule, sourceFile } from '../source.ts';
import { vm } from '../state.ts';
import { CodeObject, localsOf } from '../types/code.ts';
import { strOf } from '../types/convert.ts';
import { doubt, unknown, Unknown, UnknownUsed } from '../unknown-value.ts';
import { ByteArray, Bytes, Dict, type Value } from '../values.ts';
import { builtinsDict } from '../compiler/names.ts';

function textOf(v: Value, fn: string): string {
  const s = strOf(v);
  if (s !== undefined) return s;
  if (v instanceof Bytes || v instanceof ByteArray) return new TextDecoder().decode(v.data);
  if (v instanceof Unknown) throw new UnknownUsed(v.origins);
  throw typeError(`${fn}() arg 1 must be a string, bytes or code object`);
}
function codeFrom(text: string, filename: string, mode: 'eval' | 'exec'): Code {
  if (text.includes('\0')) throw valueError('source code string cannot contain null bytes');
  const source = sourceFile(filename, text);
  const options = { library: vm.frame?.code.library ?? false, strict: true };
  return mode === 'eval' ? compileExpression(source, options) : compileModule(source, options);
}

export function compileBuiltin(source: Value, filename: Value, mode: Value): Value {
  const m = strOf(mode);
  if (m !== 'exec' && m !== 'eval' && m !== 'single') throw valueError("compile() mode must be 'exec', 'eval' or 'single'");
  if (typeof source === 'object' && source !== null && !(source instanceof Bytes) && !(source instanceof ByteArray)) {
    if (typeName(typeOf(source)).includes('ast') || typeOf(source).name === 'Module' || typeOf(source).name === 'Expression') return unknown('not-modelled', 'compile() of a syntax tree');
  }
  if (m === 'single') doubt(unknown('not-modelled', "compile() mode 'single'").origins);
  return new CodeObject(codeFrom(textOf(source, 'compile'), strOf(filename) ?? '<string>', m === 'eval' ? 'eval' : 'exec'));
}

export function evalCode(source: Value, globals: Value, locals: Value, mode: 'eval' | 'exec'): Value {
  const f = vm.frame;
  if (globals !== null && !(globals instanceof Dict)) throw typeError(`${mode}() ${mode === 'exec' ? `globals must be a dict, not ${typeName(typeOf(globals))}` : 'globals must be a dict'}`);
  const g: Dict = globals ?? f!.globals;
  const l: Value = locals ?? (globals !== null ? g : localsOf(f!));
  if (!g.map.has('__builtins__')) setRaw(g, '__builtins__', builtinsDict.dict);
  const code = source instanceof CodeObject ? source.code : codeFrom(mode === 'eval' ? textOf(source, mode).replace(/^[ \t]+/, '') : textOf(source, mode), '<string>', mode);
  const v = runModule(code, g, l);
  return mode === 'eval' ? v : null;
}
