// Bundles the entries into dist/ and lays the grammar and the standard library's sources beside them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';
import { brythonModule } from './brython-module.mjs';
import { webBundles } from './web-bundles.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const quiet = process.argv.includes('--quiet');
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

const assets = {
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-python.wasm': 'tree-sitter-python/tree-sitter-python.wasm',
  'tree-sitter-bash.wasm': 'tree-sitter-bash/tree-sitter-bash.wasm',
  'python_stdlib.zip': 'pyodide/python_stdlib.zip',
};
// pyodide leaves one module of the library out that others need: brython has its source.
mkdirSync(`${root}dist`, { recursive: true });
writeFileSync(`${root}dist/_pydecimal.py`, brythonModule('_pydecimal'));
for (const [name, source] of Object.entries(assets)) {
  const from = existsSync(`${root}node_modules/${source}`) ? `${root}node_modules/${source}` : require.resolve(source);
  cpSync(from, `${root}dist/${name}`);
}

// The tracer runs inside the user's Python, so it ships as files.
mkdirSync(`${root}dist/python`, { recursive: true });
for (const name of ['foretrace_tracer.py', 'foretrace_pytest.py', 'foretrace_unittest.py'])
  cpSync(`${root}trace-collector/python/${name}`, `${root}dist/python/${name}`);

/** A pattern in this package holds a character that esbuild leaves as it is: with it, all of a bundle's text takes two bytes a character. */
const ascii = {
  name: 'plain ASCII',
  setup(b) {
    const escaped = text => text.replace(/[^\x00-\x7f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    b.onLoad({ filter: /\/isomorphic-git\/index\.c?js$/ }, ({ path }) => ({ contents: escaped(readFileSync(path, 'utf8')), loader: 'js' }));
  },
};

/** What every bundle for Node has in common. CommonJS packages inside an ES module need `require`. */
const node = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Each engine's thread holds its bundle's text: without comments and spaces it is half as long, and one byte for a character. Names stay, for traces of faults.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 160,
  legalComments: 'none',
  logLevel: quiet ? 'warning' : 'info',
  // Native, optional: loaded at run time where they are there.
  external: ['tree-sitter', 'tree-sitter-python'],
  loader: { '.py': 'text' },
  plugins: [ascii],
  define: { FORETRACE_VERSION: JSON.stringify(version) },
};
const requireBanner = "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
const entries = [
  { in: 'extension/headless/start/cli.ts', out: 'cli', banner: '#!/usr/bin/env node' },
  { in: 'extension/headless/cli.ts', out: 'cli-main', banner: requireBanner },
  { in: 'extension/headless/commands/serve.ts', out: 'serve', banner: requireBanner },
  { in: 'extension/headless/commands/mcp.ts', out: 'mcp', banner: requireBanner },
  { in: 'extension/headless/commands/agents.ts', out: 'agents', banner: requireBanner },
  // Only who switches an oracle on waits for the packages that talk to models.
  { in: 'extension/headless/oracles/open.ts', out: 'oracles', banner: requireBanner },
  { in: 'extension/headless/workspace.ts', out: 'workspace', banner: requireBanner },
  // Pure: it also runs where there is no Node.
  { in: 'predictor/library.ts', out: 'predictor', banner: '', platform: 'neutral', external: ['module', 'fs', 'fs/promises', 'path', 'url', 'node:*'] },
  { in: 'extension/headless/start/worker.ts', out: 'worker-start', banner: '' },
  { in: 'extension/headless/worker.ts', out: 'worker', banner: requireBanner },
  { in: 'extension/headless/resident/main.ts', out: 'resident', banner: requireBanner },
  // The extension: an ES module, as the hosts from VS Code 1.100 on take it. What it computes is done by its worker.
  { in: 'extension/main.ts', out: 'extension', banner: requireBanner, external: ['vscode'] },
  { in: 'extension/headless/start/editor.ts', out: 'editor-start', banner: '' },
  { in: 'extension/headless/editor/editor-worker.ts', out: 'editor-worker', banner: requireBanner },
  { in: 'extension/headless/editor/tool-worker.ts', out: 'tool-worker', banner: requireBanner },
  // The webview: browser code, so nothing of Node's is left in it.
  { in: 'webview/main.ts', out: 'webview', banner: '', platform: 'browser', target: 'es2022', external: [], minify: true },
  { in: 'extension/headless/bench/main.ts', out: 'bench', banner: requireBanner },
].filter(e => existsSync(root + e.in));

const configs = [
  ...entries.map(({ in: from, out, banner, ...special }) => ({ ...node, ...special, entryPoints: [{ in: from, out }], banner: { js: banner } })),
  ...webBundles(root, node),
];
if (process.argv.includes('--watch')) for (const c of configs) await (await context(c)).watch();
else {
  await Promise.all(configs.map(c => build(c)));
  // Types are for those who build upon the package; bundles for the demo and the benchmarks go without.
  if (!quiet) execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${root}scripts/tsconfig.types.json`], { stdio: 'inherit' });
}
