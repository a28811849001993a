// Where the parts of the timeline's page lie: beside each other where there is room, one below the other in a narrow panel.
import { css } from 'lit';

export const layout = css`
  :host {
    display: grid;
    grid-template-rows: auto auto auto auto minmax(0, 1fr) auto;
    height: 100vh;
    container-type: inline-size;
    background: var(--vscode-editor-background);
  }
  header,
  .tools,
  footer {
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 4px 10px;
    min-width: 0;
  }
  header {
    flex-wrap: wrap;
  }
  h1 {
    flex: 0 1 auto;
    margin: 0;
    font-size: 1.1em;
  }
  h1,
  header > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    max-width: 100%;
  }
  .notice {
    grid-row: 2;
    padding: 3px 10px;
    border-left: 3px solid var(--vscode-charts-red);
    background: var(--vscode-inputValidation-warningBackground, transparent);
    overflow-wrap: anywhere;
  }
  .tools {
    grid-row: 3;
    flex-wrap: wrap;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  .tools button {
    display: inline-grid;
    place-items: center;
    width: 26px;
    height: 24px;
    padding: 0;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 4px;
    color: var(--vscode-icon-foreground, inherit);
    background: none;
    cursor: pointer;
  }
  .tools button:hover {
    background: var(--vscode-toolbar-hoverBackground);
  }
  svg {
    width: 16px;
    height: 16px;
    fill: currentColor;
  }
  .scrubber {
    flex: 1 1 160px;
    min-width: 100px;
    accent-color: var(--vscode-progressBar-background, var(--vscode-focusBorder));
  }
  .position {
    min-width: 11em;
    text-align: right;
  }
  vscode-textfield {
    width: 220px;
  }
  .charts {
    grid-row: 4;
    display: flex;
    flex-direction: column;
    gap: 2px;
    border-bottom: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
  }
  .charts > div {
    display: flex;
    flex: 1;
    min-height: 0;
  }
  .charts .label {
    flex: none;
    width: 22px;
    writing-mode: vertical-rl;
    transform: rotate(180deg);
    text-align: center;
    font-size: 0.85em;
  }
  foretrace-call-chart {
    flex: 1;
  }
  .halves {
    grid-row: 5;
    display: grid;
    grid-template-columns: minmax(0, 2fr) minmax(220px, 1fr);
    min-height: 0;
  }
  aside {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    border-left: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    min-height: 0;
  }
  [role='tablist'] {
    display: flex;
  }
  [role='tab'] {
    padding: 5px 12px;
    border: 0;
    border-bottom: 2px solid transparent;
    font: inherit;
    color: var(--vscode-panelTitle-inactiveForeground);
    background: none;
    cursor: pointer;
  }
  [role='tab'][aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground);
    border-bottom-color: var(--vscode-panelTitle-activeBorder, currentColor);
  }
  .panel {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .panel > *,
  .panel section > * {
    flex: 1;
    min-height: 0;
  }
  .panel section {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .panel section h2 {
    flex: none;
    margin: 6px 10px 0;
    font-size: inherit;
  }
  footer {
    grid-row: 6;
    border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    min-height: 24px;
    white-space: nowrap;
    overflow: hidden;
  }
  footer .keys {
    flex: none;
    margin-left: auto;
  }
  footer > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  /* Beside the source there is not room for two columns. */
  @container (max-width: 760px) {
    .halves {
      grid-template-columns: none;
      grid-template-rows: minmax(0, 3fr) minmax(0, 2fr);
    }
    .panel {
      flex-direction: row;
    }
    .keys {
      display: none;
    }
    aside {
      border-left: 0;
      border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent));
    }
  }
  .middle {
    grid-row: 1 / -1;
    align-self: center;
    justify-self: center;
    max-width: 60em;
    padding: 20px;
    text-align: center;
  }
`;
