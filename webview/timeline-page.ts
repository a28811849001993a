// The timeline's page: holds the state, asks the host for what it lacks, and lays the parts out. What the parts do comes up as events.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import './call-chart.ts';
import './effect-list.ts';
import './line-table.ts';
import './output-list.ts';
import './value-list.ts';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { Channel, type Told } from './channel.ts';
import { look } from './look.ts';
import type { About, Step } from './protocol.ts';
import { levelHeight } from './chart-layout.ts';
import { styled } from './styled.ts';
import type { SourceShown } from './timeline-element.ts';
import { layout } from './timeline-layout.ts';
import { initial, lengthOf, reduce, type State, type TimelineEvent, wanted } from './timeline-state.ts';

const tools: readonly { readonly how: Step; readonly say: string; readonly path: string }[] = [
  { how: 'overBack', say: 'Step back over calls', path: 'M13 3v10l-7-5zM3 3h2v10H3z' },
  { how: 'previous', say: 'One moment back', path: 'M11 3v10L4 8z' },
  { how: 'next', say: 'One moment on', path: 'M5 3v10l7-5z' },
  { how: 'over', say: 'Step over calls', path: 'M3 3v10l7-5zM11 3h2v10h-2z' },
  { how: 'out', say: 'Step out to the caller', path: 'M8 2l5 5h-3v4H6V7H3zM3 13h10v1H3z' },
];
const panels = ['Values', 'Output', 'Effects'] as const;

export class TimelinePage extends LitElement {
  static override properties = { state: { state: true }, panel: { state: true } };
  static override styles = [look, layout];
  declare private state: State;
  declare private panel: number;
  private readonly channel: Channel;
  /** Questions under way, by what they ask. Of a chart there is one at a time: the next is asked for what is wanted by then. */
  private readonly asked = new Set<string>();

  constructor() {
    super();
    this.state = initial;
    this.panel = 0;
    this.channel = new Channel(m => this.hear(m));
    this.addEventListener('act', e => this.took((e as CustomEvent<TimelineEvent>).detail));
    this.addEventListener('source', e => this.channel.tell({ kind: 'source', ...(e as CustomEvent<SourceShown>).detail }));
  }
  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.key);
    this.channel.tell({ kind: 'ready' });
  }
  override disconnectedCallback(): void {
    window.removeEventListener('keydown', this.key);
    super.disconnectedCallback();
  }

  private hear(m: Told): void {
    if (m.kind === 'timeline') {
      this.asked.clear();
      const kept = this.channel.kept as { readonly title?: string; readonly at?: number };
      const at = m.at ?? (kept.title === m.about.title ? kept.at : undefined);
      const first = this.state.about === undefined;
      this.took({ kind: 'opened', about: m.about, ...(at === undefined ? {} : { at }) });
      // The keys work at once.
      if (first) void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('foretrace-line-table')?.focus());
    } else if (m.kind !== 'calibration') this.took(m);
  }
  private took(e: TimelineEvent): void {
    const before = this.state;
    this.state = reduce(before, e);
    if (this.state.at !== before.at) this.channel.keep({ title: this.state.about?.title, at: this.state.at });
    this.askForMissing();
  }
  private askForMissing(): void {
    const { about } = this.state;
    for (const ask of wanted(this.state)) {
      const key = ask.kind === 'chart' ? `chart ${ask.side}` : JSON.stringify(ask);
      if (this.asked.has(key)) continue;
      this.asked.add(key);
      const over = (next: TimelineEvent): void => {
        // What was asked of another trace is of no use any more.
        if (this.state.about !== about) return;
        this.asked.delete(key);
        this.took(next);
      };
      this.channel.ask(
        ask,
        answer => over({ kind: 'answered', ask, answer }),
        say => over({ kind: 'refused', ask, say }),
      );
    }
  }
  private readonly key = (e: KeyboardEvent): void => {
    const typing = e.composedPath().some(t => t instanceof HTMLInputElement && t.type !== 'range');
    if ((e.key === '/' && !typing) || (e.key === 'f' && (e.ctrlKey || e.metaKey))) {
      e.preventDefault();
      this.renderRoot.querySelector<HTMLElement & { focus(): void }>('vscode-textfield')?.focus();
    } else if (e.key === 'F3') this.search(e.shiftKey ? -1 : 1);
  };

  override render() {
    const { about, failed, busy } = this.state;
    if (about === undefined) return html`<div class="middle" role="status">${failed === undefined ? html`${busy ?? 'Opening …'}` : this.refusal(failed)}</div>`;
    const length = lengthOf(this.state);
    return html`${this.head(about)}${this.notice(about)}${this.toolbar(length)}
      <div class="charts" ${styled({ height: `min(30vh, ${chartHeight(about)}px)` })}>
        ${about.sides.map(
          (s, side) =>
            html`<div>
              <span class="label ${s.kind}" aria-hidden="true">${s.kind}</span><foretrace-call-chart .state=${this.state} .side=${side}></foretrace-call-chart>
            </div>`,
        )}
      </div>
      <div class="halves"><foretrace-line-table .state=${this.state}></foretrace-line-table>${this.sidebar(about)}</div>
      <footer>
        <span role="status" aria-live="polite">${this.state.said}</span>
        <span class="keys dim">arrows: lines and calls &nbsp; + − 0: zoom &nbsp; /: search &nbsp; Enter: source</span>
      </footer>`;
  }
  private refusal(say: string): TemplateResult {
    return html`<p>${say}</p>
      <vscode-button @click=${() => this.channel.tell({ kind: 'again' })}>Make It Anew</vscode-button>`;
  }
  private head(about: About): TemplateResult {
    return html`<header>
      <h1>${about.title}</h1>
      ${about.sides.map(s => html`<span title=${s.about}><b class=${s.kind}>${s.kind === 'predicted' ? '⟡ predicted' : '● recorded'}</b> <span class="dim">${s.about}${s.truncated ? ' (cut short)' : ''}</span></span>`)}
      ${about.debuggable ? html`<vscode-button secondary @click=${() => this.channel.tell({ kind: 'debug', side: this.state.side, at: this.state.at })}>Debug From Here</vscode-button>` : nothing}
    </header>`;
  }
  private notice({ divergence, sides }: About): TemplateResult | typeof nothing {
    const { failed, stale } = this.state;
    if (failed !== undefined) return html`<div class="notice" role="alert">${failed} ${this.again()}</div>`;
    if (stale) return html`<div class="notice" role="status">The code was edited since. ${this.again()}</div>`;
    if (sides.length < 2) return nothing;
    if (divergence === undefined) return html`<div class="notice" role="status">Predicted and recorded are the same, moment by moment.</div>`;
    const values = divergence.values.map(
      v =>
        html`; <b class="code">${v.name}</b>: predicted <span class="code">${v.left ?? 'nothing'}</span>, recorded <span class="code">${v.right ?? 'nothing'}</span>`,
    );
    return html`<div class="notice">
      <button class="link" @click=${() => this.took({ kind: 'go', at: divergence.at })}>They part at moment ${divergence.at + 1}</button>${values}
    </div>`;
  }
  private again(): TemplateResult {
    return html`<button class="link" @click=${() => this.channel.tell({ kind: 'again' })}>Make it anew</button>`;
  }
  private toolbar(length: number): TemplateResult {
    const { at } = this.state;
    return html`<div class="tools" role="toolbar" aria-label="Moments">
      ${tools.map(
        t =>
          html`<button title=${t.say} aria-label=${t.say} @click=${() => this.took({ kind: 'step', how: t.how })}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d=${t.path}></path></svg>
          </button>`,
      )}
      <input
        class="scrubber"
        type="range"
        min="0"
        max=${Math.max(0, length - 1)}
        step="1"
        .value=${String(at)}
        aria-label="Moment"
        aria-valuetext="moment ${at + 1} of ${length}"
        @input=${(e: Event) => this.took({ kind: 'go', at: Number((e.target as HTMLInputElement).value) })}
      />
      <span class="position code">${at + 1} / ${length}</span>
      <vscode-textfield
        placeholder="Search functions, values, output ( / )"
        aria-label="Search"
        @keydown=${(e: KeyboardEvent) => {
          if (e.key === 'Enter') this.search(e.shiftKey ? -1 : 1);
        }}
      ></vscode-textfield>
    </div>`;
  }
  private search(way: 1 | -1): void {
    const text = this.renderRoot.querySelector<HTMLElement & { value: string }>('vscode-textfield')?.value ?? '';
    this.took({ kind: 'search', text, way });
  }
  private sidebar(about: About): TemplateResult {
    return html`<aside>
      <div role="tablist" aria-label="What there is at this moment" @keydown=${this.tabKey}>
        ${panels.map(
          (p, k) =>
            html`<button id="tab-${k}" role="tab" aria-selected=${this.panel === k} aria-controls="panel" tabindex=${this.panel === k ? 0 : -1} @click=${() => (this.panel = k)}>
              ${p}
            </button>`,
        )}
      </div>
      <div id="panel" class="panel" role="tabpanel" aria-labelledby="tab-${this.panel}">${this.content(about)}</div>
    </aside>`;
  }
  private content(about: About): TemplateResult | TemplateResult[] {
    if (this.panel === 1) return html`<foretrace-output-list .state=${this.state}></foretrace-output-list>`;
    if (this.panel === 2) return html`<foretrace-effect-list .state=${this.state}></foretrace-effect-list>`;
    return about.sides.map(
      (s, side) =>
        html`<section>
          ${about.sides.length === 2 ? html`<h2 class=${s.kind}>${s.kind}</h2>` : ''}<foretrace-value-list .state=${this.state} .side=${side}></foretrace-value-list>
        </section>`,
    );
  }
  private readonly tabKey = (e: KeyboardEvent): void => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0) return;
    this.panel = (this.panel + by + panels.length) % panels.length;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.panel}`)?.focus());
  };
}
/** Pixels in which all calls are seen; what is deeper than there is room for is scrolled. */
const chartHeight = ({ sides }: About): number => sides.length * Math.max(54, ...sides.map(s => s.levels * levelHeight + 6));
customElements.define('foretrace-timeline', TimelinePage);
