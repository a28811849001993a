// `foretrace tool`: the tools for agents from a command line, JSON in and JSON out, for agents that have a shell and no protocol.
import { readFileSync } from 'node:fs';
import { badArguments, badUsage, noSuchTool } from '../../../trace-collector/failure.ts';
import { Desk } from '../tools/desk.ts';
import { cardOf, problemsOf, tools } from '../tools/table.ts';
import { running } from '../tools/tool.ts';
import { exitCodes } from './exit-codes.ts';

const help = `foretrace tool: the tools of foretrace mcp from a command line

  foretrace tool                    name them
  foretrace tool --schemas          … with what each takes and gives, as JSON
  foretrace tool NAME '{…}'         call one; its arguments as JSON, or - for standard input
      --oracle NAME                 … asking memory, chat or cwm for what is unknown

Only record_trace runs code.
`;

export async function toolCommand(given: readonly string[]): Promise<number> {
  const { rest: args, names: oracles } = oracleOptions(given);
  const print = (text: string): void => void process.stdout.write(text);
  if (args[0] === '--help' || args[0] === '-h') {
    print(help);
    return exitCodes.fine;
  }
  if (args.length === 0) {
    for (const t of tools) print(`${t.name.padEnd(20)} ${t.title}${t.annotations === running ? ' (runs code)' : ''}\n`);
    return exitCodes.fine;
  }
  if (args[0] === '--schemas') {
    print(`${JSON.stringify(tools.map(cardOf), undefined, 2)}\n`);
    return exitCodes.fine;
  }
  const [name, text = '{}', ...more] = args;
  if (more.length > 0) throw badUsage("tool takes a name and one argument of JSON: foretrace tool predict_edit '{…}'");
  const found = tools.find(t => t.name === name);
  if (found === undefined)
    throw noSuchTool(
      name,
      tools.map(t => t.name),
    );
  const input = found.input.safeParse(jsonOf(name, text === '-' ? readFileSync(0, 'utf8') : text));
  if (!input.success) throw badArguments(name, problemsOf(input.error));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const desk = new Desk(process.cwd(), { oracles, onOracle: n => process.stderr.write(`foretrace: oracle ${n}\n`) });
  try {
    print(`${JSON.stringify(await found.handle(input.data, { desk, signal: stop.signal, progress: () => {} }), undefined, 2)}\n`);
    return exitCodes.fine;
  } finally {
    desk.dispose();
  }
}
/** `--oracle NAME`, anywhere. */
function oracleOptions(args: readonly string[]): { readonly rest: readonly string[]; readonly names: readonly string[] } {
  const rest: string[] = [];
  const names: string[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--oracle') names.push(args[++i] ?? '');
    else if (args[i].startsWith('--oracle=')) names.push(args[i].slice('--oracle='.length));
    else rest.push(args[i]);
  }
  return { rest, names };
}
function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (e) {
    throw badArguments(name, `the arguments are not JSON: ${(e as Error).message.split('\n')[0]}`);
  }
}
