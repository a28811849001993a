// `node:timers/promises`, as far as it is used.
import { setImmediate as soon } from '../set-immediate.ts';

export const setTimeout = (ms: number): Promise<void> => new Promise(done => void globalThis.setTimeout(done, ms));
export const setImmediate = (): Promise<void> => new Promise(done => soon(() => done()));
