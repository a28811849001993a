// The tables of a store, as the steps that lead from one version to the next. A step that has been released is never changed.
import type { DatabaseSync } from 'node:sqlite';

/** Marks a database file as ours: "FTRC". */
export const applicationId = 0x46545243;

const steps: readonly string[] = [
  `CREATE TABLE runs (
     id INTEGER PRIMARY KEY, kind TEXT NOT NULL, command TEXT NOT NULL, root TEXT NOT NULL, python TEXT NOT NULL,
     started INTEGER NOT NULL, finished INTEGER, exit INTEGER, note TEXT, spool TEXT UNIQUE);
   CREATE TABLE traces (
     id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, source TEXT NOT NULL, title TEXT NOT NULL, test TEXT,
     semantics TEXT NOT NULL, process INTEGER NOT NULL, started INTEGER NOT NULL, frames INTEGER NOT NULL, bytes INTEGER NOT NULL,
     truncated INTEGER NOT NULL, codes BLOB NOT NULL);
   CREATE INDEX traces_by_time ON traces (started);
   CREATE INDEX traces_by_test ON traces (test, started) WHERE test IS NOT NULL;
   CREATE INDEX traces_by_run ON traces (run);
   CREATE TABLE stretches (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, frames INTEGER NOT NULL, data BLOB NOT NULL);
   CREATE TABLE trace_stretches (
     trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE, at INTEGER NOT NULL, first INTEGER NOT NULL, stretch INTEGER NOT NULL REFERENCES stretches,
     PRIMARY KEY (trace, at)) WITHOUT ROWID;
   CREATE INDEX stretches_in_use ON trace_stretches (stretch);
   CREATE TABLE functions (id INTEGER PRIMARY KEY, file TEXT NOT NULL, name TEXT NOT NULL, line INTEGER NOT NULL, UNIQUE (file, name, line));
   CREATE TABLE calls (
     function INTEGER NOT NULL REFERENCES functions, arguments BLOB NOT NULL, trace INTEGER NOT NULL REFERENCES traces ON DELETE CASCADE, frame INTEGER NOT NULL,
     value TEXT, exception TEXT, times INTEGER NOT NULL,
     PRIMARY KEY (function, arguments, trace)) WITHOUT ROWID;
   CREATE INDEX calls_by_trace ON calls (trace);
   CREATE TABLE outcomes (
     id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, test TEXT NOT NULL, result TEXT NOT NULL, phase TEXT NOT NULL,
     exception TEXT, message TEXT, file TEXT, line INTEGER, seconds REAL, at INTEGER NOT NULL, trace INTEGER REFERENCES traces ON DELETE SET NULL);
   CREATE INDEX outcomes_by_test ON outcomes (test, at);
   CREATE INDEX outcomes_by_run ON outcomes (run);
   CREATE INDEX outcomes_by_trace ON outcomes (trace);
   CREATE TABLE forecasts (
     id INTEGER PRIMARY KEY, subject TEXT NOT NULL, code TEXT NOT NULL, made INTEGER NOT NULL, outcome TEXT NOT NULL, probability REAL NOT NULL, forecast TEXT NOT NULL,
     trace INTEGER REFERENCES traces ON DELETE SET NULL, verdict TEXT, judged INTEGER, surprise TEXT);
   CREATE INDEX forecasts_by_subject ON forecasts (subject, code, made);`,
  // The code of a run and of a forecast, so that one can be held against the other; and the sources as they were, for what a trace is read with.
  `CREATE TABLE code_states (digest TEXT PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE sources (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, data BLOB NOT NULL);
   CREATE TABLE run_sources (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, file TEXT NOT NULL, source INTEGER NOT NULL REFERENCES sources, PRIMARY KEY (run, file)) WITHOUT ROWID;
   CREATE INDEX sources_in_use ON run_sources (source);
   ALTER TABLE runs ADD COLUMN code TEXT;
   ALTER TABLE forecasts ADD COLUMN run INTEGER REFERENCES runs ON DELETE SET NULL;
   CREATE INDEX forecasts_by_code ON forecasts (code, subject);
   CREATE INDEX forecasts_by_run ON forecasts (run);`,
];
export const version = steps.length;

/** Brings a database to this version. Two processes may try at once: the first one does it. */
export function migrate(db: DatabaseSync): void {
  const now = (): number => (db.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (now() >= version) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (let v = now(); v < version; v++) db.exec(steps[v]);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`);
    db.exec('COMMIT');
  } catch (e) {
    db.exec('ROLLBACK');
    throw e;
  }
}
