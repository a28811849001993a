// What the program writes, piece by piece: what it has written by the moment where one stands is plain, what comes later is dim. A piece leads to the line that writes it.
import { css, html, nothing, type PropertyValues } from 'lit';
import { contentHeight, rowsInSight, type Scrolling, scrolledTo, topRow } from './long-list.ts';
import { look } from './look.ts';
import { styled } from './styled.ts';
import { TimelineElement } from './timeline-element.ts';
import { outputAt } from './timeline-state.ts';

const rowHeight = 20;

export class OutputList extends TimelineElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        position: relative;
        overflow: hidden;
      }
      .scroller {
        position: absolute;
        inset: 0;
        overflow: auto;
      }
      .content {
        position: relative;
      }
      .rows {
        position: sticky;
        top: 0;
        height: 0;
      }
      .piece {
        position: absolute;
        left: 10px;
        right: 4px;
        height: ${rowHeight}px;
        line-height: ${rowHeight}px;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: pre;
        cursor: pointer;
      }
      .later {
        opacity: 0.5;
      }
      p {
        margin: 8px 10px;
      }
    `,
  ];
  private height = 0;
  private readonly sized = new ResizeObserver(() => {
    this.height = this.clientHeight;
    this.act({ kind: 'output', sight: { top: this.state.output.top, rows: Math.max(1, Math.floor(this.height / rowHeight)) } });
  });
  override connectedCallback(): void {
    super.connectedCallback();
    this.sized.observe(this);
  }
  override disconnectedCallback(): void {
    this.sized.disconnect();
    super.disconnectedCallback();
  }
  private get scrolling(): Scrolling {
    return { length: this.state.about?.sides[this.state.side].outputs ?? 0, rowHeight, height: this.height };
  }
  override render() {
    const { length } = this.scrolling;
    if (length === 0) return html`<p class="dim">Nothing is written.</p>`;
    const { output, at } = this.state;
    const first = Math.floor(output.top);
    const pieces = Array.from({ length: Math.max(0, Math.min(rowsInSight(this.scrolling) + 1, length - first)) }, (_, k) => first + k);
    return html`<div
      class="scroller code"
      role="list"
      tabindex="0"
      aria-label="Output"
      @scroll=${(e: Event) => this.act({ kind: 'output', sight: { ...output, top: topRow(this.scrolling, (e.target as HTMLElement).scrollTop) } })}
    >
      <div class="content" ${styled({ height: `${contentHeight(this.scrolling)}px` })} role="presentation">
        <div class="rows" role="presentation">
          ${pieces.map(k => {
            const o = outputAt(this.state, k);
            return html`<div
              class="piece ${o === undefined || o.at > at ? 'later' : ''} ${o?.error ? 'error' : ''}"
              ${styled({ transform: `translateY(${(k - output.top) * rowHeight}px)` })}
              role="listitem"
              aria-setsize=${length}
              aria-posinset=${k + 1}
              @click=${o === undefined ? nothing : () => this.act({ kind: 'go', at: o.at })}
              >${o?.text.replace(/\n$/, '').replaceAll('\n', '⏎') ?? '…'}</div
            >`;
          })}
        </div>
      </div>
    </div>`;
  }
  override updated(before: PropertyValues<this>): void {
    const scroller = this.renderRoot.querySelector('.scroller');
    if (scroller === null || !this.changed(before, 'about')) return;
    scroller.scrollTop = scrolledTo(this.scrolling, this.state.output.top);
  }
}
customElements.define('foretrace-output-list', OutputList);
