// Where a person looks in the workbench, for walks through it.
import { cpSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, type Workbench } from './workbench.ts';

/** A copy of the example, to be spoilt. */
export const orders = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-orders-')));
  cpSync(join(root, 'examples/orders'), folder, { recursive: true });
  return folder;
};
/** Text that hangs at line ends: decorations are not in the DOM's text. */
export const lineEnds = (w: Workbench): Promise<string[]> =>
  w.page.evaluate(
    "[...document.querySelectorAll('.editor-instance .view-line span')].map(e => getComputedStyle(e, '::after').content.replaceAll('\\u00a0', ' ')).filter(t => t.includes('⟡'))",
  );
export const until = async <T>(ask: () => Promise<T>, right: (t: T) => boolean, what: string): Promise<T> => {
  for (let n = 0; ; n++) {
    const t = await ask();
    if (right(t)) return t;
    if (n > 300) throw new Error(`${what}: ${JSON.stringify(t)}`);
    await new Promise(r => setTimeout(r, 100));
  }
};
export const status = (w: Workbench, text: string | RegExp) => w.page.locator('.statusbar-item', { hasText: text }).first().waitFor();
/** The page inside the webview that is shown. */
export const timeline = (w: Workbench) => w.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame').locator('foretrace-timeline');
export const testIcon = (w: Workbench, row: string, state: 'passed' | 'failed') =>
  w.page.locator('.test-explorer .monaco-list-row', { hasText: row }).locator(`.codicon-testing-${state}-icon`).first().waitFor();
/** The line on which the debugger stands, as the call stack shows it; empty where it does not. */
export const lineOfStop = (w: Workbench): Promise<string> =>
  w.page.evaluate("document.querySelector('.debug-call-stack .stack-frame .line-number')?.textContent?.split(':')[0] ?? ''");
