// A worker's way to who has started it. What is told of files is taken in between the messages, so that each message finds the disk as it was when it was sent.
import type { ToBrowserWorker, WorkerBegins } from '../told-files.ts';
import { take } from './told.ts';

/** What is used here of a browser's worker, seen from inside. */
interface Told {
  readonly data: ToBrowserWorker;
}
declare const self: { onmessage: (e: Told) => void; postMessage(m: unknown): void; readonly early?: Told[] };

type Hear = (message: unknown) => void;
const hearers = new Set<Hear>();
/** Come before anyone heard. */
const early: unknown[] = [];
const filesHearers = new Set<(files: WorkerBegins['files']) => void>();
let begin: (b: WorkerBegins) => void;
/** Comes with the first message. */
export const begun = new Promise<WorkerBegins>(done => (begin = done));
export let beginning: WorkerBegins;

self.onmessage = ({ data }) => {
  if (data.kind !== 'message') {
    take(data.files);
    if (data.kind === 'begin') begin((beginning = data));
    else for (const hear of filesHearers) hear(data.files);
  } else if (hearers.size === 0) early.push(data.message);
  else for (const hear of [...hearers]) hear(data.message);
};
for (const e of self.early?.splice(0) ?? []) self.onmessage(e);
export const post = (m: unknown): void => self.postMessage(m);
export function hear(act: Hear): void {
  hearers.add(act);
  for (const m of early.splice(0)) act(m);
}
export const unhear = (act: Hear): void => void hearers.delete(act);
/** Hears of files that changed, once they are taken in. */
export const hearFiles = (act: (files: WorkerBegins['files']) => void): void => void filesHearers.add(act);
