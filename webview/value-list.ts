// The stack at the moment where one stands, and the values of each of its frames.
import { css, html, nothing, type TemplateResult } from 'lit';
import { value } from './line-table.ts';
import { look } from './look.ts';
import type { Moment } from './protocol.ts';
import { TimelineElement } from './timeline-element.ts';

export class ValueList extends TimelineElement {
  static override properties = { ...TimelineElement.properties, side: { type: Number } };
  static override styles = [
    look,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 4px 10px;
      }
      h3 {
        margin: 8px 0 2px;
        font-size: inherit;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(4em, max-content) minmax(0, 1fr);
        gap: 1px 0.8em;
        margin: 0 0 6px;
      }
      dt,
      dt button.link {
        color: var(--vscode-symbolIcon-variableForeground, inherit);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .changed {
        background: var(--vscode-diffEditor-insertedTextBackground, #0f02);
        outline: 1px solid var(--vscode-contrastBorder, transparent);
      }
    `,
  ];
  declare side: number;

  constructor() {
    super();
    this.side = 0;
  }
  override render() {
    const { about, moments, at } = this.state;
    const told = about?.sides[this.side];
    const m = moments[this.side];
    if (told === undefined) return nothing;
    if (at >= told.length) return html`<p class="dim">The ${told.kind} trace has ended by then.</p>`;
    return m === undefined ? html`<p class="dim">…</p>` : html`${this.given(m)}${m.stack.map((_, k) => this.level(m, k))}`;
  }
  /** What the moment itself tells. */
  private given({ row }: Moment): TemplateResult | typeof nothing {
    if (row.event === 'line' || row.event === 'call' || row.event === 'resume') return nothing;
    const name = row.event === 'return' ? '(returns)' : row.event === 'yield' ? '(yields)' : `(${row.exception ?? 'exception'})`;
    return html`<dl class="code">
      <dt class=${row.event === 'return' || row.event === 'yield' ? '' : 'error'}>${name}</dt>
      <dd>${value(row.value ?? 'None')}</dd>
    </dl>`;
  }
  private level(m: Moment, k: number): TemplateResult {
    const { code: n, line, locals } = m.stack[k];
    const code = this.state.about!.sides[this.side].codes[n];
    return html`<h3>
        <button class="link" @click=${() => this.source(code.file, line, true)}>${code.function}</button>
        <span class="dim">${code.shown}:${line}</span>
      </h3>
      ${
        locals.length === 0
          ? html`<span class="dim">no locals yet</span>`
          : html`<dl class="code">
              ${locals.map(
                ([name, text]) =>
                  html`<dt>
                      <button
                        class="link"
                        title="Go to the line that gave it this value"
                        @click=${() => this.act({ kind: 'written', side: this.side, level: k, name })}
                      >
                        ${name}
                      </button>
                    </dt>
                    <dd class=${k === 0 && m.changed.includes(name) ? 'changed' : ''}>${value(text)}</dd>`,
              )}
            </dl>`
      }`;
  }
}
customElements.define('foretrace-value-list', ValueList);
