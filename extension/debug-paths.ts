// How sources are named in the messages of a debug session: the engine names them by paths, an editor in a browser by URIs (of a repository on a server, say).
import * as vscode from 'vscode';
import { inBrowser, pathOf, uriOf } from './places.ts';

type Message = vscode.DebugProtocolMessage;
export const forEditor = (m: Message): Message => (inBrowser ? (renamed(m, path => uriOf(path).toString()) as Message) : m);
export const forEngine = (m: Message): Message =>
  inBrowser ? (renamed(m, path => (/^[\w+.-]{2,}:/.test(path) ? pathOf(vscode.Uri.parse(path)) : path)) as Message) : m;

/** Where a message has paths: in each `Source` (https://microsoft.github.io/debug-adapter-protocol/specification#Types_Source), and in what a launch is given. */
const named = new Set(['path', 'program', 'cwd']);
function renamed(value: unknown, name: (path: string) => string): unknown {
  if (Array.isArray(value)) return value.map(v => renamed(v, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, named.has(key) && typeof v === 'string' && isPlace(v) ? name(v) : renamed(v, name)]));
}
/** A test's node id stays as it is. */
const isPlace = (text: string): boolean => text.startsWith('/') || /^[\w+.-]{2,}:\//.test(text);
