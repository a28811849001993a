// `foretrace find-input FILE[:LINE]`: the tool find_input for people, in a line or two.
import { parseArgs } from 'node:util';
import { badArguments, badUsage } from '../../../trace-collector/failure.ts';
import { Desk } from '../tools/desk.ts';
import { searchTools } from '../tools/find-input.ts';
import { problemsOf } from '../tools/table.ts';
import { exitCodes } from './exit-codes.ts';

const help = `foretrace find-input: arguments that lead somewhere, found without running anything

  foretrace find-input FILE.py:LINE          a call that reaches the line
      --condition "n > 9"                    … with this true there, over its locals (without a LINE: over what the call gives, as result)
  foretrace find-input FILE.py --function F --raises KeyError|any
      --function NAME                        the function to call: total, Basket.add (default: the one around the line)
      --call "Basket(?).add(?, count=?)"     how to call it, ? where values go
      --tries N, --seconds S                 when to give up (500 calls, 20 s)
Exit codes: 0 found, 3 not found (which proves nothing), 2 the question makes no sense.
`;

export async function findInputCommand(args: readonly string[]): Promise<number> {
  const print = (text: string): void => void process.stdout.write(text);
  const text = { type: 'string' } as const;
  let parsed: { values: Record<string, string | boolean | undefined>; positionals: string[] };
  try {
    parsed = parseArgs({
      args: [...args],
      options: { function: text, call: text, condition: text, raises: text, tries: text, seconds: text, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  const { help: asked, tries, seconds, ...values } = parsed.values;
  if (asked === true) {
    print(help);
    return exitCodes.fine;
  }
  if (parsed.positionals.length !== 1) throw badUsage('find-input takes one FILE.py or FILE.py:LINE; see foretrace find-input --help');
  const [, target, line] = /^(.*?)(?::(\d+))?$/.exec(parsed.positionals[0])!;
  const [tool] = searchTools;
  const given = {
    target,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...values,
    ...(tries === undefined ? {} : { tries: Number(tries) }),
    ...(seconds === undefined ? {} : { seconds: Number(seconds) }),
  };
  const input = tool.input.safeParse(given);
  if (!input.success) throw badArguments('find-input', problemsOf(input.error));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const desk = new Desk(process.cwd());
  try {
    const r = (await tool.handle(input.data, { desk, signal: stop.signal, progress: () => {} })) as {
      found: boolean;
      call?: string;
      test?: string;
      evidence?: string;
      say: string;
      closest?: { call: string; line: number; source: string };
      possible?: { call: string; why: string };
    };
    if (r.found)
      print(
        `${r.call ?? r.test}\n  ${r.evidence}\n  forecast, nothing was run${r.call !== undefined && r.test !== undefined ? `; ${r.test} gets there too` : ''}\n`,
      );
    else {
      print(`${r.say}\n`);
      if (r.closest !== undefined) print(`  closest: ${r.closest.call}, which came to line ${r.closest.line}: ${r.closest.source}\n`);
      if (r.possible !== undefined) print(`  perhaps: ${r.possible.call} (${r.possible.why})\n`);
    }
    return r.found ? exitCodes.fine : exitCodes.unknown;
  } finally {
    desk.dispose();
  }
}
