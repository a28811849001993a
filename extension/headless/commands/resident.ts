// `foretrace resident [status|stop]`: the process that keeps engines warm for hooks.
import { homedir } from 'node:os';
import { badUsage } from '../../../trace-collector/failure.ts';
import { residentMinutes } from '../resident/address.ts';
import { endResident, residentStatus } from '../resident/client.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

export async function resident(session: Pick<Session, 'environment' | 'print'>, args: readonly string[]): Promise<number> {
  const [what = 'status', ...more] = args;
  if (more.length > 0 || (what !== 'status' && what !== 'stop')) throw badUsage('resident takes status or stop');
  if (what === 'stop') {
    session.print((await endResident(session.environment, homedir())) ? 'The resident engine has ended.\n' : 'No resident engine is there.\n');
    return exitCodes.fine;
  }
  const s = await residentStatus(session.environment, homedir());
  if (s === undefined) {
    const minutes = residentMinutes(session.environment);
    session.print(
      `No resident engine is there. ${minutes === 0 ? 'None is started here (FORETRACE_RESIDENT, CI).' : 'The next hook, or check of staged or uncommitted changes, starts one.'}\n`,
    );
    return exitCodes.fine;
  }
  const since = new Date(s.since).toTimeString().slice(0, 5);
  session.print(`A resident engine is there since ${since}: process ${s.pid}, ${Math.round(s.memory / 2 ** 20)} MB, ${s.questions} questions so far.\n`);
  for (const w of s.workspaces) session.print(`  warm for ${w}\n`);
  session.print(`It ends after ${s.minutes} minutes without a question (FORETRACE_RESIDENT=MINUTES, or off); foretrace resident stop ends it now.\n`);
  return exitCodes.fine;
}
