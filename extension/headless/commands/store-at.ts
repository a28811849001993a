// Where a command finds the workspace's store, and what it says when the store had to be put right.
import { join, resolve } from 'node:path';
import { takeLeftovers } from '../../../trace-collector/python/spool.ts';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { workspaceOf } from './session.ts';

/** `.foretrace/traces.db` of the workspace around `cwd`, or the file asked for. */
export function storeAt(cwd: string, asked: string | undefined): Store {
  const store = openStore(asked === undefined ? join(workspaceOf(cwd), '.foretrace', 'traces.db') : resolve(cwd, asked));
  const say = (text: string): void => void process.stderr.write(`foretrace: ${text}\n`);
  if (store.setAside !== undefined) say(`${store.path} could not be read; it was set aside as ${store.setAside}, and a new store begun`);
  for (const t of takeLeftovers(store)) say(`took in ${t.traces} ${t.traces === 1 ? 'trace' : 'traces'} of a recording that was interrupted`);
  return store;
}
