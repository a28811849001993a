// The engine's worker as a process of its own, as the extension has it wherever processes can be started.
import type { FromWorker, ToWorker } from './headless/editor/protocol.ts';
import { startWorker } from './headless/editor/start-worker.ts';
import type { StartWorker } from './engine.ts';

export const startProcess: StartWorker = heard => {
  const worker = startWorker(new URL('./editor-start.js', import.meta.url));
  worker.on('message', m => heard.message(m as FromWorker));
  worker.on('error', e => heard.lost(e));
  worker.on('exit', () => heard.lost());
  worker.stderr?.on('data', (d: Buffer) => heard.said(String(d).trimEnd()));
  return { send: (m: ToWorker) => void worker.send(m), end: () => void worker.kill() };
};
