// `foretrace hook`: reads one event of an agent from standard input and answers it in its client's JSON. `foretrace hook install|uninstall`: puts it into the client's settings.
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { badUsage, unknownClient } from '../../../trace-collector/failure.ts';
import { answerFor, type Client, clients, type HookAnswer, readEvent } from '../hooks/dialects.ts';
import { foresee } from '../hooks/foresee.ts';
import { apply, diffOf, installation, removal } from '../hooks/install.ts';
import { exitCodes } from './exit-codes.ts';
import { workspaceOf } from './session.ts';

const help = `foretrace hook: foresight for an agent, before its edit is made or its command is run

  foretrace hook [--client auto|claude|vscode|cursor] [--budget MS]
      reads a PreToolUse event (or SessionStart, to get ready) from standard input, forecasts the edit or the command line within the budget (2000 ms), and answers in the client's JSON:
      the forecast as context; ask or deny where .foretrace/policy.json says so. Where it cannot tell, the edit goes on, with a note.
  foretrace hook install --client claude|vscode|cursor [--yes] [--command COMMAND]
      shows what it would change in the client's settings, asks, and writes it (foretrace hook uninstall takes it out again)
`;
const usualBudget = 2000;

export async function hookCommand(args: readonly string[]): Promise<number> {
  let parsed: { values: { client?: string; budget?: string; yes?: boolean; command?: string; help?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...args],
      options: {
        client: { type: 'string' },
        budget: { type: 'string' },
        yes: { type: 'boolean' },
        command: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  const { values: v, positionals } = parsed;
  if (v.help) {
    process.stdout.write(help);
    return exitCodes.fine;
  }
  const [action, ...more] = positionals;
  if (more.length > 0 || (action !== undefined && action !== 'install' && action !== 'uninstall'))
    throw badUsage('hook takes install, uninstall, or nothing; see foretrace hook --help');
  const client = clientNamed(v.client ?? 'auto');
  if (action !== undefined) return await settle(action, client, v.yes === true, v.command);
  if (v.budget !== undefined && !/^[1-9]\d*$/.test(v.budget)) throw badUsage(`--budget ${v.budget}: milliseconds`);
  return await answer(client, Number(v.budget ?? usualBudget));
}
function clientNamed(name: string): Client | 'auto' {
  if (name !== 'auto' && !(clients as readonly string[]).includes(name)) throw unknownClient(name);
  return name as Client | 'auto';
}

/** Whatever goes wrong here, the edit goes on: the exit code is 0, and a note says why there is no forecast. */
async function answer(client: Client | 'auto', budget: number): Promise<number> {
  let of: Client = client === 'auto' ? 'claude' : client;
  let said: HookAnswer;
  try {
    const event = readEvent(JSON.parse(await text(process.stdin)), client);
    of = event?.client ?? of;
    const environment = Object.fromEntries(Object.entries(process.env).filter((e): e is [string, string] => e[1] !== undefined));
    const cwd = event?.cwd !== undefined && existsSync(event.cwd) ? realpathSync(event.cwd) : realpathSync(process.cwd());
    // The clock of this process started when the client started it; some time is for the answer itself.
    said = event === undefined ? { verdict: 'allow', context: '', reason: '' } : await foresee(event, cwd, () => budget - performance.now() - 100, environment);
  } catch (e) {
    said = { verdict: 'allow', context: '', reason: '', note: `Foretrace could not forecast this edit: ${(e as Error).message.split('\n')[0]}` };
  }
  // Cursor shows no notes.
  if (said.note !== undefined) process.stderr.write(`foretrace: ${said.note}\n`);
  await new Promise<void>(flushed => process.stdout.write(`${JSON.stringify(answerFor(of, said))}\n`, () => flushed()));
  process.exit(exitCodes.fine);
}

async function settle(action: 'install' | 'uninstall', client: Client | 'auto', yes: boolean, asked: string | undefined): Promise<number> {
  if (client === 'auto') throw badUsage(`hook ${action} needs --client claude, vscode or cursor`);
  const print = (t: string): void => void process.stdout.write(t);
  const cwd = realpathSync(process.cwd());
  const root = workspaceOf(cwd);
  const change = action === 'install' ? installation(client, root, asked ?? ownCommand()) : removal(client, root);
  if (change === undefined) {
    print(action === 'install' ? 'the hook is there already: nothing to change\n' : 'the hook is not there: nothing to change\n');
    return exitCodes.fine;
  }
  print(`${diffOf(change, f => relative(cwd, f))}\n`);
  if (action === 'install')
    print(
      'With this the client RUNS foretrace when its agent begins, before each edit that it makes and each command that it runs; foretrace runs nothing of the project.\n',
    );
  if (!yes && !(await agreed())) {
    print('Nothing was written (--yes writes it).\n');
    return exitCodes.fine;
  }
  apply(change);
  print(`Wrote ${relative(cwd, change.file)}.\n`);
  return exitCodes.fine;
}
/** Asks, where someone is there to answer. */
export async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(?:es)?$/i.test((await asking.question('Write it? [y/N] ')).trim());
  } finally {
    asking.close();
  }
}
/** By its name where the shell finds it, else by its path. */
export function ownCommand(): string {
  const onPath = (process.env.PATH ?? '').split(delimiter).some(p => p !== '' && existsSync(join(p, 'foretrace')));
  return onPath ? 'foretrace' : `"${process.execPath}" "${process.argv[1]}"`;
}
