// The document around a page: what it may load, and that nothing gets into it as markup.
import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../../extension/headless/editor/page-html.ts';

describe('a page’s document', () => {
  const html = pageHtml({ page: 'timeline', title: '<b onclick="x">', script: 'https://host/webview.js?"><script>', nonce: 'abc' });
  it('loads its one script by the nonce, and nothing else from anywhere', () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
    expect(policy).toBe("default-src 'none'; script-src 'nonce-abc'; style-src 'nonce-abc'");
    expect(html.match(/<script/g)).toHaveLength(1);
  });
  it('hands the page what it is to keep', () => {
    const kept = pageHtml({ page: 'timeline', title: 'x', script: 's', nonce: 'abc', keep: { title: '"><script>' } });
    expect(kept).toContain(' data-keep="{&#34;title&#34;:&#34;\\&#34;&#62;&#60;script&#62;&#34;}"');
    expect(html).not.toContain('data-keep');
  });
  it('takes no text for markup', () => {
    expect(html).not.toContain('<b ');
    expect(html).toContain('&#60;b onclick=&#34;x&#34;&#62;');
  });
});
