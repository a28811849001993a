// A person's walk through the extension in a real VS Code, installed from its .vsix: a bug is typed, the predicted failure shows everywhere, it is undone and goes; the
// debugger steps through what has not run, and back; a workspace that is not trusted is forecast but not run.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../trace-collector/store/store.ts';
import { lineEnds, lineOfStop, orders, status, testIcon, timeline, until } from './sights.ts';
import { installDebugger, installed, missing, openWorkbench, python, root, type Workbench } from './workbench.ts';

if (missing !== undefined) console.warn(`SKIPPED: the walk through a real editor: ${missing}`);

const minutes = 60_000;
const hasGit = spawnSync('git', ['--version']).status === 0;
let extensions: string;
beforeAll(() => {
  if (missing === undefined) extensions = installed();
}, 5 * minutes);
afterAll(() => {
  if (extensions !== undefined) rmSync(extensions, { recursive: true, force: true });
});

describe.skipIf(missing !== undefined)('in a real editor', () => {
  describe('in a workspace that is trusted', () => {
    let w: Workbench;
    let folder: string;
    beforeAll(async () => {
      folder = orders();
      w = await openWorkbench({
        folder,
        file: join(folder, 'orders/basket.py'),
        extensions,
        settings: { 'workbench.colorTheme': 'Default Dark Modern' },
      });
    }, 5 * minutes);
    afterAll(async () => {
      await w?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('the tests are forecast when the folder is opened', async () => {
      await status(w, '43 pass');
      await w.command('Testing: Focus on Test Explorer View');
      await testIcon(w, 'tests/test_basket.py', 'passed');
      await w.shot('1-opened');
    });
    it('values are predicted at the line ends of the function under the cursor', async () => {
      await w.open('orders/basket.py');
      await w.goTo(53);
      const texts = await until(() => lineEnds(w), t => t.some(x => x.includes('returns Counter')), 'no values at line ends');
      expect(texts.join('\n')).toContain("tag = 'drink' │ 'gift' │ 'ware'");
      await w.page.locator('.codelens-decoration', { hasText: 'predicted with test_basket.py::test_tags_are_counted_by_quantity' }).waitFor();
      await w.shot('2-inline');
    });
    it('a value is told in full on hover, as a prediction', async () => {
      await w.command('Show or Focus Hover');
      await w.page.locator('.monaco-hover', { hasText: /Predicted\sby\sForetrace/ }).first().waitFor();
      await w.shot('2-hover');
      await w.page.keyboard.press('Escape');
      await w.goTo(53);
    });
    it('a bug that is typed shows as a failure in the status bar, the Problems and the Testing view', async () => {
      await w.page.keyboard.type(' + 1');
      await status(w, /1 would fail · 42 pass/);
      await until(() => lineEnds(w), t => t.some(x => x.includes("'drink': 5")), 'the values did not follow the edit');
      await testIcon(w, 'tests/test_basket.py', 'failed');
      await w.command('Problems: Focus on Problems View');
      await w.page.locator('.markers-panel .monaco-list-row', { hasText: 'would fail: AssertionError' }).first().waitFor();
      await w.shot('3-bug-typed');
    });
    it('the failing test has its mark, its message and its forecast', async () => {
      await w.open('tests/test_basket.py');
      await w.page.locator('.codelens-decoration', { hasText: 'would fail' }).waitFor();
      await w.page.locator('.editor-instance .codicon-testing-failed-icon').first().waitFor();
      await w.goTo(15);
      await w.shot('4-failing-test');
    });
    it('the debugger steps through it, unsaved as it is, and back', async () => {
      await w.command('View: Show Run and Debug');
      await w.command('Foretrace: Rehearse This Test in the Debugger');
      await w.page.locator('.debug-toolbar').waitFor();
      const at = (): Promise<string> => lineOfStop(w);
      const first = await until(at, l => l !== '', 'it did not stop');
      await w.page.keyboard.press('F10');
      const second = await until(at, l => l !== '' && l !== first, 'it did not step');
      await w.shot('5-stepped');
      await w.page.locator('.debug-toolbar .codicon-debug-step-back').click();
      expect(await until(at, l => l === first, `it did not step back from ${second}`)).toBe(first);
      await w.shot('6-stepped-back');
      await w.page.locator('.debug-toolbar .codicon-debug-stop').click();
      await w.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    });
    it('the list behind the status bar leads to the failing assertion', async () => {
      await w.command('Foretrace: Show What the Tests Would Do');
      await w.page.locator('.quick-input-list .monaco-list-row', { hasText: 'test_tags_are_counted_by_quantity' }).first().waitFor();
      await w.shot('7-list');
      await w.page.keyboard.press('Enter');
      await w.page.locator('.tab.active', { hasText: 'test_basket.py' }).waitFor();
    });
    it('the timeline of the failing test shows all that it would do, beside the source', async () => {
      await w.open('tests/test_basket.py');
      await w.goTo(15);
      await w.command('Foretrace: Show Trace Timeline');
      const page = timeline(w);
      await page.locator('header .predicted', { hasText: 'predicted' }).waitFor();
      await page.locator('header', { hasText: 'AssertionError' }).waitFor();
      // It begins where the failure is.
      await page.locator('foretrace-line-table .row.here', { hasText: 'AssertionError' }).waitFor();
      await w.shot('6-timeline');
      const search = page.locator('vscode-textfield input');
      await search.fill('counts');
      await search.press('Shift+Enter');
      await page.locator('footer [role=status]', { hasText: 'counts' }).waitFor();
      await page.locator('foretrace-line-table .row.here').dblclick();
      await w.page.locator('.tab.active', { hasText: 'basket.py' }).first().waitFor();
      await w.shot('6-timeline-source');
    });
    it('goes on in the debugger from where one stands in the timeline, and follows its steps', async () => {
      const page = timeline(w);
      await page.locator('vscode-button', { hasText: 'Debug From Here' }).click();
      await w.page.locator('.debug-toolbar').waitFor();
      const at = (): Promise<string> => lineOfStop(w);
      const first = await until(at, l => l !== '', 'it did not stop');
      expect(Number(first)).toBeGreaterThan(40);
      await w.command('Foretrace: Show Timeline of This Session');
      await until(async () => w.page.locator('.tab', { hasText: 'Timeline:' }).count(), n => n === 2, 'no timeline of the session');
      const moment = (): Promise<string> => timeline(w).locator('.position').innerText();
      const stood = await until(moment, t => /\d/.test(t), 'the timeline of the session is empty');
      await w.page.locator('.debug-toolbar .codicon-debug-step-back').click();
      await until(at, l => l !== '' && l !== first, 'it did not step back');
      await until(moment, t => t !== stood, 'the timeline did not follow');
      await w.shot('6-timeline-session');
      await w.page.locator('.debug-toolbar .codicon-debug-stop').click();
      await w.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      for (let n = 0; n < 2; n++) {
        await w.page.locator('.tab', { hasText: 'Timeline:' }).first().click({ button: 'middle' });
      }
      await w.page.locator('.tab', { hasText: 'Timeline:' }).first().waitFor({ state: 'detached' });
    });
    it('when it is undone, all of it goes', async () => {
      await w.open('orders/basket.py');
      await w.goTo(53);
      for (let n = 0; n < 4; n++) await w.page.keyboard.press('Backspace');
      await status(w, /^43 pass|\s43 pass/);
      await w.command('Testing: Focus on Test Explorer View');
      await testIcon(w, 'tests/test_basket.py', 'passed');
      await w.page.locator('.markers-panel .monaco-list-row').first().waitFor({ state: 'detached' });
      await w.shot('8-undone');
    });
    it('while a file does not parse, the forecast from before stays', async () => {
      await w.open('orders/basket.py');
      await w.goTo(50);
      await w.page.keyboard.press('Backspace');
      await w.page.locator('.statusbar-item .codicon-edit').waitFor();
      await status(w, '43 pass');
      await w.page.keyboard.type(')');
      await w.page.locator('.statusbar-item .codicon-beaker').first().waitFor();
    });
    it.skipIf(python === undefined)('the tests are run for real only when that is asked for, and held against their forecasts', async () => {
      expect(existsSync(join(folder, '.foretrace'))).toBe(false);
      await w.command('File: Save All Files').catch(() => w.page.keyboard.press('Control+S'));
      await w.command('Testing: Focus on Test Explorer View');
      await w.menu(w.page.locator('.test-explorer .monaco-list-row', { hasText: 'tests/test_basket.py' }), 'Execute Using Profile');
      await w.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Verify' }).first().click();
      await until(async () => existsSync(join(folder, '.foretrace/traces.db')), Boolean, 'nothing was recorded');
      await w.page.locator('.test-explorer .monaco-list-row', { hasText: 'tests/test_basket.py' }).locator('.monaco-tl-twistie').click();
      await w.page.locator('.test-explorer .monaco-list-row', { hasText: 'verified' }).first().waitFor();
      await w.shot('9-verified');
    });
    it.skipIf(python === undefined)('prediction and recording of a test are shown side by side, from the Testing view, in high contrast too', async () => {
      const row = w.page.locator('.test-explorer .monaco-list-row', { hasText: 'test_tags_are_counted_by_quantity' });
      await w.menu(row, 'Show Predicted Against Recorded');
      const page = timeline(w);
      await page.locator('.notice', { hasText: 'the same, moment by moment' }).waitFor();
      expect(await page.locator('foretrace-call-chart').count()).toBe(2);
      await w.shot('15-compared');
      await w.command('Preferences: Color Theme');
      await w.page.locator('.quick-input-widget .quick-input-filter input').fill('Dark High Contrast');
      await w.page.keyboard.press('Enter');
      const border = (): Promise<string> => page.locator('.position').evaluate('getComputedStyle(document.documentElement).getPropertyValue("--vscode-contrastBorder")');
      await until(border, t => t.trim() !== '', 'the theme did not change');
      await w.page.waitForTimeout(500);
      await w.shot('15-compared-contrast');
      await w.page.locator('.tab', { hasText: 'Timeline:' }).first().click({ button: 'middle' });
    });
    it.skipIf(python === undefined)('a recorded call is an example of its function, told as recorded', async () => {
      await w.open('orders/basket.py');
      await w.goTo(53);
      await w.page.locator('.codelens-decoration a', { hasText: 'predicted with' }).click();
      await w.page.locator('.quick-input-list .monaco-list-row', { hasText: 'recorded in trace' }).first().click();
      await w.page.locator('.codelens-decoration', { hasText: '● recorded:' }).waitFor();
      await w.shot('16-recorded-values');
      await w.page.locator('.codelens-decoration a', { hasText: 'unpin' }).click();
      await w.page.locator('.codelens-decoration', { hasText: 'predicted with' }).waitFor();
    });
    it('one turn of a loop can be shown by itself', async () => {
      await w.goTo(53);
      await w.command('Foretrace: Show the Next Turn of This Loop');
      await w.page.locator('.codelens-decoration', { hasText: '↻ turn 1 of' }).first().waitFor();
      await w.shot('17-turn');
    });
    it('the walkthrough opens with its four steps', async () => {
      await w.command('Welcome: Open Walkthrough...');
      await w.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Before It Runs' }).first().click();
      await w.page.locator('.getting-started-step', { hasText: 'See which tests would fail' }).first().waitFor();
      expect(await w.page.locator('.getting-started-step').count()).toBe(4);
      await w.shot('18-walkthrough');
    });
  }, 10 * minutes);

  describe.skipIf(!hasGit)('in a repository', () => {
    let w: Workbench;
    let folder: string;
    const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder });
    beforeAll(async () => {
      folder = orders();
      git('init', '-q');
      git('add', '.');
      git('commit', '-qm', 'first');
      w = await openWorkbench({ folder, file: join(folder, 'orders/basket.py'), extensions, settings: { 'git.enabled': true, 'workbench.colorTheme': 'Default Light Modern' } });
    }, 5 * minutes);
    afterAll(async () => {
      await w?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('an edit that no test minds shows which calls come out otherwise, above the function and in a view', async () => {
      await status(w, '43 pass');
      await w.goTo(19);
      for (let n = 0; n < 2; n++) await w.page.keyboard.press('Backspace');
      await w.page.keyboard.type('!")');
      await w.page.locator('.codelens-decoration', { hasText: 'no test says so' }).first().waitFor();
      await w.command('Foretrace: Show Behaviour Changes of This Edit');
      await w.page.locator('.monaco-list-row', { hasText: 'Line.__post_init__' }).first().waitFor();
      await w.page.locator('.monaco-list-row', { hasText: /not 0!.*, was/ }).first().waitFor();
      await w.shot('12-behaviour');
    });
    it('the staged changes are forecast from the source control view, and the report can be read', async () => {
      await w.command('File: Save All Files').catch(() => w.page.keyboard.press('Control+S'));
      const file = join(folder, 'orders/basket.py');
      const good = await until(async () => readFileSync(file, 'utf8'), t => t.includes('{self.quantity}!")'), 'it was not saved');
      writeFileSync(file, good.replace('counts[tag] += line.quantity', 'counts[tag] += 1'));
      git('add', '.');
      writeFileSync(file, good);
      await w.page.locator('.activitybar .codicon-source-control-view-icon').click();
      const button = w.page.locator('.scm-view .codicon-beaker, .pane-header .codicon-beaker, .title-actions .codicon-beaker').first();
      await button.waitFor();
      await button.click();
      const notice = w.page.locator('.notifications-center .notification-list-item', { hasText: 'Staged changes, predicted: 1 test would break' });
      for (let n = 0; (await notice.count()) === 0 && n < 20; n++) {
        await w.page.waitForTimeout(1000);
        await w.command('Notifications: Show Notifications');
      }
      await w.shot('13-staged');
      await notice.locator('.monaco-button', { hasText: 'Read the Report' }).click();
      await w.page.locator('.tab.active', { hasText: 'Staged changes.txt' }).waitFor();
      await w.page.locator('.view-line', { hasText: /test_tags_are_counted_by_quantity/ }).first().waitFor();
      await w.shot('13-staged-report');
    });
    it('the calibration page says how to come to judged forecasts', async () => {
      await w.command('Foretrace: Show How Forecasts Fared');
      const page = w.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame').locator('foretrace-calibration');
      await page.locator('p', { hasText: 'No forecast has been judged yet' }).waitFor();
      await w.shot('14-calibration');
    });
    it('the timeline and the calibration page are there again when the window is loaded anew', async () => {
      await w.open('tests/test_basket.py');
      await w.goTo(15);
      await w.command('Foretrace: Show Trace Timeline');
      const table = timeline(w).locator('foretrace-line-table');
      await table.locator('.row.here').waitFor();
      // The editor in a browser writes down what is open every five seconds, for it cannot when it is closed.
      await w.page.waitForTimeout(6000);
      // The address that the walk began with names a file to open, and then the editor restores nothing else.
      const anew = new URL(w.page.url());
      anew.searchParams.set('folder', folder);
      anew.searchParams.set('payload', JSON.stringify([['skipWelcome', 'true']]));
      await w.page.goto(anew.href, { waitUntil: 'commit' });
      const tab = (title: string) => w.page.locator('.tab', { hasText: title });
      await tab('Calibration:').waitFor();
      await tab('Timeline:').click();
      await table.locator('.row.here').waitFor();
      await w.shot('19-loaded-anew');
      await tab('Calibration:').click();
      const page = w.page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame').locator('foretrace-calibration');
      await page.locator('p', { hasText: 'No forecast has been judged yet' }).waitFor();
    });
  }, 10 * minutes);

  it("what a person sees in another debugger's session is kept, where the setting says so", { timeout: 5 * minutes }, async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'foretrace-debugged-')));
    const program = join(folder, 'program.x');
    writeFileSync(program, 'one\ntwo\nthree\n\n\n\n\nin f\nin f still\n');
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/launch.json'), JSON.stringify({ version: '0.2.0', configurations: [{ type: 'scripted', request: 'launch', name: 'a program of another language' }] }));
    installDebugger(extensions, 'scripted', [process.execPath, join(root, 'test/support/fake-adapter.mjs'), 'well', '9', program]);
    const w = await openWorkbench({ folder, file: program, extensions, settings: { 'foretrace.debug.keepSessions': true } });
    try {
      await w.command('View: Show Run and Debug');
      await w.command('Debug: Start Debugging');
      await w.page.locator('.debug-toolbar').waitFor();
      for (const [n, line] of ['1', '2', '8', '9'].entries()) {
        const at = (): Promise<string> => lineOfStop(w);
        await until(at, l => l === line, `it did not come to line ${line}`);
        // What the editor has not shown by then was not seen.
        await w.page.locator('.debug-view-content .monaco-list-row', { hasText: new RegExp(`^n\\W*${n}$`) }).first().waitFor();
        if (line === '9') await w.shot('19-another-debugger');
        await w.page.keyboard.press('F11');
      }
      await w.page.locator('.debug-toolbar .codicon-debug-stop').click();
      await w.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      const path = join(folder, '.foretrace/traces.db');
      await until(async () => existsSync(path), there => there, 'no store was made');
      const store = openStore(path);
      try {
        const [kept] = await until(async () => store.traces(), t => t.length === 1, 'no trace was kept');
        expect(kept).toMatchObject({ title: 'a program of another language', semantics: 'stops' });
        const trace = store.open(kept.id)!.whole();
        expect(trace.frames.slice(0, 5).map(f => `${f.event} ${trace.codes[f.code].function}:${f.line}`)).toEqual(['call main:1', 'line main:1', 'line main:2', 'call f:8', 'line f:8']);
        expect(trace.frames[3].changed).toMatchObject({ n: '2' });
      } finally {
        store.close();
      }
    } finally {
      await w.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  describe('inside the extension host', () => {
    it('failures come and go as diagnostics, soon, and the host is not kept waiting', async () => {
      const folder = orders();
      const module = join(folder, '../', `foretrace-in-host-${process.pid}.cjs`);
      const results = `${module}.json`;
      await build({ entryPoints: [join(root, 'test/end-to-end/in-host.ts')], outfile: module, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], logLevel: 'warning' });
      const none = mkdtempSync(join(tmpdir(), 'foretrace-none-'));
      const w = await openWorkbench({ folder, file: folder, extensions: none, tests: { module, results } });
      try {
        const code = await Promise.race([w.exit, new Promise<number>(r => setTimeout(() => r(-1), 3 * minutes).unref())]);
        const told = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : w.logs().filter(l => !l.includes('reconnection')).slice(-30).map(l => l.slice(0, 400));
        console.log('in the host:', told);
        expect({ code, told }).toMatchObject({ code: 0 });
        // Ten times what is aimed at: the machine may be busy, and only an order of magnitude is a fault.
        expect(told.editsToProblemsP50Ms).toBeLessThan(500);
        expect(told.activationMs).toBeLessThan(500);
      } finally {
        await w.shot('11-in-host').catch(() => {});
        await w.close();
        for (const f of [folder, module, results, none]) rmSync(f, { recursive: true, force: true });
      }
    });
  }, 10 * minutes);

  describe('in a workspace that is not trusted', () => {
    let w: Workbench;
    let folder: string;
    beforeAll(async () => {
      folder = orders();
      w = await openWorkbench({ folder, file: join(folder, 'orders/basket.py'), extensions, untrusted: true });
    }, 5 * minutes);
    afterAll(async () => {
      await w?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('forecasts work, and nothing offers to run the tests', async () => {
      await status(w, '43 pass');
      await status(w, 'Restricted Mode');
      await w.goTo(53);
      await until(() => lineEnds(w), t => t.some(x => x.includes('returns Counter')), 'no values at line ends');
      await w.command('Testing: Focus on Test Explorer View');
      await testIcon(w, 'tests/test_basket.py', 'passed');
      await w.page.locator('.test-explorer .monaco-list-row', { hasText: 'tests/test_basket.py' }).click({ button: 'right' });
      await w.page.locator('.monaco-menu .action-label', { hasText: /Run Test|Execute/ }).first().waitFor();
      await w.shot('10-untrusted');
      const menu = w.page.locator('.monaco-menu .action-label', { hasText: 'Execute Using Profile' });
      if ((await menu.count()) > 0) {
        await menu.click();
        const offered = await w.page.locator('.quick-input-list .monaco-list-row').allInnerTexts().catch(() => []);
        expect(offered.join(' ')).not.toMatch(/Record|Verify/);
      }
      await w.page.keyboard.press('Escape');
      expect(existsSync(join(folder, '.foretrace'))).toBe(false);
    });
  }, 10 * minutes);
});
