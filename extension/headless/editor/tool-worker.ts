// The tools for VS Code's language models, in a process of their own: one desk for each folder, warm for as long as the editor is there. Calls come by id, answers go by id.
import { Failed } from '../../../trace-collector/failure.ts';
import { Desk } from '../tools/desk.ts';
import { problemsOf, tools } from '../tools/table.ts';
import { hostPort } from './host-port.ts';

export type ToToolWorker =
  | { readonly kind: 'call'; readonly id: number; readonly folder: string; readonly tool: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number };
export type FromToolWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly text: string }
  /** Words for the model, with the next step. */
  | { readonly kind: 'failed'; readonly id: number; readonly say: string }
  | { readonly kind: 'bug'; readonly text: string };

const { tell, hear } = hostPort<ToToolWorker, FromToolWorker>();
const desks = new Map<string, Desk>();
const running = new Map<number, AbortController>();

hear(m => {
  if (m.kind === 'cancel') running.get(m.id)?.abort();
  else void call(m);
});

async function call({ id, folder, tool: name, input }: Extract<ToToolWorker, { kind: 'call' }>): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const tool = tools.find(t => t.name === name);
    const read = tool?.input.safeParse(input ?? {});
    if (tool === undefined || read === undefined) tell({ kind: 'failed', id, say: `there is no tool ${name}` });
    else if (!read.success) tell({ kind: 'failed', id, say: `${name}: ${problemsOf(read.error)}` });
    else tell({ kind: 'answer', id, text: JSON.stringify(await tool.handle(read.data, { desk: deskAt(folder), signal: stop.signal, progress: () => {} })) });
  } catch (e) {
    if (e instanceof Failed) tell({ kind: 'failed', id, say: e.failure.say });
    else {
      tell({ kind: 'bug', text: e instanceof Error ? (e.stack ?? e.message) : String(e) });
      tell({ kind: 'failed', id, say: 'a fault of Foretrace’s own, nothing of yours; try another tool' });
    }
  } finally {
    running.delete(id);
  }
}
function deskAt(folder: string): Desk {
  let desk = desks.get(folder);
  if (desk === undefined) {
    desk = new Desk(folder, { engines: 1, memoryMb: 1024, onBug: text => tell({ kind: 'bug', text }) });
    desks.set(folder, desk);
  }
  return desk;
}
