// What the web extension tells its workers of the workspace's files: a worker cannot wait for an answer in the middle of a rehearsal, so all is told before it is asked.

/** What stands at a path. `closed`: it is there, but what is in it was not told (too large, a link, a folder that holds no code). */
export type Told =
  | { readonly kind: 'file'; readonly bytes: Uint8Array }
  | { readonly kind: 'folder' }
  | { readonly kind: 'closed'; readonly of: 'file' | 'folder'; readonly size?: number };

/** By absolute paths; null: nothing stands there any more, nor below it. A folder comes before what is in it. */
export type ToldFiles = readonly (readonly [path: string, told: Told | null])[];

/** The first message to a worker. */
export interface WorkerBegins {
  readonly kind: 'begin';
  readonly files: ToldFiles;
  /** The address of the engine's script, for who starts engines. */
  readonly engine?: string;
  /** As in `worker_threads`. */
  readonly workerData?: unknown;
}
export type ToBrowserWorker = WorkerBegins | { readonly kind: 'files'; readonly files: ToldFiles } | { readonly kind: 'message'; readonly message: unknown };
