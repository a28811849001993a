// Predicted values at the line ends of the function under the cursor. They are italic, carry a mark and say "predicted" on hover, so that nobody takes them for what
// has happened; they go at the next key and come again when the typing pauses.
import * as vscode from 'vscode';
import { type Ctx, folderAround, isOurs } from './ctx.ts';
import { NoAnswer } from './engine.ts';
import type { Inline } from './headless/editor/protocol.ts';
import { type Example, exampleText } from './headless/editor/examples.ts';
import { isNote, type LineShown } from './headless/editor/line-values.ts';
import { Latest } from './latest.ts';
import { pathOf } from './places.ts';
import { settings } from './settings.ts';

/** A rehearsal may go on for so long after a newer key. */
const patience = 600;
const mark = '⟡';
/** Of values that were recorded: these have happened. */
const recordedMark = '●';

/** What is shown now: the file, the version of its text, the function that the cursor is in, and how many of its lines have something at their end. */
export interface PredictionShown {
  readonly file: string;
  readonly version: number;
  readonly function?: string;
  readonly lines: number;
}

export class InlinePredictions implements vscode.Disposable {
  private readonly ctx: Pick<Ctx, 'engine' | 'unsaved' | 'log'>;
  private readonly lane = new Latest(patience);
  private readonly pins = new Map<string, Example>();
  /** Chosen turns of loops, by function. */
  private readonly turns = new Map<string, Record<number, number>>();
  private readonly styles: Readonly<Record<LineShown['kind'] | 'notTaken' | 'recorded', vscode.TextEditorDecorationType>>;
  private readonly listening: vscode.Disposable[];
  private readonly showing = new vscode.EventEmitter<void>();
  private readonly predicting = new vscode.EventEmitter<PredictionShown>();
  private on: vscode.TextEditor | undefined;
  /** Kinds that have something in that editor. */
  private readonly set = new Set<keyof InlinePredictions['styles']>();
  private last: Inline | undefined;
  /** The text that the last prediction was made from. */
  private version = -1;
  readonly onDidShow = this.showing.event;
  readonly onDidPredict = this.predicting.event;

  constructor(ctx: InlinePredictions['ctx']) {
    this.ctx = ctx;
    const style = (color: string, fontStyle = 'italic'): vscode.TextEditorDecorationType =>
      vscode.window.createTextEditorDecorationType({
        after: { color: new vscode.ThemeColor(color), fontStyle, margin: '0 0 0 2.5em' },
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
      });
    this.styles = {
      value: style('foretrace.predictedForeground'),
      call: style('foretrace.predictedForeground'),
      unknown: style('foretrace.unknownForeground'),
      raises: style('foretrace.predictedFailureForeground'),
      recorded: style('foretrace.recordedForeground', 'normal'),
      notTaken: vscode.window.createTextEditorDecorationType({ opacity: '0.45', isWholeLine: true }),
    };
    this.listening = [
      this.showing,
      this.predicting,
      ...Object.values(this.styles),
      vscode.languages.registerHoverProvider({ language: 'python' }, { provideHover: (document, position) => this.hoverAt(document, position) }),
      vscode.window.onDidChangeActiveTextEditor(() => this.soon(0)),
      vscode.debug.onDidChangeActiveDebugSession(() => this.soon(0)),
      vscode.window.onDidChangeTextEditorSelection(e => {
        if (e.textEditor === vscode.window.activeTextEditor && this.leftFunction(e.textEditor)) this.soon(settings(e.textEditor.document.uri).delay);
      }),
      vscode.workspace.onDidChangeTextDocument(e => {
        if (e.contentChanges.length === 0 || !isOurs(e.document)) return;
        if (this.on?.document === e.document) this.clear();
        this.soon(settings(e.document.uri).delay);
      }),
      vscode.workspace.onDidChangeConfiguration(e => {
        if (e.affectsConfiguration('foretrace')) this.soon(0);
      }),
    ];
  }

  /** What is shown, for the CodeLens above the function. */
  shown(document: vscode.TextDocument): Inline | undefined {
    return this.on?.document === document || this.last?.file === pathOf(document.uri) ? this.last : undefined;
  }
  pinned(i: Inline): boolean {
    return i.function !== undefined && this.pins.has(pinKey(i.file, i.function.name));
  }
  /** Predict a function with this example from now on; without one, with whatever reaches it. */
  pin(file: string, name: string, example: Example | undefined): void {
    if (example === undefined) this.pins.delete(pinKey(file, name));
    else this.pins.set(pinKey(file, name), example);
    this.version = -1;
    this.soon(0);
  }
  /** Shows one turn of a loop of the function from now on; without one, all of them. */
  turn(file: string, name: string, loop: number, turn: number | undefined): void {
    const { [loop]: _, ...others } = this.turns.get(pinKey(file, name)) ?? {};
    this.turns.set(pinKey(file, name), turn === undefined ? others : { ...others, [loop]: turn });
    this.version = -1;
    this.soon(0);
  }
  soon(delay: number): void {
    const editor = vscode.window.activeTextEditor;
    // While a session is stopped the debugger tells the values, those of its own moment.
    if (editor === undefined || !isOurs(editor.document) || vscode.debug.activeDebugSession !== undefined || !settings(editor.document.uri).inline) {
      this.clear();
      this.lane.cancel();
      return;
    }
    this.lane.soon(delay, token => this.predict(editor, token));
  }
  dispose(): void {
    this.lane.dispose();
    for (const l of this.listening) l.dispose();
  }

  private leftFunction({ document, selection }: vscode.TextEditor): boolean {
    const f = this.last?.function;
    if (this.last?.file !== pathOf(document.uri) || this.version !== document.version || f === undefined) return true;
    const line = selection.active.line + 1;
    return line < f.line || line > f.end;
  }
  private async predict(editor: vscode.TextEditor, token: vscode.CancellationToken): Promise<void> {
    const { document } = editor;
    const { version } = document;
    this.ctx.unsaved.flush();
    const file = pathOf(document.uri);
    const line = editor.selection.active.line + 1;
    const name = this.last?.function?.name;
    try {
      // Only the answer tells which function the cursor is in: what was chosen for another one does not count.
      const asked = (of: string | undefined): object => {
        const pinned = of === undefined ? undefined : this.pins.get(pinKey(file, of));
        const turns = of === undefined ? undefined : this.turns.get(pinKey(file, of));
        return { ...(pinned === undefined ? {} : { pinned }), ...(turns === undefined ? {} : { turns }) };
      };
      const ask = (of: string | undefined): Promise<Inline> =>
        this.ctx.engine.ask({ kind: 'inline', folder: folderAround(document.uri), file, line, ...asked(of) }, { token });
      let told = await ask(name);
      if (JSON.stringify(asked(told.function?.name)) !== JSON.stringify(asked(name))) told = await ask(told.function?.name);
      if (token.isCancellationRequested || document.version !== version || vscode.window.activeTextEditor !== editor) return;
      this.show(editor, { ...told, file });
      this.version = version;
      this.predicting.fire({ file, version, lines: told.lines.length, ...(told.function === undefined ? {} : { function: told.function.name }) });
    } catch (e) {
      if (!(e instanceof NoAnswer && e.cancelled)) this.ctx.log.warn(`nothing could be predicted for ${file}: ${e instanceof Error ? e.message : String(e)}`);
      this.clear();
    }
  }
  private show(editor: vscode.TextEditor, told: Inline): void {
    if (this.on !== editor) this.clear();
    this.on = editor;
    this.last = told;
    const { document } = editor;
    const by = (kind: LineShown['kind'] | 'recorded'): vscode.DecorationOptions[] =>
      told.lines
        .filter(l => (told.recorded === undefined ? l.kind : 'recorded') === kind && l.text !== '' && l.line <= document.lineCount)
        .map(l => decorated(l, document, told));
    for (const kind of ['value', 'call', 'unknown', 'raises', 'recorded'] as const) this.decorate(editor, kind, by(kind));
    const dims = settings(document.uri).dimNotTaken ? told.notTaken : [];
    this.decorate(
      editor,
      'notTaken',
      dims.map(([from, to]) => ({ range: new vscode.Range(from - 1, 0, Math.min(to, document.lineCount) - 1, 1000) })),
    );
    this.showing.fire();
  }
  /** Each call costs the host, also where nothing is there and nothing comes. */
  private decorate(editor: vscode.TextEditor, kind: keyof InlinePredictions['styles'], all: vscode.DecorationOptions[]): void {
    if (all.length === 0 && !this.set.has(kind)) return;
    editor.setDecorations(this.styles[kind], all);
    if (all.length > 0) this.set.add(kind);
    else this.set.delete(kind);
  }
  private clear(): void {
    const { on } = this;
    this.version = -1;
    if (on === undefined) return;
    this.on = undefined;
    for (const kind of [...this.set]) this.decorate(on, kind, []);
  }
  /** The whole line answers, and the text at its end. Hovers are made when someone looks: the host reads their Markdown, and would read that of each line at each key. */
  private hoverAt(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const { last: told } = this;
    if (told?.example === undefined || this.on?.document !== document || this.version !== document.version) return undefined;
    const line = position.line + 1;
    const shown = told.lines.find(l => l.line === line && l.text !== '');
    if (shown !== undefined) return new vscode.Hover(hoverOf(shown, told), rangeOf(shown, document));
    const isDimmed = this.set.has('notTaken') && told.notTaken.some(([from, to]) => from <= line && line <= to);
    return isDimmed ? new vscode.Hover(`${told.recorded === undefined ? 'Predicted' : 'Recorded'}: not reached with ${exampleText(told.example)}`) : undefined;
  }
}
/** Text at a line's end that runs out of sight would make the editor scroll sideways. */
function fitting(text: string, column: number): string {
  const room = Math.max(32, lineWidth - column);
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
const lineWidth = 104;
const pinKey = (file: string, name: string): string => `${file}\n${name}`;

function hoverOf(l: LineShown, told: Inline): vscode.MarkdownString {
  const hover = new vscode.MarkdownString(undefined, true);
  if (told.recorded === undefined) hover.appendMarkdown(`**Predicted** by Foretrace with \`${exampleText(told.example!)}\`; nothing was run.\n\n`);
  else
    hover
      .appendMarkdown(`**Recorded** on ${new Date(told.recorded).toLocaleString()}: `)
      .appendText(exampleText(told.example!))
      .appendMarkdown('\n\n');
  hover.appendCodeblock(l.history.filter(h => !isNote(h)).join('\n'), 'python');
  for (const why of l.history.filter(isNote)) hover.appendMarkdown(`\n\n$(question) `).appendText(why);
  return hover;
}
function rangeOf({ line }: LineShown, document: vscode.TextDocument): vscode.Range {
  const { range, firstNonWhitespaceCharacterIndex } = document.lineAt(line - 1);
  return new vscode.Range(line - 1, firstNonWhitespaceCharacterIndex, line - 1, range.end.character);
}
function decorated(l: LineShown, document: vscode.TextDocument, told: Inline): vscode.DecorationOptions {
  const range = rangeOf(l, document);
  return {
    range,
    renderOptions: {
      after: { contentText: `${told.recorded === undefined ? mark : recordedMark} ${fitting(l.text.replaceAll('\n', '⏎'), range.end.character)}` },
    },
  };
}
