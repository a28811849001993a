// `foretrace serve`: JSON-RPC on standard input and output. `foretrace serve --methods` prints what it answers.
import { badUsage } from '../../../trace-collector/failure.ts';
import { methodsText } from '../serve/methods.ts';
import { serve } from '../serve/server.ts';
import { exitCodes } from './exit-codes.ts';

export async function serveCommand(args: readonly string[], version: string): Promise<number> {
  if (args.length === 1 && ['--methods', '--help', '-h'].includes(args[0])) {
    process.stdout.write(methodsText());
    return exitCodes.fine;
  }
  // What other clients of stdio protocols pass is taken for granted.
  if (args.some(a => a !== '--stdio')) throw badUsage('serve takes no arguments but --methods');
  const code = await serve(process.stdin, process.stdout, version);
  // Engines and streams are of no more use; what was written is flushed first.
  await new Promise<void>(flushed => process.stdout.write('', () => flushed()));
  process.exit(code);
}
