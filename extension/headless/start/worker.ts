// The first step of the engine's thread: its bundle is loaded as it was compiled the last time.
import { parentPort } from 'node:worker_threads';
import { keepCompiled, writeCompiled } from './compiled.ts';

keepCompiled();
await import(new URL('./worker.js', import.meta.url).href);
// Behind the answer to the first request: much is compiled when it first runs.
parentPort!.once('message', writeCompiled);
