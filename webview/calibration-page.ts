// The calibration page: how far forecasts of this workspace can be trusted, by those that a real run has judged, and the last ones that were wrong.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import './reliability-diagram.ts';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { Channel, type Told } from './channel.ts';
import { look } from './look.ts';
import type { CalibrationScores } from '../trace-collector/trace.ts';
import type { Calibration } from './protocol.ts';

export class CalibrationPage extends LitElement {
  static override properties = { told: { state: true }, folder: { state: true }, failed: { state: true } };
  static override styles = [
    look,
    css`
      :host {
        display: block;
        min-height: 100vh;
        background: var(--vscode-editor-background);
        padding: 8px 20px 24px;
        max-width: 1100px;
      }
      h1 {
        font-size: 1.3em;
      }
      h2 {
        font-size: 1.1em;
        margin: 22px 0 6px;
      }
      dl {
        display: flex;
        flex-wrap: wrap;
        gap: 10px;
        margin: 0;
      }
      dl > div {
        min-width: 130px;
        padding: 8px 12px;
        border: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884));
        border-radius: 4px;
      }
      dt {
        color: var(--vscode-descriptionForeground);
      }
      dd {
        margin: 2px 0 0;
        font-size: 1.5em;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 6px 0;
        border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, #8884));
        overflow-wrap: anywhere;
      }
      p {
        max-width: 70ch;
      }
    `,
  ];
  declare private told: Calibration | undefined;
  declare private folder: string;
  declare private failed: string | undefined;
  private readonly channel = new Channel(m => this.hear(m));

  constructor() {
    super();
    this.folder = '';
  }
  override connectedCallback(): void {
    super.connectedCallback();
    this.channel.tell({ kind: 'ready' });
  }
  private hear(m: Told): void {
    if (m.kind === 'calibration') [this.told, this.folder, this.failed] = [m.calibration, m.folder, undefined];
    else if (m.kind === 'failed') this.failed = m.say;
  }

  override render() {
    if (this.failed !== undefined) return html`<p role="alert">${this.failed}</p>`;
    const { told } = this;
    if (told === undefined) return html`<p role="status">Reading …</p>`;
    const again = html`<vscode-button secondary @click=${() => this.channel.tell({ kind: 'again' })}>Read Again</vscode-button>`;
    const { verified, confirmed, refuted, abstention, uncorrected, corrected } = told.report;
    if (verified === 0)
      return html`<h1>How the forecasts of ${this.folder} fared</h1>
        <p>No forecast has been judged yet. Run tests with the profile <b>Verify</b>: they are forecast first, then run, and held against each other.</p>
        ${again}`;
    const definite = confirmed + refuted;
    const both = (of: (s: CalibrationScores) => number): string =>
      corrected === undefined || corrected.count === 0 ? of(uncorrected).toFixed(3) : `${of(uncorrected).toFixed(3)} → ${of(corrected).toFixed(3)}`;
    const arrow = corrected === undefined ? '' : '; behind the arrow, as the history before each forecast would have corrected it';
    return html`<h1>How the forecasts of ${this.folder} fared</h1>
      <dl>
        ${figure('Judged', String(verified), 'Forecasts that a run has judged')}
        ${figure('Right', definite === 0 ? '–' : percent(confirmed / definite), `${confirmed} of ${definite} with a definite claim`)}
        ${figure('Wrong', String(refuted), 'A wrong forecast is the worst bug: please report it')}
        ${figure('Unknown', percent(abstention), 'Share of forecasts that claimed nothing')}
        ${figure(
          'Brier score',
          both(s => s.brier),
          `Mean squared distance of the chance that was told from what happened: 0 is perfect, 0.25 is a coin${arrow}`,
        )}
        ${figure(
          'Calibration error',
          both(s => s.ece),
          `Mean distance of what was told from the share that passed, over ten bins${arrow}`,
        )}
      </dl>
      <h2>Reliability</h2>
      <p class="dim">
        Of forecasts that told such a chance, how many passed: points on the dashed line told what it is worth.${corrected === undefined ? '' : ' Squares: the same forecasts, corrected.'}
      </p>
      <foretrace-reliability .bins=${uncorrected.bins} .corrected=${corrected?.bins ?? []}></foretrace-reliability>
      <h2>The last surprises</h2>
      ${told.surprises.length === 0 ? html`<p class="dim">None.</p>` : html`<ul>${told.surprises.map(s => this.surprise(s))}</ul>`}
      <p>${again}</p>`;
  }
  private surprise(s: Calibration['surprises'][number]): TemplateResult {
    return html`<li>
      <button class="link" title="Show prediction and recording side by side" @click=${() => this.channel.tell({ kind: 'test', test: s.test })}>${s.test}</button>
      <span class="dim">${new Date(s.judged).toLocaleString()}</span>
      <div><b class="predicted">predicted</b> ${s.thought}</div>
      <div>
        <b class="recorded">recorded</b> ${s.happened}
        ${
          s.file === undefined || s.line === undefined
            ? ''
            : html`<button class="link" @click=${() => this.channel.tell({ kind: 'source', file: s.file!, line: s.line!, focus: true })}>line ${s.line}</button>`
        }
      </div>
    </li>`;
  }
}
const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
const figure = (name: string, value: string, about: string): TemplateResult =>
  html`<div title=${about}>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
customElements.define('foretrace-calibration', CalibrationPage);
