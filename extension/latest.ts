// One piece of work at a time of which only the newest counts: what is asked while another runs waits, and takes the place of what waited. The running one is left
// some time to end by itself, for an engine that is stopped must be warmed again.
import * as vscode from 'vscode';

export class Latest implements vscode.Disposable {
  private readonly patience: number;
  private timer: NodeJS.Timeout | undefined;
  private running: vscode.CancellationTokenSource | undefined;
  private next: ((token: vscode.CancellationToken) => Promise<void>) | undefined;
  private impatience: NodeJS.Timeout | undefined;

  /** How many milliseconds running work may go on after something newer was asked for. */
  constructor(patience: number) {
    this.patience = patience;
  }

  /** Does the work after a pause in which nothing newer is asked for. The token tells it when its outcome no longer counts. */
  soon(delay: number, work: (token: vscode.CancellationToken) => Promise<void>): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.take(work), delay);
  }
  cancel(): void {
    clearTimeout(this.timer);
    clearTimeout(this.impatience);
    this.next = undefined;
    this.running?.cancel();
  }
  dispose(): void {
    this.cancel();
  }

  private take(work: (token: vscode.CancellationToken) => Promise<void>): void {
    this.next = work;
    const { running } = this;
    if (running === undefined) void this.go();
    else {
      clearTimeout(this.impatience);
      this.impatience = setTimeout(() => running.cancel(), this.patience);
    }
  }
  private async go(): Promise<void> {
    for (;;) {
      const work = this.next;
      this.next = undefined;
      if (work === undefined) return;
      const source = new vscode.CancellationTokenSource();
      this.running = source;
      try {
        await work(source.token);
      } finally {
        clearTimeout(this.impatience);
        this.running = undefined;
        source.dispose();
      }
    }
  }
}
