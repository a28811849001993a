// How the web extension's bundles are made: code for Node, with stand-ins for the few parts of Node that a rehearsal needs (extension/web/worker).
const stand = name => `extension/web/worker/${name}`;
const standIns = {
  fs: stand('fs.ts'),
  os: stand('os.ts'),
  url: stand('url.ts'),
  v8: stand('v8.ts'),
  worker_threads: stand('worker-threads.ts'),
  'timers/promises': stand('timers-promises.ts'),
};
/** Packages that are what their names say in Node. */
const packages = { path: 'path-browserify', buffer: 'buffer/', events: 'events/' };
const ofNode =
  /^(?:node:)?(assert|async_hooks|buffer|child_process|crypto|events|fs|fs\/promises|http|https|module|net|os|path|process|readline|sqlite|stream|string_decoder|timers|timers\/promises|tty|url|util|v8|vm|worker_threads|zlib)$/;

const withoutNode = root => ({
  name: 'without Node',
  setup(b) {
    b.onResolve({ filter: ofNode }, async ({ path, resolveDir, importer }) => {
      const name = path.replace(/^node:/, '');
      if (importer.endsWith('extension/web/worker/globals.ts') && name === 'buffer') return await b.resolve('buffer/', { kind: 'require-call', resolveDir });
      if (name in packages) return await b.resolve(packages[name], { kind: 'require-call', resolveDir: root });
      return { path: `${root}${standIns[name] ?? stand('absent.cjs')}` };
    });
    b.onResolve({ filter: /\/(?:host-port|stored-trees)\.ts$/ }, ({ path }) => ({ path: `${root}${stand(path.replace(/^.*\//, ''))}` }));
  },
});

/** Two scripts of workers, and what the extension host loads, which takes CommonJS only. */
export function webBundles(root, shared) {
  const common = { ...shared, platform: 'browser', target: 'es2022', conditions: ['module', 'browser'], external: [] };
  const worker = (from, to) => ({
    ...common,
    format: 'esm',
    entryPoints: [{ in: from, out: to }],
    plugins: [...shared.plugins, withoutNode(root)],
    inject: [`${root}${stand('globals.ts')}`],
    define: {
      ...shared.define,
      'import.meta.url': '"file:///foretrace/dist/worker.js"',
      'import.meta.filename': '"/foretrace/dist/worker.js"',
      global: 'globalThis',
    },
  });
  return [
    worker('extension/web/worker/editor.ts', 'web/editor-worker'),
    worker('extension/web/worker/engine.ts', 'web/engine'),
    {
      ...common,
      format: 'cjs',
      entryPoints: [{ in: 'extension/web/main.ts', out: 'web/extension' }],
      outExtension: { '.js': '.cjs' },
      external: ['vscode'],
      plugins: [...shared.plugins, withoutNode(root)],
      inject: [`${root}extension/web/set-immediate.ts`],
      define: { ...shared.define, FORETRACE_WEB: 'true' },
    },
  ];
}
