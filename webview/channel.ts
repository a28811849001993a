// The page's end of the line to its host: questions by number, answers by number, and what the host tells unasked.
import { type Answer, type Ask, readToPage, type ToHost, type ToPage } from './protocol.ts';

interface Host {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): Host;

export type Told = Exclude<ToPage, { kind: 'answer' | 'refused' }>;

export class Channel {
  private readonly host: Host = acquireVsCodeApi();
  private readonly waiting = new Map<number, { readonly settle: (a: Answer) => void; readonly fail: (say: string) => void }>();
  private count = 0;

  constructor(hear: (told: Told) => void) {
    const { keep } = document.body.dataset;
    if (keep !== undefined) this.keep({ kept: JSON.parse(keep) });
    window.addEventListener('message', e => {
      const m = readToPage(e.data);
      if (m === undefined) return;
      if (m.kind !== 'answer' && m.kind !== 'refused') {
        hear(m);
        return;
      }
      const w = this.waiting.get(m.id);
      this.waiting.delete(m.id);
      if (m.kind === 'answer') w?.settle(m.answer);
      else w?.fail(m.say);
    });
  }
  tell(m: ToHost): void {
    this.host.postMessage(m);
  }
  ask(ask: Ask, settle: (a: Answer) => void, fail: (say: string) => void): void {
    const id = ++this.count;
    this.waiting.set(id, { settle, fail });
    this.tell({ kind: 'ask', id, ask });
  }
  /** What is kept while the page is hidden, and when the window is loaded anew. */
  get kept(): object {
    return (this.host.getState() ?? {}) as object;
  }
  /** Keeps this beside what is kept already. */
  keep(more: object): void {
    this.host.setState({ ...this.kept, ...more });
  }
}
