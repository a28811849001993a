// How the pages look: the editor's own colours and fonts, by its CSS variables, so that every theme fits; with an outline for what high contrast themes tell by lines.
import { css } from 'lit';

export const look = css`
  :host {
    box-sizing: border-box;
    color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size, 13px);
  }
  *,
  *::before {
    box-sizing: inherit;
  }
  .code {
    font-family: var(--vscode-editor-font-family, monospace);
    font-size: var(--vscode-editor-font-size, 13px);
  }
  .dim {
    color: var(--vscode-descriptionForeground);
  }
  .error {
    color: var(--vscode-errorForeground);
  }
  .predicted {
    color: var(--vscode-foretrace-predictedForeground, var(--vscode-charts-purple));
    font-style: italic;
  }
  .recorded {
    color: var(--vscode-charts-green, var(--vscode-editor-foreground));
  }
  .unknown {
    color: var(--vscode-foretrace-unknownForeground, var(--vscode-charts-yellow));
  }
  :focus-visible {
    outline: 1px solid var(--vscode-focusBorder);
    outline-offset: -1px;
  }
  button.link {
    background: none;
    border: 0;
    padding: 0;
    font: inherit;
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
    text-align: left;
  }
  button.link:hover {
    text-decoration: underline;
  }
`;
