// Opens the store's database file and keeps what may be wrong with it from doing harm: a file that is damaged or not ours is set aside, never deleted; another
// process that writes is waited for; a full disk is told as such.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { storeFull, storeTooNew, storeUnavailable } from '../failure.ts';
import { applicationId, migrate, version } from './schema.ts';

export interface Opened {
  readonly db: DatabaseSync;
  /** Where a file was moved that could not be used. */
  readonly setAside: string | undefined;
}

/** Throws a Failed where a newer Foretrace wrote the file, or this Node has no SQLite. */
export function openDatabase(path: string): Opened {
  const sqlite = loadSqlite();
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true });
    // The store's folder keeps itself out of the user's repository; the policy beside it is theirs to share.
    if (folder.endsWith('.foretrace') && !existsSync(join(folder, '.gitignore'))) writeFileSync(join(folder, '.gitignore'), '*\n!policy.json\n');
  } catch (e) {
    throw storeUnavailable(path, (e as Error).message);
  }
  try {
    return { db: connect(sqlite, path), setAside: undefined };
  } catch (e) {
    if (isFull(e)) return { db: connectAlone(sqlite, path), setAside: undefined };
    if (!isDamage(e)) throw isSqlite(e) ? storeUnavailable(path, (e as Error).message) : e;
  }
  const aside = asidePath(path);
  renameSync(path, aside);
  for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  return { db: connect(sqlite, path), setAside: aside };
}

type Sqlite = typeof import('node:sqlite');
/** node:sqlite says at its first use that it is experimental: nothing that a user can act on. */
function loadSqlite(): Sqlite {
  const say = process.emitWarning;
  try {
    process.emitWarning = () => {};
    return createRequire(import.meta.url)('node:sqlite') as Sqlite;
  } catch {
    throw storeUnavailable('the store', `Node ${process.versions.node} has no SQLite; Node 22.13 or newer has`);
  } finally {
    process.emitWarning = say;
  }
}
/** On a full disk there is no room for the file that processes share; who has the database alone needs none (https://www.sqlite.org/wal.html#noshm). */
function connectAlone(sqlite: Sqlite, path: string): DatabaseSync {
  try {
    return connect(sqlite, path, 'PRAGMA locking_mode = EXCLUSIVE');
  } catch (e) {
    throw isFull(e) ? storeFull(path) : isSqlite(e) ? storeUnavailable(path, (e as Error).message) : e;
  }
}
function connect(sqlite: Sqlite, path: string, first = ''): DatabaseSync {
  const db = new sqlite.DatabaseSync(path, { enableForeignKeyConstraints: true });
  try {
    // Waiting for another writer comes first: even the change to WAL needs a lock.
    db.exec(`PRAGMA busy_timeout = 10000; ${first}`);
    const { application_id: id } = db.prepare('PRAGMA application_id').get() as { application_id: number };
    const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number };
    const tables = (db.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number }).n;
    if (tables > 0 && id !== applicationId) throw new Foreign('a database of another program');
    if (found > version) throw storeTooNew(path);
    // It writes, even where it changes nothing: not for a store that may lie on a full disk.
    if (tables === 0) db.exec('PRAGMA auto_vacuum = INCREMENTAL');
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    migrate(db);
    // A damaged page shows at the first reading of the tables at the latest.
    db.prepare('SELECT (SELECT count(*) FROM runs) + (SELECT max(id) FROM traces) AS n').get();
    return db;
  } catch (e) {
    db.close();
    throw e;
  }
}
class Foreign extends Error {}
function asidePath(path: string): string {
  for (let n = 1; ; n++) {
    const aside = `${path}.set-aside-${n}`;
    if (!existsSync(aside)) return aside;
  }
}

// SQLite's primary result codes (https://www.sqlite.org/rescode.html).
const codeOf = (e: unknown): number => Number((e as { errcode?: number }).errcode ?? 0) & 0xff;
const isSqlite = (e: unknown): boolean => (e as { code?: string }).code === 'ERR_SQLITE_ERROR';
export const isDamage = (e: unknown): boolean => e instanceof Foreign || [11, 26].includes(codeOf(e));
export const isFull = (e: unknown): boolean => codeOf(e) === 13 || (e as { code?: string }).code === 'ENOSPC';

/** Does `work` as one: all of it is kept, or nothing. */
export function together<R>(db: DatabaseSync, work: () => R): R {
  db.exec('BEGIN IMMEDIATE');
  try {
    const r = work();
    db.exec('COMMIT');
    return r;
  } catch (e) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back itself where the disk is full.
    }
    throw e;
  }
}
export type Row = Record<string, SQLInputValue>;
