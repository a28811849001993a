// A page of the webview in a real Chromium, with its real bundle under its real content security policy: the host's end is played by the test, the editor's colours are
// those of VS Code's default themes.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type PageAsked, pageHtml } from '../../extension/headless/editor/page-html.ts';
import type { ToHost, ToPage } from '../../webview/protocol.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const chrome = process.env.FORETRACE_CHROMIUM ?? '/usr/bin/chromium';
const bundle = join(root, 'dist/webview.js');
/** Why there is no page to look at; undefined where there is. */
export const missing: string | undefined = existsSync(chrome) ? (existsSync(bundle) ? undefined : 'dist/webview.js is not built') : `${chrome} is not there (FORETRACE_CHROMIUM names another)`;
const shots = process.env.FORETRACE_SHOTS ?? join(root, 'test/end-to-end/shots');

export type Theme = 'dark' | 'light' | 'contrast';
const shared = { '--vscode-font-family': 'system-ui, sans-serif', '--vscode-font-size': '13px', '--vscode-editor-font-family': 'monospace', '--vscode-editor-font-size': '13px' };
export const themes: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  dark: {
    ...shared, '--vscode-editor-background': '#1f1f1f', '--vscode-editor-foreground': '#cccccc', '--vscode-descriptionForeground': '#9d9d9d', '--vscode-errorForeground': '#f85149', '--vscode-focusBorder': '#0078d4',
    '--vscode-charts-blue': '#59a4f9', '--vscode-charts-green': '#89d185', '--vscode-charts-orange': '#d18616', '--vscode-charts-purple': '#b180d7', '--vscode-charts-yellow': '#cca700', '--vscode-charts-red': '#f14c4c',
    '--vscode-list-hoverBackground': '#2a2d2e', '--vscode-list-inactiveSelectionBackground': '#37373d', '--vscode-list-activeSelectionBackground': '#04395e', '--vscode-list-activeSelectionForeground': '#ffffff',
    '--vscode-panel-border': '#2b2b2b', '--vscode-textLink-foreground': '#4daafc', '--vscode-editorLineNumber-foreground': '#6e7681', '--vscode-editorCursor-foreground': '#aeafad', '--vscode-icon-foreground': '#cccccc',
    '--vscode-panelTitle-activeForeground': '#cccccc', '--vscode-panelTitle-inactiveForeground': '#9d9d9d', '--vscode-panelTitle-activeBorder': '#0078d4', '--vscode-toolbar-hoverBackground': '#5a5d5e50',
    '--vscode-foretrace-predictedForeground': '#9d8fd6', '--vscode-foretrace-unknownForeground': '#c2a04a', '--vscode-symbolIcon-variableForeground': '#75beff', '--vscode-diffEditor-removedTextBackground': '#ff000033', '--vscode-diffEditor-insertedTextBackground': '#9ccc2c33',
    '--vscode-editorHoverWidget-background': '#202020', '--vscode-editorHoverWidget-foreground': '#cccccc', '--vscode-editorHoverWidget-border': '#454545', '--vscode-input-background': '#313131', '--vscode-input-foreground': '#cccccc', '--vscode-settings-textInputBackground': '#313131', '--vscode-settings-textInputForeground': '#cccccc', '--vscode-settings-textInputBorder': '#3c3c3c', '--vscode-button-background': '#0078d4', '--vscode-button-foreground': '#ffffff', '--vscode-button-secondaryBackground': '#313131', '--vscode-button-secondaryForeground': '#cccccc', '--vscode-inputValidation-warningBackground': '#352a05',
  },
  light: {
    ...shared, '--vscode-editor-background': '#ffffff', '--vscode-editor-foreground': '#3b3b3b', '--vscode-descriptionForeground': '#5f5f5f', '--vscode-errorForeground': '#c72e0f', '--vscode-focusBorder': '#005fb8',
    '--vscode-charts-blue': '#0063d3', '--vscode-charts-green': '#388a34', '--vscode-charts-orange': '#d18616', '--vscode-charts-purple': '#652d90', '--vscode-charts-yellow': '#bf8803', '--vscode-charts-red': '#e51400',
    '--vscode-list-hoverBackground': '#f2f2f2', '--vscode-list-inactiveSelectionBackground': '#e4e6f1', '--vscode-list-activeSelectionBackground': '#e8e8e8', '--vscode-list-activeSelectionForeground': '#000000',
    '--vscode-panel-border': '#e5e5e5', '--vscode-textLink-foreground': '#005fb8', '--vscode-editorLineNumber-foreground': '#6e7681', '--vscode-editorCursor-foreground': '#000000', '--vscode-icon-foreground': '#3b3b3b',
    '--vscode-panelTitle-activeForeground': '#3b3b3b', '--vscode-panelTitle-inactiveForeground': '#3b3b3b', '--vscode-panelTitle-activeBorder': '#005fb8', '--vscode-toolbar-hoverBackground': '#b8b8b850',
    '--vscode-foretrace-predictedForeground': '#6b55b8', '--vscode-foretrace-unknownForeground': '#8a6500', '--vscode-symbolIcon-variableForeground': '#007acc', '--vscode-diffEditor-removedTextBackground': '#ff000033', '--vscode-diffEditor-insertedTextBackground': '#9ccc2c40',
    '--vscode-editorHoverWidget-background': '#f8f8f8', '--vscode-editorHoverWidget-foreground': '#3b3b3b', '--vscode-editorHoverWidget-border': '#c8c8c8', '--vscode-input-background': '#ffffff', '--vscode-input-foreground': '#3b3b3b', '--vscode-settings-textInputBackground': '#ffffff', '--vscode-settings-textInputForeground': '#3b3b3b', '--vscode-settings-textInputBorder': '#cecece', '--vscode-button-background': '#005fb8', '--vscode-button-foreground': '#ffffff', '--vscode-button-secondaryBackground': '#e5e5e5', '--vscode-button-secondaryForeground': '#3b3b3b', '--vscode-inputValidation-warningBackground': '#f6f5d2',
  },
  contrast: {
    ...shared, '--vscode-editor-background': '#000000', '--vscode-editor-foreground': '#ffffff', '--vscode-descriptionForeground': '#ffffffb3', '--vscode-errorForeground': '#f48771', '--vscode-focusBorder': '#f38518', '--vscode-contrastBorder': '#6fc3df', '--vscode-contrastActiveBorder': '#f38518',
    '--vscode-charts-blue': '#59a4f9', '--vscode-charts-green': '#89d185', '--vscode-charts-orange': '#d18616', '--vscode-charts-purple': '#b180d7', '--vscode-charts-yellow': '#cca700', '--vscode-charts-red': '#f48771',
    '--vscode-panel-border': '#6fc3df', '--vscode-textLink-foreground': '#21a6ff', '--vscode-editorLineNumber-foreground': '#ffffff', '--vscode-editorCursor-foreground': '#ffffff', '--vscode-icon-foreground': '#ffffff',
    '--vscode-panelTitle-activeForeground': '#ffffff', '--vscode-panelTitle-inactiveForeground': '#ffffff', '--vscode-panelTitle-activeBorder': '#6fc3df',
    '--vscode-foretrace-predictedForeground': '#d0c4ff', '--vscode-foretrace-unknownForeground': '#ffd866', '--vscode-symbolIcon-variableForeground': '#75beff',
    '--vscode-editorHoverWidget-background': '#0c141f', '--vscode-editorHoverWidget-foreground': '#ffffff', '--vscode-editorHoverWidget-border': '#6fc3df', '--vscode-input-background': '#000000', '--vscode-input-foreground': '#ffffff', '--vscode-settings-textInputBackground': '#000000', '--vscode-settings-textInputForeground': '#ffffff', '--vscode-settings-textInputBorder': '#6fc3df', '--vscode-button-background': '#000000', '--vscode-button-foreground': '#ffffff', '--vscode-button-border': '#6fc3df', '--vscode-button-secondaryForeground': '#ffffff',
  },
};

export interface BrowserPage {
  readonly page: Page;
  /** What the page has said to its host, questions left out. */
  readonly heard: ToHost[];
  /** Errors and violations of the policy. */
  readonly faults: string[];
  tell(m: ToPage): Promise<void>;
  theme(t: Theme): Promise<void>;
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}
type Host = (m: ToHost) => Promise<ToPage | undefined>;

export async function openPage(kind: PageAsked['page'], host: Host): Promise<BrowserPage> {
  const server = createServer((request, response) => {
    const script = request.url === '/webview.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(script ? readFileSync(bundle) : pageHtml({ page: kind, title: 'Foretrace', script: '/webview.js', nonce: 'n0nce', keep: { page: kind } }));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const browser: Browser = await chromium.launch({ executablePath: chrome, headless: true, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  page.setDefaultTimeout(15_000);
  const heard: ToHost[] = [];
  const faults: string[] = [];
  page.on('pageerror', e => void faults.push(e.message));
  page.on('console', m => void (m.type() === 'error' && !m.text().includes('favicon') && faults.push(m.text())));
  const tell = async (m: ToPage): Promise<void> => page.evaluate(`window.postMessage(${JSON.stringify(m)}, '*')`);
  await page.exposeFunction('foretraceHost', async (m: ToHost) => {
    if (m.kind !== 'ask') heard.push(m);
    const answer = await host(m);
    if (answer !== undefined) await tell(answer);
  });
  await page.addInitScript('window.acquireVsCodeApi = () => ({ postMessage: m => void window.foretraceHost(m), getState: () => JSON.parse(sessionStorage.kept ?? "null") ?? undefined, setState: s => { sessionStorage.kept = JSON.stringify(s); } });');
  const theme = (t: Theme): Promise<void> =>
    page.evaluate(`{
      document.body.className = 'vscode-${t === 'contrast' ? 'high-contrast' : t}';
      document.documentElement.removeAttribute('style');
      for (const [k, v] of Object.entries(${JSON.stringify(themes[t])})) document.documentElement.style.setProperty(k, v);
    }`);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await theme('dark');
  return {
    page,
    heard,
    faults,
    tell,
    theme,
    async shot(name) {
      mkdirSync(shots, { recursive: true });
      await page.screenshot({ path: join(shots, `${name}.png`) });
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
