// The editor's built worker, started and asked as the extension does it.
import { once } from 'node:events';
import { startWorker as startProcess } from '../../../../extension/headless/editor/start-worker.ts';
import type { AnswerTo, Ask, FromWorker, ToWorker } from '../../../../extension/headless/editor/protocol.ts';

export interface BuiltWorker {
  /** Rejects with what a person would be told. */
  ask<A extends Ask>(a: A): Promise<AnswerTo<A>>;
  post(m: ToWorker): void;
  /** Moments at which debug sessions have stopped. */
  readonly stops: number[];
  readonly bugs: string[];
  end(): Promise<unknown>;
}
export function startWorker(): BuiltWorker {
  const worker = startProcess(new URL('../../../../dist/editor-start.js', import.meta.url));
  const waiting = new Map<number, (m: FromWorker) => void>();
  const stops: number[] = [];
  const bugs: string[] = [];
  let count = 0;
  worker.on('message', message => {
    const m = message as FromWorker;
    if (m.kind === 'dap') {
      if (m.at !== undefined) stops.push(m.at);
    } else if (m.kind === 'bug') bugs.push(m.text);
    else if (m.kind === 'answer' || m.kind === 'failure') waiting.get(m.id)?.(m);
  });
  const post = (m: ToWorker): void => void worker.send(m);
  return {
    post,
    stops,
    bugs,
    async ask<A extends Ask>(a: A): Promise<AnswerTo<A>> {
      const m = await new Promise<FromWorker>(done => {
        waiting.set(++count, done);
        post({ kind: 'ask', id: count, ask: a });
      });
      if (m.kind !== 'answer') throw new Error(m.kind === 'failure' ? m.failure.say : m.kind);
      return m.answer as AnswerTo<A>;
    },
    end: () => {
      const over = once(worker, 'exit');
      worker.kill();
      return over;
    },
  };
}
