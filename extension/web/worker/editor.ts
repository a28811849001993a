// The editor's worker in a browser: it begins when it has been told of the files.
import { begun } from './channel.ts';

await begun;
await import('../../headless/editor/editor-worker.ts');
