// What V8 has compiled of a bundle is kept on disk, so that a new process need not compile it again (`module.enableCompileCache` of Node 22). Losing it costs time only.
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.ts';

/** Older hosts have no such thing. */
const { enableCompileCache, flushCompileCache } = module as Partial<Pick<typeof module, 'enableCompileCache' | 'flushCompileCache'>>;

/** To be called before the bundle is imported: what is compiled from then on is kept. */
export function keepCompiled(): void {
  enableCompileCache?.(join(cacheFolder(process.env, homedir()), 'compiled'));
}
/** Writes it now: who is ended from outside has no time for it at its end. */
export function writeCompiled(): void {
  flushCompileCache?.();
}
