// The trace line by line: of each moment the source line and only what it changes. Of a prediction and its recording both, side by side. Only the rows in sight exist.
import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { contentHeight, isPlain, rowsInSight, type Scrolling, scrolledTo, topRow } from './long-list.ts';
import { look } from './look.ts';
import type { Row } from './protocol.ts';
import { styled } from './styled.ts';
import { TimelineElement } from './timeline-element.ts';
import { lengthOf, rowAt } from './timeline-state.ts';

const rowHeight = 22;
const unknownText = '<unknown>';

export class LineTable extends TimelineElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
        container-type: inline-size;
      }
      .scroller {
        position: absolute;
        inset: 0;
        overflow: auto scroll;
      }
      .content {
        position: relative;
        min-width: 100%;
      }
      .rows {
        position: sticky;
        top: 0;
        height: 0;
      }
      .row {
        position: absolute;
        left: 0;
        right: 0;
        display: grid;
        grid-template-columns: 6.5em minmax(0, 1fr);
        height: ${rowHeight}px;
        line-height: ${rowHeight}px;
        white-space: pre;
        cursor: default;
      }
      .two .row {
        grid-template-columns: 6.5em minmax(0, 1fr) minmax(0, 1fr);
      }
      .cell {
        display: grid;
        grid-template-columns: 4em minmax(0, 3fr) minmax(0, 2fr);
        gap: 0 0.8em;
        overflow: hidden;
      }
      .cell + .cell {
        border-left: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884));
      }
      .cell > *,
      .number {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .number,
      .line {
        text-align: right;
        color: var(--vscode-editorLineNumber-foreground);
      }
      .row:hover {
        background: var(--vscode-list-hoverBackground);
      }
      .row.here {
        background: var(--vscode-list-inactiveSelectionBackground);
        outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
        outline-offset: -1px;
      }
      .scroller:focus .row.here {
        background: var(--vscode-list-activeSelectionBackground);
        color: var(--vscode-list-activeSelectionForeground);
      }
      .differs {
        background: var(--vscode-diffEditor-removedTextBackground, #f003);
        outline: 1px dashed var(--vscode-contrastBorder, transparent);
        outline-offset: -2px;
      }
      @container (max-width: 620px) {
        .row {
          grid-template-columns: 4em minmax(0, 1fr);
        }
        .two .row {
          grid-template-columns: 4em minmax(0, 1fr) minmax(0, 1fr);
        }
        .cell {
          grid-template-columns: 2.5em minmax(0, 3fr) minmax(0, 2fr);
        }
      }
      .parting {
        border-top: 2px dashed var(--vscode-charts-red);
      }
      .name {
        color: var(--vscode-symbolIcon-variableForeground, inherit);
      }
      .call {
        font-weight: 600;
      }
      .here .dim,
      .here .line,
      .here .number {
        color: inherit;
      }
    `,
  ];
  private height = 0;
  /** Where the scroller was put by us: its event is no one's wish. */
  private placed = -1;
  private readonly sized = new ResizeObserver(() => this.resized());

  override connectedCallback(): void {
    super.connectedCallback();
    this.sized.observe(this);
  }
  override disconnectedCallback(): void {
    this.sized.disconnect();
    super.disconnectedCallback();
  }
  override focus(): void {
    void this.updateComplete.then(() => this.scroller?.focus());
  }
  private get scrolling(): Scrolling {
    return { length: lengthOf(this.state), rowHeight, height: this.height };
  }
  private get scroller(): HTMLElement | null {
    return this.renderRoot.querySelector('.scroller');
  }
  private resized(): void {
    this.height = this.clientHeight;
    this.act({ kind: 'table', sight: { top: this.state.table.top, rows: Math.max(1, Math.floor(this.height / rowHeight)) } });
  }

  override render() {
    const { about, table, at } = this.state;
    const length = lengthOf(this.state);
    const two = about?.sides.length === 2;
    const first = Math.floor(table.top);
    const rows = Array.from({ length: Math.max(0, Math.min(rowsInSight(this.scrolling) + 1, length - first)) }, (_, k) => first + k);
    return html`<div
      class="scroller code ${two ? 'two' : ''}"
      role="grid"
      tabindex="0"
      aria-label="Moments line by line${two ? ', predicted on the left, recorded on the right' : ''}"
      aria-rowcount=${length}
      aria-colcount=${two ? 3 : 2}
      aria-activedescendant=${at >= first && rows.includes(at) ? `row-${at}` : nothing}
      @scroll=${this.scrolled}
      @wheel=${this.wheel}
      @keydown=${this.key}
    >
      <div class="content" ${styled({ height: `${contentHeight(this.scrolling)}px` })} role="presentation">
        <div class="rows" role="rowgroup">${rows.map(i => this.row(i, (i - table.top) * rowHeight))}</div>
      </div>
    </div>`;
  }
  override updated(before: PropertyValues<this>): void {
    const { scroller } = this;
    if (scroller === null || !this.changed(before, 'table', 'about')) return;
    const y = Math.round(scrolledTo(this.scrolling, this.state.table.top));
    if (Math.abs(scroller.scrollTop - y) > 1) {
      this.placed = y;
      scroller.scrollTop = y;
    }
  }

  private row(i: number, y: number): TemplateResult {
    const { about, at } = this.state;
    const sides = about?.sides ?? [];
    const both = sides.map((_, side) => rowAt(this.state, side, i));
    const differs = sides.length === 2 && both.every((r, k) => r !== undefined || i >= sides[k].length) && !alike(both[0], both[1], sides);
    return html`<div
      id="row-${i}"
      class="row ${i === at ? 'here' : ''} ${about?.divergence?.at === i ? 'parting' : ''}"
      ${styled({ transform: `translateY(${y}px)` })}
      role="row"
      aria-rowindex=${i + 1}
      aria-selected=${i === at}
      @click=${() => this.choose(i, false)}
      @dblclick=${() => this.choose(i, true)}
    >
      <span class="number" role="rowheader">${i + 1}</span>
      ${both.map((r, side) => (r === undefined ? html`<span class="cell dim" role="gridcell">${i < sides[side].length ? '…' : ''}</span>` : this.cell(r, side, differs)))}
    </div>`;
  }
  private cell(r: Row, side: number, differs: boolean): TemplateResult {
    const code = this.state.about!.sides[side].codes[r.code];
    return html`<span class="cell ${differs ? 'differs' : ''}" role="gridcell" title="${code.shown}:${r.line} in ${code.function}">
      <span class="line">${r.line}</span>
      <span>${'  '.repeat(Math.min(r.depth, 30))}${what(r, code.function)}</span>
      <span>${changes(r)}</span>
    </span>`;
  }
  private choose(i: number, focus: boolean): void {
    this.act({ kind: 'go', at: i });
    const r = rowAt(this.state, this.state.side, i) ?? rowAt(this.state, 0, i);
    const code = r && this.state.about?.sides[this.state.side]?.codes[r.code];
    if (r !== undefined && code !== undefined) this.source(code.file, r.line, focus);
  }

  private readonly scrolled = (e: Event): void => {
    const y = (e.target as HTMLElement).scrollTop;
    if (Math.abs(y - this.placed) <= 1) return;
    this.placed = -1;
    this.act({ kind: 'table', sight: { ...this.state.table, top: topRow(this.scrolling, y) } });
  };
  /** Where a pixel of the scroller is many rows, the wheel goes by rows. */
  private readonly wheel = (e: WheelEvent): void => {
    if (isPlain(this.scrolling)) return;
    e.preventDefault();
    this.act({ kind: 'table', sight: { ...this.state.table, top: this.state.table.top + e.deltaY / rowHeight } });
  };
  private readonly key = (e: KeyboardEvent): void => {
    const { at, table } = this.state;
    const last = lengthOf(this.state) - 1;
    const to =
      e.key === 'ArrowDown'
        ? at + 1
        : e.key === 'ArrowUp'
          ? at - 1
          : e.key === 'PageDown'
            ? at + table.rows - 1
            : e.key === 'PageUp'
              ? at - table.rows + 1
              : e.key === 'Home'
                ? 0
                : e.key === 'End'
                  ? last
                  : undefined;
    if (to !== undefined) this.act({ kind: 'go', at: to });
    else if (e.key === 'ArrowRight') this.act({ kind: 'step', how: 'over' });
    else if (e.key === 'ArrowLeft') this.act({ kind: 'step', how: 'overBack' });
    else if (e.key === 'Enter' || e.key === ' ') this.choose(at, e.key === 'Enter');
    else return;
    e.preventDefault();
  };
}

/** Both sides read the same, as far as the table shows them. */
function alike(a: Row | undefined, b: Row | undefined, sides: readonly { readonly codes: readonly { readonly function: string }[] }[]): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.event !== b.event || a.line !== b.line || sides[0].codes[a.code].function !== sides[1].codes[b.code].function) return false;
  return shownValues(a) === shownValues(b);
}
const shownValues = (r: Row): string => JSON.stringify([[...r.sets].sort(), [...r.gone].sort(), r.value ?? '', r.stdout ?? '']);

const names = { call: '▸', resume: '▹', return: '◂', yield: '◃', exception: '✗', unwind: '◂', line: '' } as const;
function what(r: Row, name: string): TemplateResult {
  switch (r.event) {
    case 'line':
      return html`  ${r.text}`;
    case 'call':
    case 'resume':
      return html`<span class="call">${names[r.event]} ${name}</span>`;
    case 'return':
    case 'yield':
      return html`<span class="dim">${names[r.event]} ${r.event === 'return' ? 'returns' : 'yields'}</span> ${value(r.value ?? 'None')}`;
    case 'exception':
      return html`<span class="error">${names.exception} ${r.value ?? r.exception}</span>`;
    case 'unwind':
      return html`<span class="error">${names.unwind} left by ${r.exception ?? 'the exception'}</span>`;
  }
}
function changes(r: Row): TemplateResult {
  const parts = [
    ...r.sets.map(([n, v]) => html`<span class="name">${n}</span> = ${value(v)}`),
    ...r.gone.map(n => html`<span class="dim">${n} gone</span>`),
    ...(r.stdout === undefined ? [] : [html`<span class="dim">prints</span> ${r.stdout.trimEnd().replaceAll('\n', '⏎')}`]),
    ...(r.stderr === undefined ? [] : [html`<span class="error">writes ${r.stderr.trimEnd().replaceAll('\n', '⏎')}</span>`]),
  ];
  return html`${parts.map((p, k) => html`${k === 0 ? '' : ', '}${p}`)}`;
}
export const value = (text: string): TemplateResult | string => (text.includes(unknownText) ? html`<span class="unknown">${text}</span>` : text);
customElements.define('foretrace-line-table', LineTable);
