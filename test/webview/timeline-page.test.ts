// The timeline's page in a real browser, over real traces read as the editor's worker reads them: what it shows, asks for, and says; with the mouse, the keyboard, and a
// screen reader's ears; in light, dark and high contrast; and with a million moments.
import { afterEach, describe, expect, it } from 'vitest';
import { memorySource } from '../../extension/headless/debug/frame-source.ts';
import { TraceSide } from '../../extension/headless/editor/trace-side.ts';
import type { About, Ask, ToHost, ToPage } from '../../webview/protocol.ts';
import { longSource, longTrace } from '../support/long-trace.ts';
import { type BrowserPage, missing, openPage } from './browser-page.ts';

if (missing !== undefined) console.warn(`SKIPPED: the timeline's page: ${missing}`);

const lines = longSource.split('\n');
const never = new AbortController().signal;
const read = (length: number, source: 'rehearsal' | 'recording' = 'rehearsal'): Promise<TraceSide> =>
  TraceSide.read({
    source: memorySource(longTrace(length, source), 'test_long'),
    about: source === 'rehearsal' ? 'it ends well' : 'trace 7: passed',
    effects: source === 'rehearsal' ? [{ kind: 'write', what: '/project/out.txt', file: '/project/app.py', line: 3 }] : [],
    linesOf: () => lines,
    show: f => f.replace('/project/', ''),
  });

let p: BrowserPage | undefined;
const asked: Ask[] = [];
afterEach(async () => {
  const { faults } = p ?? { faults: [] };
  await p?.close();
  p = undefined;
  asked.length = 0;
  // The page keeps to its content security policy, and nothing is thrown.
  expect(faults).toEqual([]);
});
async function show(sides: readonly TraceSide[], more: Partial<About> = {}): Promise<BrowserPage> {
  const about: About = { title: 'test_long', sides: sides.map(s => s.told()), debuggable: true, ...more };
  p = await openPage('timeline', async (m: ToHost): Promise<ToPage | undefined> => {
    if (m.kind === 'ready' || m.kind === 'again') return { kind: 'timeline', about };
    if (m.kind !== 'ask') return undefined;
    asked.push(m.ask);
    return { kind: 'answer', id: m.id, answer: await sides[m.ask.side].answer(m.ask, never) };
  });
  await p.page.locator('foretrace-line-table .row .cell >> nth=3').waitFor();
  await p.page.waitForTimeout(150);
  return p;
}
const said = (b: BrowserPage) => b.page.locator('footer [role=status]');
const position = (b: BrowserPage) => b.page.locator('.position');
const pixels = (b: BrowserPage, k = 0): Promise<number> =>
  b.page.evaluate(`(() => {
    const c = document.querySelector('foretrace-timeline').shadowRoot.querySelectorAll('foretrace-call-chart')[${k}].shadowRoot.querySelector('canvas');
    const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
    let n = 0;
    for (let i = 3; i < d.length; i += 4) if (d[i] > 0) n++;
    return n;
  })()`);

describe.skipIf(missing !== undefined)('the timeline’s page', () => {
  it('shows what a test would do, marked as predicted: calls, lines with what they change, values, output, effects', async () => {
    const b = await show([await read(3000)]);
    await b.page.locator('header .predicted', { hasText: 'predicted' }).waitFor();
    const row = b.page.locator('foretrace-line-table .row').nth(3);
    expect((await row.innerText()).replaceAll(/\s+/g, ' ')).toMatch(/4 3 line_3\(\) half = 0/);
    expect(await pixels(b)).toBeGreaterThan(1000);
    await b.page.getByRole('tab', { name: 'Output' }).click();
    await b.page.locator('foretrace-output-list .piece', { hasText: 'at 103' }).click();
    await b.page.locator('foretrace-output-list .piece.later', { hasText: 'at 203' }).waitFor();
    await b.page.getByRole('tab', { name: 'Values' }).click();
    await b.page.locator('foretrace-value-list h3', { hasText: 'deep' }).first().waitFor();
    await b.shot('timeline-dark');
    await b.theme('light');
    await b.page.waitForTimeout(100);
    await b.shot('timeline-light');
    await b.theme('contrast');
    await b.page.waitForTimeout(100);
    await b.shot('timeline-contrast');
    await b.page.getByRole('tab', { name: 'Effects' }).click();
    await b.page.locator('foretrace-effect-list li', { hasText: '/project/out.txt' }).waitFor();
  });
  it('goes with the keyboard line by line, call by call, and to both ends, and says where one is', async () => {
    const b = await show([await read(3000)]);
    await b.page.locator('foretrace-line-table .scroller').focus();
    await b.page.keyboard.press('ArrowDown');
    await b.page.keyboard.press('ArrowDown');
    await said(b).filter({ hasText: 'moment 3, app.py line 2: call of step with n = 0' }).waitFor();
    await b.page.keyboard.press('End');
    await said(b).filter({ hasText: '<module> returns None' }).waitFor();
    await b.page.keyboard.press('Home');
    await position(b).filter({ hasText: /^1 \// }).waitFor();
    await b.page.locator('foretrace-call-chart canvas').focus();
    await b.page.keyboard.press('ArrowDown');
    await position(b).filter({ hasText: /^3 \// }).waitFor();
    await b.page.keyboard.press('ArrowRight');
    await position(b).filter({ hasText: /^8 \// }).waitFor();
    await b.page.keyboard.press('ArrowUp');
    await position(b).filter({ hasText: /^1 \// }).waitFor();
  });
  it('goes from a value to the line that gave it', async () => {
    const b = await show([await read(3000)]);
    await b.tell({ kind: 'go', at: 4 });
    await b.page.locator('foretrace-value-list').getByRole('button', { name: 'half' }).click();
    await position(b).filter({ hasText: /^4 \// }).waitFor();
    await said(b).filter({ hasText: 'line_3(): half = 0' }).waitFor();
  });
  it('searches from anywhere with a slash, and tells when there is nothing', async () => {
    const b = await show([await read(3000)]);
    await b.page.locator('foretrace-line-table .scroller').focus();
    await b.page.keyboard.press('/');
    await b.page.keyboard.type('deep');
    await b.page.keyboard.press('Enter');
    await said(b).filter({ hasText: 'call of deep' }).waitFor();
    await b.page.keyboard.press('Control+A');
    await b.page.keyboard.type('nowhere');
    await b.page.keyboard.press('Enter');
    await said(b).filter({ hasText: '"nowhere" is not in this trace' }).waitFor();
  });
  it('leads to the source from a line and from a call, and into the debugger at that moment', async () => {
    const b = await show([await read(3000)]);
    await b.page.locator('foretrace-line-table .row').nth(4).click();
    await b.page.locator('foretrace-call-chart canvas').click({ position: { x: 300, y: 9 } });
    await b.page.locator('vscode-button', { hasText: 'Debug From Here' }).click();
    await b.page.waitForTimeout(200);
    const told = b.heard.filter(m => m.kind !== 'ready');
    expect(told[0]).toEqual({ kind: 'source', file: '/project/app.py', line: 4, focus: false });
    expect(told[1]).toMatchObject({ kind: 'source', file: '/project/app.py', line: 1 });
    expect(told.at(-1)).toEqual({ kind: 'debug', side: 0, at: 0 });
  });
  it('zooms with the wheel and the keys, and asks for what comes into sight', async () => {
    const b = await show([await read(20_000)]);
    const charts = (): Extract<Ask, { kind: 'chart' }>[] => asked.filter(a => a.kind === 'chart');
    expect(charts().at(-1)).toMatchObject({ from: 0, top: 0 });
    await b.page.locator('foretrace-call-chart canvas').focus();
    for (let n = 0; n < 6; n++) await b.page.keyboard.press('+');
    await b.page.waitForTimeout(300);
    const close = charts().at(-1)!;
    expect(close.to - close.from).toBeLessThan(2000);
    await b.page.keyboard.press('0');
    await b.page.waitForTimeout(300);
    expect(charts().at(-1)!.to).toBeGreaterThan(19_000);
  });
  it('shows a prediction beside its recording, from where they part', async () => {
    const b = await show([await read(3000), await read(3000, 'recording')], { divergence: { at: 203, values: [{ name: 'half', left: '16.5', right: '17' }] } });
    await b.page.locator('.notice', { hasText: 'They part at moment 204' }).waitFor();
    await position(b).filter({ hasText: /^204 \// }).waitFor();
    expect(await b.page.locator('foretrace-line-table .row.parting .cell').count()).toBe(2);
    expect(await pixels(b, 1)).toBeGreaterThan(1000);
    await b.page.locator('foretrace-value-list').nth(1).locator('h3').first().waitFor();
    await b.shot('compared-dark');
    await b.theme('contrast');
    await b.page.waitForTimeout(100);
    await b.shot('compared-contrast');
  });
  it('follows a debug session, tells that the code was edited, and that a trace cannot be made', async () => {
    const b = await show([await read(3000)]);
    await b.tell({ kind: 'go', at: 41 });
    await position(b).filter({ hasText: /^42 \// }).waitFor();
    await b.tell({ kind: 'stale' });
    await b.page.locator('.notice', { hasText: 'The code was edited since' }).getByRole('button').click();
    await b.page.locator('.notice').waitFor({ state: 'detached' });
    expect(b.heard.at(-1)).toEqual({ kind: 'again' });
    await b.tell({ kind: 'failed', say: 'no test is named so' });
    await b.page.getByRole('alert').filter({ hasText: 'no test is named so' }).waitFor();
  });
  it('stands at the same moment when it is loaded anew, and keeps what brings it back', async () => {
    const b = await show([await read(3000)]);
    await b.tell({ kind: 'go', at: 41 });
    await position(b).filter({ hasText: /^42 \// }).waitFor();
    await b.page.reload();
    await position(b).filter({ hasText: /^42 \// }).waitFor();
    expect(JSON.parse(await b.page.evaluate('sessionStorage.kept'))).toEqual({ kept: { page: 'timeline' }, title: 'test_long', at: 41 });
  });
  it('takes no message that is not of the protocol', async () => {
    const b = await show([await read(3000)]);
    for (const m of [{ kind: 'go', at: -1 }, { kind: 'go', at: 'x' }, { kind: 'timeline' }, 'go', null]) await b.page.evaluate(`window.postMessage(${JSON.stringify(m)}, '*')`);
    await b.page.waitForTimeout(100);
    await position(b).filter({ hasText: /^1 \// }).waitFor();
  });
  it('scrubs and scrolls through a million moments without holding them', async () => {
    const b = await show([await read(1_000_000)]);
    const scroller = b.page.locator('foretrace-line-table .scroller');
    const times: number[] = [];
    for (let k = 1; k <= 20; k++) {
      const at = Math.floor((k * 997_331) % 999_000);
      const from = performance.now();
      await b.tell({ kind: 'go', at });
      await said(b).filter({ hasText: `moment ${at + 1},` }).waitFor();
      times.push(performance.now() - from);
    }
    times.sort((x, y) => x - y);
    const frames: number[] = await b.page.evaluate(`new Promise(done => {
      const page = document.querySelector('foretrace-timeline').shadowRoot;
      const scroller = page.querySelector('foretrace-line-table').shadowRoot.querySelector('.scroller');
      const canvas = page.querySelector('foretrace-call-chart').shadowRoot.querySelector('canvas');
      const out = []; let last = performance.now(); let n = 0;
      const go = () => { const now = performance.now(); out.push(now - last); last = now;
        if (n++ === 120) return done(out.slice(1));
        scroller.scrollTop += 2000;
        canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: n < 60 ? -60 : 60, clientX: 400, bubbles: true, cancelable: true }));
        requestAnimationFrame(go); };
      requestAnimationFrame(go);
    })`);
    frames.sort((x, y) => x - y);
    const memory: number = await b.page.evaluate('performance.memory?.usedJSHeapSize ?? 0');
    console.log(`a million moments in the page: ${Math.round(times[10])} ms to a moment, frames p50 ${frames[60].toFixed(0)} ms p95 ${frames[114].toFixed(0)} ms, heap ${(memory / 1e6).toFixed(0)} MB`);
    expect(times[10]).toBeLessThan(1000);
    expect(frames[60]).toBeLessThan(100);
    expect(memory).toBeLessThan(60e6);
    expect(await b.page.locator('foretrace-line-table .row').count()).toBeLessThan(100);
    await b.shot('timeline-million');
    await scroller.focus();
    await b.page.keyboard.press('End');
    await said(b).filter({ hasText: '<module> returns None' }).waitFor();
  });
});
