// `foretrace record --dap CONFIG.json`: runs a program through its debug adapter and keeps what it did.
import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { readDapConfiguration } from '../../../trace-collector/dap/configuration.ts';
import { recordOverDap } from '../../../trace-collector/dap/record.ts';
import { noSuchPath } from '../../../trace-collector/failure.ts';
import { count, duration } from '../present/style.ts';
import { exitCodes } from './exit-codes.ts';
import { storeAt } from './store-at.ts';

export interface RecordDapArguments {
  readonly file: string;
  readonly store?: string;
  readonly frames?: number;
  readonly text?: number;
}
/** The program's exit code, as far as the adapter tells it; an adapter that fails is an error, and what was recorded before is kept. */
export async function recordDap(o: RecordDapArguments): Promise<number> {
  const path = resolve(realpathSync(process.cwd()), o.file);
  if (!existsSync(path)) throw noSuchPath(o.file);
  const configuration = readDapConfiguration(path);
  const { program } = configuration.arguments;
  const store = storeAt(dirname(path), o.store === undefined ? undefined : resolve(o.store));
  const ctrlC = new AbortController();
  const stop = (): void => ctrlC.abort();
  process.on('SIGINT', stop);
  try {
    const began = performance.now();
    const r = await recordOverDap(store, {
      configuration,
      title: typeof program === 'string' ? basename(program) : basename(path),
      cwd: dirname(path),
      environment: process.env,
      signal: ctrlC.signal,
      onOutput: (category, text) => void process[category].write(text),
      ...(o.frames === undefined ? {} : { frames: o.frames }),
      ...(o.text === undefined ? {} : { text: o.text }),
    });
    const took = performance.now() - began;
    const kept = r.trace === undefined ? 'nothing' : `trace ${r.trace} with ${count(r.frames, 'frame')}${r.truncated ? ', cut short,' : ''}`;
    process.stderr.write(`foretrace: recorded ${kept} in ${duration(took)}; see foretrace traces list\n`);
    if (r.failed !== undefined) throw r.failed;
    return ctrlC.signal.aborted ? exitCodes.cancelled : (r.exit ?? exitCodes.fine);
  } finally {
    process.off('SIGINT', stop);
    store.close();
  }
}
