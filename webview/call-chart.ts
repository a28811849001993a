// The calls of one side over time, as a picture of nested bars: wider for more moments, deeper for deeper calls. It draws the boxes that it is given; those of the next
// view may still be on their way.
import { css, html, type PropertyValues } from 'lit';
import { boxAt, boxesOf, fitting, hit, hueOf, levelHeight, momentOf, pixelOf } from './chart-layout.ts';
import { look } from './look.ts';
import type { Step } from './protocol.ts';
import { TimelineElement } from './timeline-element.ts';

const palette = ['--vscode-charts-blue', '--vscode-charts-green', '--vscode-charts-orange', '--vscode-charts-purple', '--vscode-charts-yellow'];
const ways: Readonly<Record<string, Step>> = { ArrowUp: 'caller', ArrowDown: 'callee', ArrowLeft: 'previousCall', ArrowRight: 'nextCall' };

export class CallChart extends TimelineElement {
  static override properties = { ...TimelineElement.properties, side: { type: Number }, hovered: { state: true } };
  static override styles = [
    look,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 54px;
        overflow: hidden;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        cursor: crosshair;
      }
      .tip {
        position: absolute;
        right: 4px;
        bottom: 2px;
        max-width: 70%;
        padding: 1px 6px;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
        pointer-events: none;
        color: var(--vscode-editorHoverWidget-foreground);
        background: var(--vscode-editorHoverWidget-background);
        border: 1px solid var(--vscode-editorHoverWidget-border, transparent);
      }
    `,
  ];
  declare side: number;
  declare hovered: string;
  private dragged: { readonly x: number; readonly from: number; moved: boolean } | undefined;
  private readonly sized = new ResizeObserver(() => this.resized());
  private readonly themed = new MutationObserver(() => this.draw());

  constructor() {
    super();
    this.side = 0;
    this.hovered = '';
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.sized.observe(this);
    // The editor puts a new theme's colours into the root's style.
    for (const e of [document.documentElement, document.body]) this.themed.observe(e, { attributes: true, attributeFilter: ['style', 'class'] });
  }
  override disconnectedCallback(): void {
    this.sized.disconnect();
    this.themed.disconnect();
    super.disconnectedCallback();
  }
  override render() {
    const name = this.state.about?.sides[this.side]?.kind ?? '';
    return html`<canvas
        tabindex="0"
        role="application"
        aria-roledescription="call chart"
        aria-label="Calls over time, ${name}. Arrow up and down go to the caller and the callee, left and right to the calls beside it, plus and minus zoom, zero shows all."
        @keydown=${this.key}
        @wheel=${this.wheel}
        @pointerdown=${this.down}
        @pointermove=${this.move}
        @pointerup=${this.up}
        @pointerleave=${() => (this.hovered = '')}
        @dblclick=${this.zoomIn}
      ></canvas>
      ${this.hovered === '' ? '' : html`<div class="tip">${this.hovered}</div>`}`;
  }
  override updated(before: PropertyValues<this>): void {
    if (before.has('side') || this.changed(before, 'view', 'charts', 'at', 'chart', 'about', 'search', 'side')) this.draw();
  }

  private get canvas(): HTMLCanvasElement | null {
    return this.renderRoot.querySelector('canvas');
  }
  private resized(): void {
    if (this.side === 0) this.act({ kind: 'chartSize', width: Math.round(this.clientWidth), levels: Math.max(1, Math.floor(this.clientHeight / levelHeight)) });
    this.draw();
  }

  private draw(): void {
    const { canvas } = this;
    const context = canvas?.getContext('2d');
    if (canvas === null || context === null || context === undefined || this.clientWidth === 0) return;
    const [width, height] = [this.clientWidth, this.clientHeight];
    const scale = window.devicePixelRatio;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    context.scale(scale, scale);
    const style = getComputedStyle(this);
    const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
    const text = colour('--vscode-editor-foreground', '#888');
    const contrast = colour('--vscode-contrastBorder', '');
    const colours = palette.map(p => colour(p, '#5588cc'));
    const wrong = colour('--vscode-charts-red', '#cc4444');
    const { view, at, about, search, divergence } = { ...this.state, divergence: this.state.about?.divergence };
    context.clearRect(0, 0, width, height);
    context.font = `12px ${colour('--vscode-editor-font-family', 'monospace')}`;
    context.textBaseline = 'middle';
    const letter = context.measureText('m').width;
    const held = this.state.charts[this.side];
    const codes = about?.sides[this.side]?.codes ?? [];
    const top = this.state.chart.tops[this.side];
    for (let k = 0; held !== undefined && k < boxesOf(held.boxes); k++) {
      const b = boxAt(held.boxes, k);
      const from = Math.max(-2, pixelOf(b.from, view, width));
      const to = Math.min(width + 2, pixelOf(b.to, view, width));
      if (to < 0 || from > width) continue;
      const [x, y, w, h] = [from, (b.level - top) * levelHeight, Math.max(1, to - from - (to - from > 4 ? 1 : 0)), levelHeight - 1];
      const code = codes[b.code];
      const found = search !== '' && (code?.function.toLowerCase().includes(search.toLowerCase()) ?? false);
      // Bars are tints of the background: text keeps its own colour on them, in every theme.
      context.globalAlpha = contrast !== '' ? 0.12 : found ? 0.75 : b.calls > 1 ? 0.22 : 0.38;
      // Of many calls in one bar, those that raise only underline it.
      const one = b.calls === 1;
      context.fillStyle = b.raised && one ? wrong : colours[hueOf(code?.shown ?? '', colours.length)];
      context.fillRect(x, y, w, h);
      if (b.raised && !one) {
        context.globalAlpha = 0.8;
        context.fillStyle = wrong;
        context.fillRect(x, y + h - 2, w, 2);
      }
      context.globalAlpha = 1;
      if (contrast !== '' && w > 2) {
        context.strokeStyle = b.raised ? wrong : contrast;
        context.strokeRect(x + 0.5, y + 0.5, w - 1, h - 1);
      }
      if (at >= b.from && at < b.to && one) {
        context.strokeStyle = colour('--vscode-focusBorder', text);
        context.strokeRect(x + 0.5, y + 0.5, Math.max(1, w - 1), h - 1);
      }
      const label = !one ? '' : fitting(`${b.raised ? '✗ ' : ''}${code?.function ?? ''}`, w - 8, letter);
      if (label !== '') {
        context.fillStyle = text;
        context.fillText(label, Math.max(x, 0) + 4, y + h / 2 + 0.5);
      }
    }
    if (divergence !== undefined) this.mark(context, pixelOf(divergence.at, view, width), wrong, height, [4, 3]);
    this.mark(context, pixelOf(at + 0.5, view, width), colour('--vscode-editorCursor-foreground', text), height, []);
  }
  private mark(context: CanvasRenderingContext2D, x: number, colour: string, height: number, dash: number[]): void {
    context.strokeStyle = colour;
    context.setLineDash(dash);
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, 0);
    context.lineTo(Math.round(x) + 0.5, height);
    context.stroke();
    context.setLineDash([]);
  }

  private readonly key = (e: KeyboardEvent): void => {
    const { view, at } = this.state;
    const width = view.to - view.from;
    const length = this.state.about?.sides[this.side].length ?? 0;
    if (this.state.side !== this.side) this.act({ kind: 'side', side: this.side });
    if (e.shiftKey && (e.key === 'ArrowLeft' || e.key === 'ArrowRight')) this.act({ kind: 'pan', by: (e.key === 'ArrowLeft' ? -1 : 1) * (width / 4) });
    else if (e.key in ways && !e.ctrlKey && !e.altKey && !e.metaKey) this.act({ kind: 'step', how: ways[e.key] });
    else if (e.key === '+' || e.key === '=') this.act({ kind: 'zoom', factor: 0.5, around: at });
    else if (e.key === '-') this.act({ kind: 'zoom', factor: 2, around: at });
    else if (e.key === '0') this.act({ kind: 'show', stretch: { from: 0, to: length } });
    else if (e.key === 'Home') this.act({ kind: 'go', at: 0 });
    else if (e.key === 'End') this.act({ kind: 'go', at: length - 1 });
    else if (e.key === 'Enter') this.fit();
    else return;
    e.preventDefault();
  };
  /** Shows the call that one stands in from end to end. */
  private fit(): void {
    const m = this.state.moments[this.side];
    if (m !== undefined) this.act({ kind: 'show', stretch: { from: m.call[0], to: m.call[1] + 1 } });
  }
  private readonly wheel = (e: WheelEvent): void => {
    e.preventDefault();
    const { view } = this.state;
    const sideways = Math.abs(e.deltaX) > Math.abs(e.deltaY);
    if (e.shiftKey || sideways) this.act({ kind: 'pan', by: ((sideways ? e.deltaX : e.deltaY) / this.clientWidth) * (view.to - view.from) });
    else if (e.altKey) this.act({ kind: 'levels', side: this.side, top: this.state.chart.tops[this.side] + Math.sign(e.deltaY) });
    else this.act({ kind: 'zoom', factor: 1.0015 ** e.deltaY, around: momentOf(e.offsetX, view, this.clientWidth) });
  };
  private readonly down = (e: PointerEvent): void => {
    this.dragged = { x: e.clientX, from: this.state.view.from, moved: false };
    (e.target as Element).setPointerCapture(e.pointerId);
  };
  private readonly move = (e: PointerEvent): void => {
    const { view } = this.state;
    if (this.dragged !== undefined) {
      const by = ((this.dragged.x - e.clientX) / this.clientWidth) * (view.to - view.from);
      if (Math.abs(this.dragged.x - e.clientX) > 3) this.dragged.moved = true;
      if (this.dragged.moved) this.act({ kind: 'pan', by: this.dragged.from + by - view.from });
      return;
    }
    const b = this.under(e);
    const code = b && this.state.about?.sides[this.side].codes[b.code];
    const where = code === undefined ? '' : `${code.function}  ${code.shown}:${code.line}`;
    this.hovered =
      b === undefined
        ? ''
        : b.calls > 1
          ? `${b.calls} calls, the first: ${where}`
          : `${where}  ${b.to - b.from} moments${b.raised ? ', left by an exception' : ''}`;
  };
  private readonly up = (e: PointerEvent): void => {
    const { dragged } = this;
    this.dragged = undefined;
    if (dragged === undefined || dragged.moved) return;
    if (this.state.side !== this.side) this.act({ kind: 'side', side: this.side });
    const b = this.under(e);
    this.act({ kind: 'go', at: b === undefined ? momentOf(e.offsetX, this.state.view, this.clientWidth) : b.from });
    const code = b && this.state.about?.sides[this.side].codes[b.code];
    if (code !== undefined) this.source(code.file, code.line, false);
  };
  private readonly zoomIn = (e: MouseEvent): void => {
    const b = this.under(e);
    if (b !== undefined) this.act({ kind: 'show', stretch: { from: b.from, to: b.to } });
  };
  private under(e: MouseEvent) {
    const { view, charts, chart } = this.state;
    return hit(charts[this.side]?.boxes ?? [], e.offsetX, e.offsetY, view, this.clientWidth, chart.tops[this.side]);
  }
}
customElements.define('foretrace-call-chart', CallChart);
