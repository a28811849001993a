// The first step of the editor's worker: its bundle is loaded as it was compiled the last time.
import { keepCompiled, writeCompiled } from './compiled.ts';

keepCompiled();
await import(new URL('./editor-worker.js', import.meta.url).href);
process.once('message', () => setTimeout(writeCompiled, 2000).unref());
