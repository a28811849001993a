// A worker's way to the editor that has started it (start-worker.ts).

/** The environment of the editor, without what was added for the worker's start. To be called before anything reads it. */
function restoreEnvironment(): void {
  for (const name of process.env.FORETRACE_STARTED_WITH?.split(',') ?? []) delete process.env[name];
  delete process.env.FORETRACE_STARTED_WITH;
}

export interface HostPort<To, From> {
  tell(m: From): void;
  hear(act: (m: To) => void): void;
}
export function hostPort<To, From>(): HostPort<To, From> {
  restoreEnvironment();
  process.on('disconnect', () => process.exit());
  return {
    tell: m => void (process.connected && process.send?.(m)),
    hear: act => void process.on('message', m => act(m as To)),
  };
}
