// Puts the hook into a client's settings, or takes it out again: as a change that can be shown before it is made. Nothing else in the settings is touched.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { settingsNotJson } from '../../../trace-collector/failure.ts';
import type { Client } from './dialects.ts';

const places: Readonly<Record<Client, string>> = { claude: '.claude/settings.json', vscode: '.github/hooks/foretrace.json', cursor: '.cursor/hooks.json' };
/** More than the hook's own budget: the client must not end it before it answers. */
const seconds = 15;

export interface Change {
  readonly file: string;
  readonly before: string | undefined;
  readonly after: string;
}
type Json = Record<string, unknown>;

/** Undefined where it is there already. Throws a Failed where the settings cannot be read. */
export function installation(client: Client, root: string, command: string): Change | undefined {
  const { file, before, json } = read(client, root);
  const hooks = recordAt(json, 'hooks', file);
  const missing = entries(client, `${command} hook --client ${client}`).filter(([name]) => !listAt(hooks, name, file).some(isOurs));
  if (missing.length === 0) return undefined;
  const added = Object.fromEntries(missing.map(([name, entry]) => [name, [...listAt(hooks, name, file), entry]]));
  const version = client === 'cursor' && json.version === undefined ? { version: 1 } : {};
  return { file, before, after: written({ ...version, ...json, hooks: { ...hooks, ...added } }, before) };
}
/** By event: before each edit and command, and at the start of a session, where the client tells of that. */
function entries(client: Client, run: string): (readonly [event: string, entry: Json])[] {
  const command = { type: 'command', command: run, timeout: seconds };
  switch (client) {
    case 'claude':
      return [
        ['PreToolUse', { matcher: 'Edit|Write|MultiEdit|NotebookEdit|Bash', hooks: [command] }],
        ['SessionStart', { matcher: 'startup|resume', hooks: [command] }],
      ];
    case 'vscode':
      return [
        ['PreToolUse', command],
        ['SessionStart', command],
      ];
    case 'cursor':
      return [['preToolUse', { command: run, matcher: 'Write|Edit|StrReplace|Delete|Shell', timeout: seconds }]];
  }
}
/** Undefined where it is not there. */
export function removal(client: Client, root: string): Change | undefined {
  const { file, before, json } = read(client, root);
  const hooks = recordAt(json, 'hooks', file);
  const ours = entries(client, '')
    .map(([name]) => name)
    .filter(name => listAt(hooks, name, file).some(isOurs));
  if (ours.length === 0) return undefined;
  const left = Object.entries(hooks).flatMap(([name, list]) => {
    if (!ours.includes(name)) return [[name, list] as const];
    const kept = (list as unknown[]).flatMap(e => (isOurs(e) ? withoutOurs(e) : [e]));
    return kept.length === 0 ? [] : [[name, kept] as const];
  });
  return { file, before, after: written({ ...json, hooks: Object.fromEntries(left) }, before) };
}
export const diffOf = ({ file, before, after }: Change, show: (file: string) => string): string =>
  createTwoFilesPatch(before === undefined ? '/dev/null' : show(file), show(file), before ?? '', after, '', '')
    .split('\n')
    .slice(1)
    .join('\n');

/** Written beside its place and moved there. */
export function apply({ file, after }: Change): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.foretrace`, after);
  renameSync(`${file}.foretrace`, file);
}

function read(client: Client, root: string): { file: string; before: string | undefined; json: Json } {
  const file = join(root, places[client]);
  if (!existsSync(file)) return { file, before: undefined, json: {} };
  const before = readFileSync(file, 'utf8');
  try {
    const json: unknown = before.trim() === '' ? {} : JSON.parse(before.replace(/^\uFEFF/, ''));
    if (isRecord(json)) return { file, before, json };
  } catch (e) {
    throw settingsNotJson(file, (e as Error).message.split('\n')[0]);
  }
  throw settingsNotJson(file, 'it holds no object');
}
const isRecord = (v: unknown): v is Json => typeof v === 'object' && v !== null && !Array.isArray(v);
function recordAt(json: Json, name: string, file: string): Json {
  const found = json[name] ?? {};
  if (!isRecord(found)) throw settingsNotJson(file, `"${name}" is no object`);
  return found;
}
function listAt(json: Json, name: string, file: string): unknown[] {
  const found = json[name] ?? [];
  if (!Array.isArray(found)) throw settingsNotJson(file, `"hooks.${name}" is no list`);
  return found;
}
const isOurCommand = (c: unknown): boolean => typeof c === 'string' && /\bforetrace\b.* hook\b|\bcli\.js"? hook --client\b/.test(c);
const isOurs = (e: unknown): boolean =>
  isRecord(e) && (isOurCommand(e.command) || (Array.isArray(e.hooks) && e.hooks.some(h => isRecord(h) && isOurCommand(h.command))));
/** What else stands beside it in one entry stays. */
function withoutOurs(e: unknown): unknown[] {
  if (!isRecord(e) || !Array.isArray(e.hooks)) return [];
  const others = e.hooks.filter(h => !isRecord(h) || !isOurCommand(h.command));
  return others.length === 0 ? [] : [{ ...e, hooks: others }];
}
function written(json: Json, before: string | undefined): string {
  const indent = /^([ \t]+)"/m.exec(before ?? '')?.[1] ?? '  ';
  return `${JSON.stringify(json, undefined, indent)}\n`;
}
