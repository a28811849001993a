// The workspace's policy, read from .foretrace/policy.json at each question: who changes it is heard at once.
import { join } from 'node:path';
import { judge, noPolicy, type Policy, readPolicy, type Verdict } from '../../predictor/forecast/policy.ts';
import { judgedTests } from '../../predictor/forecast/ranking.ts';
import { Failed } from '../../trace-collector/failure.ts';
import type { Report } from '../../trace-collector/trace.ts';
import { readSource } from './source-text.ts';
import { existsSync, realpathSync } from 'node:fs';

export const policyPlace = join('.foretrace', 'policy.json');

/** No file is no policy. One that cannot be read as text denies: nobody knows what it says. */
export function policyOf(workspace: string, file = join(workspace, policyPlace)): Policy {
  if (!existsSync(file)) return noPolicy;
  try {
    return readPolicy(readSource(file));
  } catch (e) {
    if (!(e instanceof Failed)) throw e;
    return { ...noPolicy, problems: [{ path: '$', say: e.failure.say, meanwhile: 'deny' }] };
  }
}

/** Whether one of the files, relative to the workspace, is the policy itself, by whatever name. */
export function changesPolicy(workspace: string, changed: readonly string[]): boolean {
  const real = (file: string): string => {
    try {
      return realpathSync(file);
    } catch {
      return file;
    }
  };
  const own = real(join(workspace, policyPlace));
  return changed.some(f => f === policyPlace || real(join(workspace, f)) === own);
}

/** The way out for those whom a broken policy stops. */
export const mendPolicy = `mend ${policyPlace}: foretrace policy tells all that is wrong in it`;

export function verdictOn(p: Policy, workspace: string, report: Report): Verdict {
  return told(p, judge(p, { workspace, changed: report.changed, effects: report.effects, tests: judgedTests(report) }));
}
export function told(p: Policy, v: Verdict): Verdict {
  return p.problems.length > 0 && v.rule === 'the policy cannot be read' ? { ...v, say: mendPolicy } : v;
}
