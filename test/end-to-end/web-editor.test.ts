// The extension where there are no processes: the same workbench has it run in the browser's own extension host, which knows the folder only by the editor's file system.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineEnds, lineOfStop, orders, status, testIcon, timeline, until } from './sights.ts';
import { installed, missing, openWorkbench, type Workbench } from './workbench.ts';

const minutes = 60_000;

describe.skipIf(missing !== undefined)('in an editor that is a page in a browser', () => {
  let w: Workbench;
  let folder: string;
  let extensions: string;
  beforeAll(async () => {
    extensions = installed();
    folder = orders();
    w = await openWorkbench({
      folder,
      file: join(folder, 'orders/basket.py'),
      extensions,
      settings: { 'remote.extensionKind': { 'foretrace.foretrace': ['web'] }, 'workbench.colorTheme': 'Default Light Modern' },
    });
  }, 5 * minutes);
  afterAll(async () => {
    await w?.close();
    for (const f of [folder, extensions]) if (f !== undefined) rmSync(f, { recursive: true, force: true });
  });

  it('the tests are forecast when the folder is opened', async () => {
    await status(w, '43 pass');
    await w.command('Testing: Focus on Test Explorer View');
    await testIcon(w, 'tests/test_basket.py', 'passed');
    await w.shot('web-1-opened');
  });
  it('values are predicted at line ends', async () => {
    await w.open('orders/basket.py');
    await w.goTo(53);
    const texts = await until(() => lineEnds(w), t => t.some(x => x.includes('returns Counter')), 'no values at line ends');
    expect(texts.join('\n')).toContain("tag = 'drink' │ 'gift' │ 'ware'");
  });
  it('a bug that is typed shows as a failure, and its way leads to the source', async () => {
    await w.page.keyboard.type(' + 1');
    await status(w, /1 would fail · 42 pass/);
    await testIcon(w, 'tests/test_basket.py', 'failed');
    await w.command('Problems: Focus on Problems View');
    const problem = w.page.locator('.markers-panel .monaco-list-row', { hasText: 'would fail: AssertionError' }).first();
    await problem.waitFor();
    await w.shot('web-2-bug-typed');
    await w.command('Foretrace: Show What the Tests Would Do');
    await w.page.locator('.quick-input-list .monaco-list-row', { hasText: 'test_tags_are_counted_by_quantity' }).first().waitFor();
    await w.page.keyboard.press('Enter');
    await w.page.locator('.tab.active', { hasText: 'test_basket.py' }).waitFor();
  });
  it('the debugger steps through the failing test, and back', async () => {
    await w.goTo(15);
    await w.command('View: Show Run and Debug');
    await w.command('Foretrace: Rehearse This Test in the Debugger');
    await w.page.locator('.debug-toolbar').waitFor();
    const first = await until(() => lineOfStop(w), l => l !== '', 'it did not stop');
    await w.page.keyboard.press('F10');
    const second = await until(() => lineOfStop(w), l => l !== '' && l !== first, 'it did not step');
    // It begins in a fixture, whose source the editor has found.
    await w.page.locator('.tab.active', { hasText: 'conftest.py' }).waitFor();
    await w.page.locator('.codicon-debug-stackframe').first().waitFor();
    await w.shot('web-3-stepped');
    await w.page.locator('.debug-toolbar .codicon-debug-step-back').click();
    expect(await until(() => lineOfStop(w), l => l === first, `it did not step back from ${second}`)).toBe(first);
    await w.page.locator('.debug-toolbar .codicon-debug-stop').click();
    await w.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });
  it('the timeline of the failing test is drawn', async () => {
    await w.open('tests/test_basket.py');
    await w.goTo(15);
    await w.command('Foretrace: Show Trace Timeline');
    await timeline(w).locator('foretrace-line-table .row.here', { hasText: 'AssertionError' }).waitFor();
    await w.shot('web-4-timeline');
    await w.page.locator('.tab', { hasText: 'Timeline:' }).first().click({ button: 'middle' });
  });
  it('what is saved, and what changes behind the editor, is seen', async () => {
    await w.open('orders/basket.py');
    await w.command('File: Save All Files').catch(() => w.page.keyboard.press('Control+S'));
    const file = join(folder, 'orders/basket.py');
    await until(async () => readFileSync(file, 'utf8').includes(' + 1'), Boolean, 'it was not saved');
    await status(w, /1 would fail · 42 pass/);
    writeFileSync(file, readFileSync(file, 'utf8').replace(' + 1', ''));
    await status(w, /^43 pass|\s43 pass/);
  });
  it('what needs a machine is not offered', async () => {
    await w.page.keyboard.press('F1');
    await w.page.locator('.quick-input-widget .quick-input-filter input').fill('>Foretrace: Show');
    const rows = w.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'Show Trace Timeline' }).first().waitFor();
    expect(await rows.filter({ hasText: 'Show How Forecasts Fared' }).count()).toBe(0);
    await w.page.keyboard.press('Escape');
  });
}, 10 * minutes);
