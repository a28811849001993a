// Stand-ins for names that the scenario patches. Each is put in place once its module has run, before anyone who imports that module goes on; a name that is not there
// leaves every forecast under the scenario in doubt, and says so.
import type { Answer, Patch } from '../scenario.ts';
import type { Origin } from '../unknown.ts';
import { getAttrOr, isSubtype, setAttr } from './attributes.ts';
import { strText } from './aside.ts';
import { call } from './calls.ts';
import { builtinsDict } from './compiler/names.ts';
import { native, setRaw } from './define.ts';
import { dictFrom, dictGet } from './dict-keys.ts';

import { engineModules, find, importModule, imports, isInitializing, runModule } from './imports.ts';
import { takeTurn } from './pins.ts';
import { asRaise, excTypes, makeExc, raise } from './raise.ts';
import { compileExpression, compileModule, expressionTree, sourceFile } from './source.ts';
import type { Code } from './frames.ts';
import { vm } from './state.ts';
import { doubt, unknown, UnknownUsed } from './unknown-value.ts';
import { Dict, Exc, Float, Func, List, Module, type Native, Type, type Value } from './values.ts';
import { world } from './world.ts';

/** The file that expressions of a scenario are said to stand in. */
const SCENARIO = '<scenario>';

/** What is wrong with the scenario's patches, by dotted name, as far as this boot has seen. */
const problems = new Map<string, Origin>();
/** Modules that have run since then. */
const ran = new Set<string>();
const compiled = new Map<string, { readonly code: Code; readonly names: readonly string[] }>();
export function forgetPatchProblems(): void {
  problems.clear();
  ran.clear();
  compiled.clear();
}

function complain(dotted: string, say: string): Origin {
  const origin: Origin = { reason: 'scenario', what: `${dotted}: ${say}` };
  doubt([origin]);
  return origin;
}

/** To be called at the beginning of each run: what is wrong with the scenario keeps it from being definite. */
export function doubtPatches(): void {
  for (const dotted of Object.keys(world.current.scenario?.patches ?? {})) {
    const [head] = dotted.split('.');
    if (head === '__main__') complain(dotted, 'names of the program itself cannot be patched before it has run');
    else if (!isThere(head)) complain(dotted, `there is no module '${head}'`);
  }
  if (problems.size > 0) doubt([...problems.values()].slice(0, 4));
}
const isThere = (module: string): boolean => dictGet(imports.modules, module) !== undefined || engineModules.has(module) || find(module, imports.path) !== undefined;

/** To be called with each module that has run. */
export function patchModule(name: string, m: Value): void {
  const { patches } = world.current.scenario ?? {};
  ran.add(name);
  if (patches === undefined || !(m instanceof Module)) return;
  for (const [dotted, patch] of Object.entries(patches)) {
    if (!dotted.startsWith(`${name}.`)) continue;
    const path = dotted.slice(name.length + 1).split('.');
    // What lies in a submodule is patched when that has run.
    if (path.length > 1 && isSubmodule(name, m, path[0])) continue;
    install(m, path, dotted, patch);
  }
}
function isSubmodule(name: string, m: Module, part: string): boolean {
  const known = dictGet(imports.modules, `${name}.${part}`);
  // Another module under that name (`os.path`) has run as what it is: its names are reached through the package.
  if (known !== undefined) return known instanceof Module && (ran.has(`${name}.${part}`) || isInitializing(known));
  const own = dictGet(m.dict, '__path__');
  return own !== undefined && find(`${name}.${part}`, own) !== undefined && !(getAttrOr(m, part) instanceof Type);
}

function install(m: Module, path: readonly string[], dotted: string, patch: Patch): void {
  // An edit may have brought the name.
  problems.delete(dotted);
  let holder: Value = m;
  let at = dotted.slice(0, dotted.length - path.join('.').length - 1);
  for (const part of path.slice(0, -1)) {
    const next = getAttrOr(holder, part);
    if (next === undefined) {
      problems.set(dotted, complain(dotted, `${at} has no '${part}'`));
      return;
    }
    holder = next;
    at = `${at}.${part}`;
  }
  const name = path[path.length - 1];
  const original = getAttrOr(holder, name);
  if (original === undefined) {
    problems.set(dotted, complain(dotted, `${at} has no '${name}'`));
    return;
  }
  const { frame } = vm;
  try {
    setAttr(holder, name, standIn(m, name, original, dotted, patch));
  } catch (e) {
    const r = asRaise(e);
    if (r === undefined) throw e;
    vm.frame = frame;
    problems.set(dotted, complain(dotted, `it cannot be replaced: ${r.exc.cls.name}: ${strText(r.exc)}`));
  }
}

function standIn(m: Module, name: string, original: Value, dotted: string, patch: Patch): Value {
  if ('value' in patch) return fromJson(patch.value);
  if ('valueExpression' in patch) return evaluate(patch.valueExpression, m, dotted);
  const isAsync = original instanceof Func && original.code.kind === 'coroutine';
  const answer: Native = () => ('sequence' in patch ? inTurn(patch.sequence, m, dotted, isAsync) : answerOf(patch, m, dotted));
  return functionOf(name, native('answer', { params: '', call: answer }), isAsync);
}
/** A function of Python's own kind, with all that programs ask of one; a coroutine function stays one. */
function functionOf(name: string, answer: Value, isAsync: boolean): Value {
  const globals = new Dict();
  setRaw(globals, '__builtins__', builtinsDict.dict);
  setRaw(globals, '__name__', SCENARIO);
  setRaw(globals, 'answer', answer);
  runModule(compileModule(sourceFile(SCENARIO, `${isAsync ? 'async ' : ''}def ${name}(*args, **kwargs):\n    return answer()\n`), { library: true, strict: true }), globals);
  return dictGet(globals, name)!;
}

function inTurn(answers: readonly Answer[], m: Module, dotted: string, isAsync: boolean): Value {
  const turn = takeTurn(dotted);
  if (turn === undefined) return unknown('order', `${dotted} while modules are imported`);
  if (turn >= answers.length) throw raise(makeExc(isAsync ? 'StopAsyncIteration' : 'StopIteration'));
  return answerOf(answers[turn], m, dotted);
}
function answerOf(a: Answer, m: Module, dotted: string): Value {
  if ('returns' in a) return fromJson(a.returns);
  if ('returnsExpression' in a) return evaluate(a.returnsExpression, m, dotted);
  const v = evaluate(a.raises, m, dotted);
  const exc = v instanceof Type && isSubtype(v, excTypes.get('BaseException')!) ? call(v, []) : v;
  if (exc instanceof Exc) throw raise(exc);
  throw new UnknownUsed([complain(dotted, `${a.raises} is no exception`)]);
}

/** JSON as `json.loads` reads it, but that a whole number is an int however it is written. */
function fromJson(v: unknown): Value {
  if (v === null || typeof v === 'string' || typeof v === 'boolean') return v;
  if (typeof v === 'number') return Number.isInteger(v) ? (Number.isSafeInteger(v) ? v : BigInt(v)) : new Float(v);
  if (Array.isArray(v)) return new List(v.map(fromJson));
  return dictFrom(Object.entries(v as object).map(([k, x]) => [k, fromJson(x)] as const));
}

// Expressions -------------------------------------------------------------------------------------------------------------

/** Evaluated anew at each asking, with the patched module's names, then builtins, then modules by their names. What goes wrong is the scenario's fault. */
function evaluate(text: string, m: Module, dotted: string): Value {
  const { frame } = vm;
  try {
    const { code, names } = compiledExpression(text);
    const globals = new Dict();
    setRaw(globals, '__builtins__', builtinsDict.dict);
    for (const name of names) bindName(globals, name, m);
    return runModule(code, globals);
  } catch (e) {
    const r = asRaise(e);
    if (r === undefined) throw e;
    vm.frame = frame;
    throw new UnknownUsed([complain(dotted, `${text}: ${r.exc.cls.name}: ${strText(r.exc)}`)]);
  }
}
function compiledExpression(text: string): { readonly code: Code; readonly names: readonly string[] } {
  let known = compiled.get(text);
  if (known === undefined) {
    const code = compileExpression(sourceFile(SCENARIO, text.trim()), { library: true, strict: true });
    compiled.set(text, (known = { code, names: dottedNames(expressionTree(text.trim())) }));
  }
  return known;
}
function bindName(globals: Dict, dotted: string, m: Module): void {
  const [head, ...rest] = dotted.split('.');
  const known = dictGet(m.dict, head);
  if (known !== undefined) {
    setRaw(globals, head, known);
    return;
  }
  if (dictGet(builtinsDict.dict, head) !== undefined || !isThere(head)) return;
  let found = importModule(head);
  setRaw(globals, head, found);
  // `a.b.c` may name modules that no one has imported yet.
  let full = head;
  for (const part of rest) {
    if (!(found instanceof Module) || !isSubmodule(full, found, part)) return;
    full = `${full}.${part}`;
    found = importModule(full);
  }
}
/** Names in an expression, each with the attributes that are asked of it. */
function dottedNames(tree: unknown): string[] {
  const out = new Set<string>();
  const chain = (node: { kind?: string; [field: string]: unknown }): string | undefined => {
    if (node.kind === 'Name') return String(node.id);
    if (node.kind !== 'Attribute') return undefined;
    const base = chain(node.value as { kind?: string });
    return base === undefined ? undefined : `${base}.${String(node.attr)}`;
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const dotted = chain(node as { kind?: string });
    if (dotted !== undefined) out.add(dotted);
    else for (const part of Object.values(node)) visit(part);
  };
  visit(tree);
  return [...out];
}

