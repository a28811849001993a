// Texts that are not saved, told to the engine shortly before it is asked something: not at each key.
import * as vscode from 'vscode';
import type { Engine } from './engine.ts';
import { isReached, pathOf } from './places.ts';

export class Unsaved implements vscode.Disposable {
  private readonly engine: Engine;
  private readonly stale = new Set<vscode.TextDocument>();
  private readonly listening: vscode.Disposable[];

  constructor(engine: Engine) {
    this.engine = engine;
    const changed = (d: vscode.TextDocument): void => {
      if (isReached(d.uri)) this.stale.add(d);
    };
    this.listening = [
      vscode.workspace.onDidChangeTextDocument(e => changed(e.document)),
      vscode.workspace.onDidSaveTextDocument(changed),
      vscode.workspace.onDidCloseTextDocument(d => {
        this.stale.delete(d);
        if (isReached(d.uri)) engine.buffer(pathOf(d.uri), null);
      }),
    ];
    for (const d of vscode.workspace.textDocuments) if (d.isDirty) changed(d);
  }

  /** Tells the engine what has changed since the last time. */
  flush(): void {
    for (const d of this.stale) this.engine.buffer(pathOf(d.uri), d.isDirty ? d.getText() : null);
    this.stale.clear();
  }
  dispose(): void {
    for (const l of this.listening) l.dispose();
  }
}
