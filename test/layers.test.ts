// The import table of ARCHITECTURE.md, kept by reading every import of every source file.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Import {
  readonly file: string;
  /** A path from the root for our own files, else the package or `node:` name. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = ['trace-collector', 'predictor', 'webview', 'extension'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(f => f.endsWith('.ts'))
    .map(f => posix.join(folder, f.replaceAll('\\', '/'))),
);
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const imports: Import[] = sources.flatMap(file => {
  const text = textOf(file);
  const found = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[\w*$\s{},]+?\s+from\s+)?'([^']+)'|\b(?:import|require(?:\.resolve)?)\(\s*'([^']+)'\s*\)/gm);
  return [...found].map(([, typeOnly, plain, called]) => {
    const name = plain ?? called;
    const target = name.startsWith('.') ? relative(root, join(root, dirname(file), name)).replaceAll('\\', '/') : name;
    return { file, target, typeOnly: typeOnly !== undefined };
  });
});

/** Folder, what its files may import, each as the start of a target. */
const vocabulary = ['trace-collector/trace.ts', 'trace-collector/failure.ts'];
const table: readonly { readonly folder: string; readonly may: readonly string[] }[] = [
  { folder: 'trace-collector/trace.ts', may: ['zod'] },
  { folder: 'trace-collector/failure.ts', may: ['zod'] },
  { folder: 'trace-collector/', may: ['trace-collector/', 'node:', 'zod', '@vscode/debugprotocol', 'hyparquet-writer'] },
  { folder: 'predictor/oracles/openai.ts', may: ['predictor/', ...vocabulary, 'trace-collector/cwm.ts', 'openai', 'zod'] },
  { folder: 'predictor/', may: ['predictor/', ...vocabulary, 'trace-collector/cwm.ts', 'web-tree-sitter', 'zod'] },
  { folder: 'webview/protocol.ts', may: ['trace-collector/trace.ts', 'zod'] },
  { folder: 'webview/', may: ['webview/', 'trace-collector/trace.ts', 'lit', '@vscode-elements/elements'] },
  { folder: 'extension/headless/editor/', may: ['extension/headless/', 'predictor/', 'trace-collector/', 'webview/protocol.ts', 'node:', 'zod', '@vscode/debugprotocol'] },
  {
    folder: 'extension/headless/',
    may: [
      'extension/headless/', 'predictor/', 'trace-collector/', 'node:', 'zod', 'diff', 'fflate', 'isomorphic-git', 'tree-sitter', 'tree-sitter-python', 'web-tree-sitter', 'pyodide',
      '@vscode/debugadapter', 'vscode-jsonrpc', '@vscode/debugprotocol', '@modelcontextprotocol/server', '@huggingface/tokenizers', 'sarif',
    ],
  },
  { folder: 'extension/web/worker/', may: ['extension/', 'predictor/', 'buffer'] },
  { folder: 'extension/web/', may: ['extension/', 'vscode'] },
  { folder: 'extension/', may: ['extension/', 'predictor/', 'trace-collector/', 'webview/protocol.ts', 'node:', 'vscode', 'zod'] },
];
const ruleOf = (file: string): readonly string[] => table.find(r => file.startsWith(r.folder))!.may;
const allowed = (target: string, may: readonly string[]): boolean =>
  may.some(m => (m.endsWith('/') || m.endsWith(':') ? target.startsWith(m) : target === m || target.startsWith(`${m}/`)));

describe('layers', () => {
  test('every import is found', () => {
    expect(imports.length).toBeGreaterThan(500);
  });
  test('each folder imports only what ARCHITECTURE.md allows it', () => {
    const strays = imports.filter(i => !allowed(i.target, ruleOf(i.file))).map(i => `${i.file} imports ${i.target}`);
    expect(strays).toEqual([]);
  });
  test('own files are imported with their ending', () => {
    const bare = imports.filter(i => /^(?:trace-collector|predictor|webview|extension)\//.test(i.target) && !/\.(?:ts|py|wasm|json)$/.test(i.target)).map(i => `${i.file} imports ${i.target}`);
    expect(bare).toEqual([]);
  });
});

describe('the web extension', () => {
  // Types are gone when it is bundled.
  test('reaches no module of Node from the extension host’s side', () => {
    const reached = new Set<string>();
    const visit = (file: string): string[] => {
      if (reached.has(file)) return [];
      reached.add(file);
      return imports.filter(i => i.file === file && !i.typeOnly).flatMap(i => (i.target.startsWith('node:') ? [`${file} imports ${i.target}`] : visit(i.target)));
    };
    // What paints for terminals is bundled along, and not reached.
    expect(visit('extension/web/main.ts')).toEqual(['extension/headless/present/style.ts imports node:util']);
    expect(reached.size).toBeGreaterThan(20);
  });
});

describe('the predictor', () => {
  // Each is a way to touch the world, to differ from run to run, or to run text as JavaScript.
  const forbidden: readonly [name: string, pattern: RegExp][] = [
    ['Date.now', /\bDate\.now\b/],
    ['new Date', /\bnew Date\(\s*\)/],
    ['performance.now', /\bperformance\.now\b/],
    ['Math.random', /\bMath\.random\b/],
    ['crypto randomness', /\bgetRandomValues\b|\brandomUUID\b/],
    ['eval', /(?<![.\w'`"])eval\(/],
    ['new Function', /\bnew Function\b/],
    ['process', /(?<![.\w'`"-])process\.(?:env|argv|cwd|exit|hrtime|memoryUsage|stdout|stderr|platform)\b/],
    ['fetch', /(?<![.\w'`"])fetch\(/],
    ['timers', /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\(/],
  ];
  const code = (file: string): string => textOf(file).replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
  test.each(forbidden)('never uses %s', (_, pattern) => {
    const users = sources.filter(f => f.startsWith('predictor/') && !f.endsWith('.d.ts') && pattern.test(code(f)));
    expect(users).toEqual([]);
  });
});
