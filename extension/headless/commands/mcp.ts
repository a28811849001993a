// `foretrace mcp [--workspace DIR] [--no-record] [--oracle NAME]`: the tools for agents over the Model Context Protocol.
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { badUsage, Failed } from '../../../trace-collector/failure.ts';
import { serveMcp } from '../mcp/server.ts';
import { Desk } from '../tools/desk.ts';
import { exitCodes } from './exit-codes.ts';

const help = `foretrace mcp: Foretrace's tools over the Model Context Protocol, on standard input and output

  foretrace mcp [--workspace DIR] [--no-record] [--oracle NAME]
      --workspace DIR   the folder to work in (default: the current one)
      --no-record       leave out record_trace, the only tool that runs code
      --oracle NAME     ask memory, chat or cwm for what is unknown, as .foretrace/oracles.json sets them up; models get the code around it

For a client: {"mcpServers": {"foretrace": {"command": "foretrace", "args": ["mcp"]}}}
`;

export async function mcpCommand(args: readonly string[], version: string): Promise<number> {
  let values: { workspace?: string; oracle?: string[]; 'no-record'?: boolean; stdio?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        workspace: { type: 'string' },
        oracle: { type: 'string', multiple: true },
        'no-record': { type: 'boolean' },
        stdio: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  if (values.help) {
    process.stdout.write(help);
    return exitCodes.fine;
  }
  const onFault = (text: string): void => {
    if (process.env.FORETRACE_DEBUG) process.stderr.write(`foretrace fault: ${text}\n`);
  };
  const desk = new Desk(values.workspace ?? process.cwd(), {
    onBug: onFault,
    oracles: values.oracle ?? [],
    onOracle: n => process.stderr.write(`foretrace: oracle ${n}\n`),
  });
  serveMcp(desk, { version, record: values['no-record'] !== true, online: values.oracle?.some(n => n === 'chat' || n === 'cwm') ?? false, onFault });
  // Its engines need no farewell: they hold nothing worth saving.
  await new Promise<void>(ended => process.stdin.once('end', ended).once('close', ended));
  desk.dispose();
  await new Promise<void>(flushed => process.stdout.write('', () => flushed()));
  process.exit(exitCodes.fine);
}

// Started by itself (`node mcp.js`), as some clients' settings do: the same server.
declare const FORETRACE_VERSION: string;
if (process.argv[1] !== undefined && isThis(process.argv[1])) {
  try {
    process.exitCode = await mcpCommand(process.argv.slice(2), typeof FORETRACE_VERSION === 'string' ? FORETRACE_VERSION : 'from sources');
  } catch (e) {
    if (!(e instanceof Failed)) throw e;
    process.stderr.write(`foretrace: ${e.failure.say}\n`);
    process.exitCode = exitCodes.error;
  }
}
function isThis(path: string): boolean {
  try {
    return realpathSync(path) === realpathSync(fileURLToPath(import.meta.url));
  } catch {
    return false;
  }
}
