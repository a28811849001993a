// The document around a page of the webview: one script by its nonce, and nothing else may be loaded, from anywhere.
export interface PageAsked {
  readonly page: 'timeline' | 'calibration';
  readonly title: string;
  /** The address of the bundle. */
  readonly script: string;
  /** Chosen anew for each document. */
  readonly nonce: string;
  /** What the page is to keep for when the window is loaded anew. */
  readonly keep?: object;
}
const escaped = (text: string): string => text.replace(/[<>&"']/g, c => `&#${c.charCodeAt(0)};`);

/** https://code.visualstudio.com/api/extension-guides/webview#content-security-policy: colours come as the root's CSS variables, styles as sheets that the script constructs. */
export function pageHtml({ page, title, script, nonce, keep }: PageAsked): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style nonce="${nonce}">html, body { margin: 0; padding: 0; height: 100%; background: var(--vscode-editor-background); }</style>
</head>
<body data-page="${page}"${keep === undefined ? '' : ` data-keep="${escaped(JSON.stringify(keep))}"`}>
<script nonce="${nonce}" type="module" src="${escaped(script)}"></script>
</body>
</html>
`;
}
