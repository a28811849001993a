// tree-sitter as WebAssembly, made from bytes that the host hands in. It reads no file.
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { readCursor, type FlatTree } from './flat-tree.ts';
import { emptyKindTable } from './grammar-kinds.ts';
import type { Grammar, SyntaxTree, TextChange } from './parser.ts';
import { readMemory } from './web-memory.ts';

/** Starts the runtime (web-tree-sitter.wasm) and loads the grammar (tree-sitter-python.wasm). The runtime is started once per process. */
export async function createWebGrammar(runtimeWasm: Uint8Array, pythonWasm: Uint8Array): Promise<Grammar> {
  const memory = await start(runtimeWasm);
  const language = await Language.load(pythonWasm);
  const parser = new Parser();
  parser.setLanguage(language);
  const backend: Backend = { parser, kinds: emptyKindTable(), memory: undefined };
  if (memory !== undefined && canReadMemory(backend, memory)) backend.memory = memory;
  const trees = new WeakMap<SyntaxTree, Tree>();
  return {
    backend: 'web',
    parse(text, previous) {
      const tree = parser.parse(text, previous === undefined ? null : trees.get(previous) ?? null)!;
      const wrapped = new WebTree(backend, tree);
      trees.set(wrapped, tree);
      return wrapped;
    },
  };
}

// `WebAssembly.Memory`, which this project's `lib` has no types for.
interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

interface Backend {
  readonly parser: Parser;
  readonly kinds: Uint8Array;
  /** The runtime's memory, where its trees may be read directly. */
  memory: WasmMemory | undefined;
}

let started: Promise<WasmMemory | undefined> | undefined;

// Handing the runtime its memory is how we come to see it. The sizes are its own defaults.
function start(runtimeWasm: Uint8Array): Promise<WasmMemory | undefined> {
  started ??= (async () => {
    const { WebAssembly } = globalThis as unknown as { WebAssembly: { Memory: new (sizes: { initial: number; maximum: number }) => WasmMemory } };
    const wasmMemory = new WebAssembly.Memory({ initial: 512, maximum: 32768 });
    await Parser.init({ wasmBinary: runtimeWasm, wasmMemory } as Parameters<typeof Parser.init>[0]);
    return wasmMemory;
  })();
  return started;
}

class WebTree implements SyntaxTree {
  readonly #backend: Backend;
  readonly #tree: Tree;

  constructor(backend: Backend, tree: Tree) {
    this.#backend = backend;
    this.#tree = tree;
  }

  get hasError(): boolean {
    return this.#tree.rootNode.hasError;
  }

  read(text: string): FlatTree {
    const { memory, kinds } = this.#backend;
    return (memory === undefined ? undefined : readMemory(memory.buffer, addressOf(this.#tree), kinds, text)) ?? readByCursor(this.#tree, kinds, text);
  }

  edit(change: TextChange): void {
    this.#tree.edit(change as Parameters<Tree['edit']>[0]);
  }

  release(): void {
    this.#tree.delete();
  }
}

function readByCursor(tree: Tree, kinds: Uint8Array, text: string): FlatTree {
  const cursor = tree.walk();
  try {
    return readCursor(cursor, kinds, text);
  } finally {
    cursor.delete();
  }
}

// web-tree-sitter keeps the address of each object under the key 0.
function addressOf(tree: Tree): number {
  return (tree as unknown as { 0: number })[0];
}

// A program with aliases, extras, errors, wide characters, and leaves too large to be stored inline.
const SPECIMEN = `
@a.b(c)  # d
async def f(x: int = 1, *y, **z) -> "r":
  """doc ${'é'.repeat(300)}"""
  print(f"{x!r:>{y}} 😀", type(y)[0:1], not x is not y, await z)
  match x:
    case [A(b=1), *_] | {"k": -1}: pass
  return (x for x in y if z) \\
    or ${'long_name'.repeat(40)}
x = = 1
`;

function canReadMemory(backend: Backend, memory: WasmMemory): boolean {
  try {
    const tree = backend.parser.parse(SPECIMEN)!;
    const expected = snapshot(readByCursor(tree, backend.kinds, SPECIMEN));
    const direct = readMemory(memory.buffer, addressOf(tree), backend.kinds, SPECIMEN);
    const agrees = direct !== undefined && snapshot(direct) === expected;
    tree.delete();
    return agrees;
  } catch {
    return false;
  }
}

function snapshot({ kind, start, end, next, count, faults }: FlatTree): string {
  return [kind, start, end, next].map(column => column.slice(0, count).join()).join(' ') + faults.join();
}
