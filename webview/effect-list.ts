// What the program would change in the world. Of a prediction only: none of it was done.
import { css, html } from 'lit';
import { look } from './look.ts';
import { TimelineElement } from './timeline-element.ts';

export class EffectList extends TimelineElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        overflow: auto;
        padding: 4px 10px;
      }
      ul {
        margin: 4px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 2px 0;
      }
    `,
  ];
  override render() {
    const { about } = this.state;
    const side = about?.sides[0];
    if (side === undefined) return '';
    if (side.kind === 'recorded') return html`<p class="dim">Effects are listed of predictions.</p>`;
    if (side.effects.length === 0) return html`<p class="dim">It would change nothing outside the program.</p>`;
    return html`<p class="dim">None of this was done.</p>
      <ul>
        ${side.effects.map(
          e =>
            html`<li>
              <b>${e.kind}</b> <span class="code">${e.what}</span>
              ${
                e.file === undefined || e.line === undefined
                  ? ''
                  : html`<button class="link" @click=${() => this.act({ kind: 'line', file: e.file!, line: e.line! })}>line ${e.line}</button>`
              }
            </li>`,
        )}
      </ul>`;
  }
}
customElements.define('foretrace-effect-list', EffectList);
