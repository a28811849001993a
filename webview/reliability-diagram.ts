// The reliability diagram: of forecasts that claimed so much, how many passed. On the diagonal a claim is worth what it says. The area of a point is how many it stands for.
import { css, html, LitElement, svg } from 'lit';
import { look } from './look.ts';
import type { CalibrationScores } from '../trace-collector/trace.ts';

const size = 320;
const margin = 58;
const room = size - margin - 12;
const x = (share: number): number => margin + share * room;
const y = (share: number): number => 12 + (1 - share) * room;
const percent = (share: number): string => `${Math.round(share * 100)} %`;

export class ReliabilityDiagram extends LitElement {
  static override properties = { bins: { attribute: false }, corrected: { attribute: false } };
  static override styles = [
    look,
    css`
      svg {
        width: 100%;
        max-width: 420px;
        overflow: visible;
      }
      line,
      path {
        stroke: var(--vscode-editor-foreground);
        stroke-width: 1;
        fill: none;
      }
      .grid {
        opacity: 0.18;
      }
      .ideal {
        opacity: 0.5;
        stroke-dasharray: 4 4;
      }
      text {
        fill: var(--vscode-editor-foreground);
        font-size: 11px;
      }
      circle {
        fill: var(--vscode-charts-blue);
        fill-opacity: 0.6;
        stroke: var(--vscode-contrastBorder, var(--vscode-charts-blue));
        stroke-width: 1.5;
      }
      rect {
        fill: none;
        stroke: var(--vscode-charts-orange);
        stroke-width: 1.5;
      }
      .gap {
        stroke: var(--vscode-charts-red);
        stroke-width: 1.5;
      }
      table {
        border-collapse: collapse;
        margin-top: 8px;
      }
      th,
      td {
        padding: 2px 12px 2px 0;
        text-align: right;
        font-weight: normal;
      }
      th {
        color: var(--vscode-descriptionForeground);
      }
    `,
  ];
  declare bins: CalibrationScores['bins'];
  /** The same forecasts corrected; empty where nothing is. */
  declare corrected: CalibrationScores['bins'];

  constructor() {
    super();
    this.bins = [];
    this.corrected = [];
  }
  override render() {
    const most = Math.max(1, ...this.bins.map(b => b.count));
    const ticks = [0, 0.25, 0.5, 0.75, 1];
    return html`<svg viewBox="0 0 ${size} ${size + 8}" role="img" aria-label="Reliability diagram; the table below tells the same">
        ${ticks.map(
          t => svg`<line class="grid" x1=${x(t)} y1=${y(0)} x2=${x(t)} y2=${y(1)} /><line class="grid" x1=${x(0)} y1=${y(t)} x2=${x(1)} y2=${y(t)} />
            <text x=${x(t)} y=${y(0) + 14} text-anchor="middle">${percent(t)}</text><text x=${x(0) - 5} y=${y(t) + 4} text-anchor="end">${percent(t)}</text>`,
        )}
        <line class="ideal" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)}></line>
        ${this.corrected.map(b => svg`<rect x=${x(b.predicted) - 5} y=${y(b.observed) - 5} width="10" height="10"><title>corrected: ${b.count} forecasts, told ${percent(b.predicted)}, passed ${percent(b.observed)}</title></rect>`)}
        ${this.bins.map(
          b => svg`<line class="gap" x1=${x(b.predicted)} y1=${y(b.predicted)} x2=${x(b.predicted)} y2=${y(b.observed)} />
            <circle cx=${x(b.predicted)} cy=${y(b.observed)} r=${4 + 10 * Math.sqrt(b.count / most)}><title>${b.count} forecasts: claimed ${percent(b.predicted)}, passed ${percent(b.observed)}</title></circle>`,
        )}
        <text x=${x(0.5)} y=${size + 4} text-anchor="middle">chance of passing that was claimed</text>
        <text transform="translate(9 ${y(0.5)}) rotate(-90)" text-anchor="middle">share that passed</text>
      </svg>
      <table>
        <thead>
          <tr>
            <th scope="col">claimed</th>
            <th scope="col">passed</th>
            <th scope="col">forecasts</th>
          </tr>
        </thead>
        <tbody>
          ${this.bins.map(
            b =>
              html`<tr>
                <td>${percent(b.predicted)}</td>
                <td>${percent(b.observed)}</td>
                <td>${b.count}</td>
              </tr>`,
          )}
        </tbody>
      </table>`;
  }
}
customElements.define('foretrace-reliability', ReliabilityDiagram);
