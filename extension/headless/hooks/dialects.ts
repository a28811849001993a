// Events of agents when they begin and before they use a tool, as each client writes them, and answers as each reads them. Edits of files and command lines are understood; all else is none of our
// business. Claude Code: code.claude.com/docs/en/hooks. VS Code: code.visualstudio.com/docs/agents/reference/hooks-reference. Cursor: cursor.com/docs/hooks.
import * as z from 'zod';
import type { VerdictKind } from '../../../predictor/forecast/policy.ts';
import type { Proposal, Replacement } from '../proposals.ts';

export const clients = ['claude', 'vscode', 'cursor'] as const;
export type Client = (typeof clients)[number];

const event = z.looseObject({
  hook_event_name: z.string().optional(),
  hookEventName: z.string().optional(),
  tool_name: z.string().optional(),
  toolName: z.string().optional(),
  tool_input: z.unknown().optional(),
  toolInput: z.unknown().optional(),
  cwd: z.string().optional(),
  workspace_roots: z.array(z.string()).optional(),
  command: z.string().optional(),
});

export interface HookEvent {
  readonly client: Client;
  /** Where the agent works. */
  readonly cwd: string | undefined;
  /** The edit that is about to be made; undefined where the event is none. */
  readonly proposal: Proposal | undefined;
  /** The file of an edit that is understood no further: a notebook's cell. */
  readonly touches?: string;
  /** The command line that is about to be run. */
  readonly command?: string;
  /** The agent begins to work: nothing is proposed yet. */
  readonly begins?: true;
}

/** Undefined for what is no event of a client before the use of a tool, or at the start of a session. */
export function readEvent(json: unknown, client: Client | 'auto'): HookEvent | undefined {
  const read = event.safeParse(json);
  if (!read.success) return undefined;
  const e = read.data;
  const name = e.hook_event_name ?? e.hookEventName;
  const tool = e.tool_name ?? e.toolName;
  if (name?.toLowerCase() === 'sessionstart')
    return { client: client === 'auto' ? clientOf(e, '') : client, cwd: e.cwd || e.workspace_roots?.[0], proposal: undefined, begins: true };
  // Cursor's own event for its terminal, beside that of tools.
  if (name?.toLowerCase() === 'beforeshellexecution' && e.command !== undefined)
    return { client: client === 'auto' ? 'cursor' : client, cwd: e.cwd || e.workspace_roots?.[0], proposal: undefined, command: e.command };
  if (tool === undefined || (name !== undefined && name.toLowerCase() !== 'pretooluse')) return undefined;
  const input = inputOf(e.tool_input ?? e.toolInput);
  const command = input === undefined || !shells.has(tool.toLowerCase()) ? undefined : text(input, 'command', 'commandLine', 'cmd', 'input');
  return {
    client: client === 'auto' ? clientOf(e, tool) : client,
    cwd: (command === undefined ? undefined : text(input!, 'working_directory', 'workingDirectory', 'cwd')) ?? e.cwd ?? e.workspace_roots?.[0],
    proposal: input === undefined || command !== undefined ? undefined : proposalOf(tool, input),
    ...(command === undefined ? {} : { command }),
    ...(input !== undefined && notebooks.has(tool.toLowerCase()) ? touched(input) : {}),
  };
}
function clientOf(e: z.infer<typeof event>, tool: string): Client {
  if ('cursor_version' in e || e.workspace_roots !== undefined || e.hook_event_name === 'preToolUse') return 'cursor';
  return e.hookEventName !== undefined || 'sessionId' in e || /^[a-z]+(?:_[a-z]+)+$/.test(tool) ? 'vscode' : 'claude';
}

type Input = Readonly<Record<string, unknown>>;
/** Some clients hand it over as text. */
function inputOf(given: unknown): Input | undefined {
  if (typeof given !== 'string') return isRecord(given) ? given : undefined;
  try {
    const parsed: unknown = JSON.parse(given);
    return isRecord(parsed) ? parsed : { input: given };
  } catch {
    return { input: given };
  }
}
const isRecord = (v: unknown): v is Input => typeof v === 'object' && v !== null && !Array.isArray(v);
const text = (input: Input, ...names: readonly string[]): string | undefined => {
  for (const n of names) if (typeof input[n] === 'string') return input[n];
  return undefined;
};

/** A PowerShell line is no bash: it would be misread. */
const shells = new Set(['bash', 'shell', 'run_in_terminal', 'runinterminal', 'run_terminal_cmd', 'run_command']);
const writing = new Set(['write', 'create_file', 'createfile', 'write_file', 'create']);
const replacing = new Set([
  'edit',
  'multiedit',
  'strreplace',
  'str_replace',
  'search_replace',
  'replace_string_in_file',
  'multi_replace_string_in_file',
  'edit_file',
]);
const notebooks = new Set(['notebookedit', 'edit_notebook', 'edit_notebook_file', 'editnotebook']);
function touched(input: Input): { readonly touches?: string } {
  const path = text(input, 'notebook_path', 'notebookPath', 'target_notebook', 'filePath', 'file_path', 'path');
  return path === undefined ? {} : { touches: path };
}
const patching = new Set(['apply_patch', 'applypatch']);
const removing = new Set(['delete', 'delete_file']);

/** Tools are told apart by their names, parts of their input by either spelling: `file_path`, `filePath`. */
function proposalOf(tool: string, input: Input): Proposal | undefined {
  const name = tool.toLowerCase();
  const path = text(input, 'file_path', 'filePath', 'path', 'target_file');
  const content = text(input, 'content', 'contents', 'file_text', 'fileText');
  if (patching.has(name)) {
    const patch = text(input, 'input', 'patch');
    return patch === undefined ? undefined : { patch };
  }
  if (removing.has(name)) return path === undefined ? undefined : { files: { [path]: null } };
  if ((writing.has(name) || replacing.has(name)) && path !== undefined && content !== undefined) return { files: { [path]: content } };
  if (!replacing.has(name) && !writing.has(name)) return undefined;
  const list = [input.edits, input.replacements].find(Array.isArray) as unknown[] | undefined;
  const replace = (list ?? [input]).map(r => (isRecord(r) ? replacementOf(r, path) : undefined));
  if (replace.length === 0 || replace.some(r => r === undefined)) return undefined;
  const [first] = replace as Replacement[];
  // An empty text is replaced in a file that is to be made.
  if (first.old === '') return replace.length === 1 ? { files: { [first.path]: first.new } } : undefined;
  return { replace: replace as Replacement[] };
}
function replacementOf(r: Input, around: string | undefined): Replacement | undefined {
  const path = text(r, 'file_path', 'filePath', 'path', 'target_file') ?? around;
  const old = text(r, 'old_string', 'oldString', 'old_str', 'old_text');
  const now = text(r, 'new_string', 'newString', 'new_str', 'new_text');
  if (path === undefined || old === undefined || now === undefined) return undefined;
  return { path, old, new: now, ...(r.replace_all === true || r.replaceAll === true ? { all: true } : {}) };
}

export interface HookAnswer {
  readonly verdict: VerdictKind;
  /** Told to the agent. */
  readonly context: string;
  /** Why it asks or denies. */
  readonly reason: string;
  /** For the person: that nothing could be forecast. */
  readonly note?: string;
}
/** What the client reads. A verdict of `allow` says nothing about permission: to answer "allow" would skip the client's own question. */
export function answerFor(client: Client, a: HookAnswer): object {
  if (client === 'cursor') {
    if (a.verdict === 'allow') return a.context === '' ? {} : { agent_message: a.context };
    return { permission: a.verdict, user_message: a.reason, agent_message: a.context === '' ? a.reason : `${a.reason}\n${a.context}` };
  }
  const decision =
    a.verdict === 'allow' ? {} : { permissionDecision: a.verdict, permissionDecisionReason: a.context === '' ? a.reason : `${a.reason}\n${a.context}` };
  const context = a.verdict === 'allow' && a.context !== '' ? { additionalContext: a.context } : {};
  const said = { ...decision, ...context };
  return {
    ...(Object.keys(said).length === 0 ? {} : { hookSpecificOutput: { hookEventName: 'PreToolUse', ...said } }),
    ...(a.note === undefined ? {} : { systemMessage: a.note }),
  };
}
