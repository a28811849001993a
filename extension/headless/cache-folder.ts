// Where what may be lost is kept.
import { join } from 'node:path';

/** Where caches belong on this system: FORETRACE_CACHE, else XDG_CACHE_HOME, else ~/.cache. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>, home: string): string {
  return environment.FORETRACE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(home, '.cache'), 'foretrace');
}
