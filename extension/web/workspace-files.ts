// The files of the workspace's folders, read through the editor's own file systems (a repository on a server, a folder of the browser's, a remote) and kept up to date.
import * as vscode from 'vscode';
import type { Told, ToldFiles } from './told-files.ts';

/** Folders that are there, and that nobody needs to look into. */
const closedFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.foretrace',
]);
/** Beyond these, files are known to be there, and no more: what reads one is unknown. */
const mostFiles = 20_000;
const mostBytes = 64 << 20;
const mostBytesOfOne = 4 << 20;
/** Questions to the file system at a time: each may go to a server. */
const atOnce = 24;

export class WorkspaceFiles implements vscode.Disposable {
  private readonly telling = new vscode.EventEmitter<Promise<ToldFiles>>();
  /** Hears of what changes, before it is read: what is asked behind that must wait for it. */
  readonly onDidChange = this.telling.event;
  private readonly listening: vscode.Disposable[];
  private readonly log: vscode.LogOutputChannel;
  /** Of each file that was looked at, the bytes that were read. */
  private readonly read = new Map<string, number>();
  private bytes = 0;
  private atWork = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(log: vscode.LogOutputChannel) {
    this.log = log;
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const changed = (uri: vscode.Uri): void => {
      if (!uri.path.split('/').some(part => closedFolders.has(part))) this.telling.fire(this.look(uri));
    };
    this.listening = [
      this.telling,
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      // Not every file system tells of its changes.
      vscode.workspace.onDidSaveTextDocument(d => changed(d.uri)),
      vscode.workspace.onDidCreateFiles(e => e.files.forEach(changed)),
      vscode.workspace.onDidDeleteFiles(e => e.files.forEach(changed)),
      vscode.workspace.onDidRenameFiles(e => e.files.forEach(f => (changed(f.oldUri), changed(f.newUri)))),
      vscode.workspace.onDidChangeWorkspaceFolders(e => {
        for (const f of e.added) changed(f.uri);
        for (const f of e.removed) this.telling.fire(Promise.resolve([[f.uri.path, null]]));
      }),
    ];
  }
  /** Everything in the workspace's folders. */
  async all(): Promise<ToldFiles> {
    const from = performance.now();
    this.read.clear();
    this.bytes = 0;
    const all = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(f => this.look(f.uri)));
    this.log.info(`read ${this.read.size} files, ${Math.round(this.bytes / 1024)} kB, in ${Math.round(performance.now() - from)} ms`);
    if (this.isFull()) this.log.warn('This workspace is too large to be read whole in a browser: what needs the rest of it is unknown.');
    return all.flat();
  }
  dispose(): void {
    for (const l of this.listening) l.dispose();
  }

  private async look(uri: vscode.Uri): Promise<ToldFiles> {
    try {
      const { type, size } = await this.inTurn(() => vscode.workspace.fs.stat(uri));
      if (type === vscode.FileType.Directory) return await this.folder(uri);
      return [[uri.path, type === vscode.FileType.File ? await this.file(uri, size) : { kind: 'closed', of: isFolder(type) ? 'folder' : 'file' }]];
    } catch {
      return [[uri.path, null]];
    }
  }
  private async folder(uri: vscode.Uri): Promise<ToldFiles> {
    if (this.isFull() || closedFolders.has(uri.path.replace(/^.*\//, ''))) return [[uri.path, { kind: 'closed', of: 'folder' }]];
    let entries: readonly [string, vscode.FileType][];
    try {
      entries = await this.inTurn(() => vscode.workspace.fs.readDirectory(uri));
    } catch {
      return [[uri.path, { kind: 'closed', of: 'folder' }]];
    }
    const inside = await Promise.all(
      entries.map(async ([name, type]): Promise<ToldFiles> => {
        const at = vscode.Uri.joinPath(uri, name);
        // Where a link leads is not told: outside of the workspace nothing is read.
        if (type & vscode.FileType.SymbolicLink) return [[at.path, { kind: 'closed', of: isFolder(type) ? 'folder' : 'file' }]];
        return type === vscode.FileType.Directory ? await this.folder(at) : [[at.path, await this.file(at)]];
      }),
    );
    return [[uri.path, { kind: 'folder' }], ...inside.flat()];
  }
  /** Python is read at once; of what else there is the size is asked first. */
  private async file(uri: vscode.Uri, known?: number): Promise<Told> {
    try {
      const size = known ?? (uri.path.endsWith('.py') ? 0 : (await this.inTurn(() => vscode.workspace.fs.stat(uri))).size);
      this.count(uri, 0);
      if (size > mostBytesOfOne || this.bytes + size > mostBytes || this.isFull()) return { kind: 'closed', of: 'file', size };
      const bytes = await this.inTurn(() => vscode.workspace.fs.readFile(uri));
      this.count(uri, bytes.length);
      return { kind: 'file', bytes };
    } catch {
      return { kind: 'closed', of: 'file' };
    }
  }
  private count({ path }: vscode.Uri, bytes: number): void {
    this.bytes += bytes - (this.read.get(path) ?? 0);
    this.read.set(path, bytes);
  }
  private isFull(): boolean {
    return this.read.size > mostFiles || this.bytes > mostBytes;
  }
  private async inTurn<R>(ask: () => Thenable<R>): Promise<R> {
    if (this.atWork >= atOnce) await new Promise<void>(go => this.waiting.push(go));
    this.atWork++;
    try {
      return await ask();
    } finally {
      this.atWork--;
      this.waiting.shift()?.();
    }
  }
}
const isFolder = (type: vscode.FileType): boolean => (type & vscode.FileType.Directory) !== 0;
