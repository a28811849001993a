// `foretrace dap [--port N]`: the `foretrace` debug type as an adapter of its own, for any client of the Debug Adapter Protocol.
import { homedir } from 'node:os';
import { badUsage } from '../../../trace-collector/failure.ts';
import { listen, serve } from '../debug/adapter.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

export async function dap(session: Session, port: string | undefined): Promise<number> {
  const host = { service: session.service, cwd: session.cwd, environment: session.environment, home: homedir() };
  if (port === undefined) {
    await serve(process.stdin, process.stdout, host);
    // A client that has gone leaves standard input open.
    process.stdin.destroy();
    return exitCodes.fine;
  }
  if (!/^\d+$/.test(port) || Number(port) > 65535) throw badUsage(`--port ${port}: a number from 0 to 65535`);
  const listening = await listen(Number(port), host).catch((e: Error) => {
    throw badUsage(`--port ${port}: ${e.message}`);
  });
  process.stderr.write(`foretrace: listening on 127.0.0.1:${listening.port}\n`);
  session.watch.signal?.addEventListener('abort', () => listening.close());
  await listening.closed;
  return exitCodes.fine;
}
