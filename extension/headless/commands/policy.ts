// `foretrace policy --schema`: what a policy may hold. `foretrace policy [FILE]`: checks one.
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { policySchema } from '../../../predictor/forecast/policy.ts';
import { badPolicy, badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import { policyOf, policyPlace } from '../policy-file.ts';
import { exitCodes } from './exit-codes.ts';
import { workspaceOf } from './session.ts';

export function policyCommand(args: readonly string[], cwd: string): number {
  const print = (text: string): void => void process.stdout.write(text);
  if (args.length > 1 || (args[0]?.startsWith('-') && args[0] !== '--schema')) throw badUsage('policy takes --schema, or a file to check');
  if (args[0] === '--schema') {
    print(`${JSON.stringify(policySchema(), undefined, 2)}\n`);
    return exitCodes.fine;
  }
  const workspace = workspaceOf(cwd);
  const file = args[0] === undefined ? join(workspace, policyPlace) : resolve(cwd, args[0]);
  const shown = args[0] ?? (relative(cwd, file) || file);
  if (!existsSync(file)) {
    if (args[0] !== undefined) throw noSuchPath(shown);
    print(`no policy: ${shown} is not there, and everything is allowed\n`);
    return exitCodes.fine;
  }
  const p = policyOf(workspace, file);
  if (p.problems.length > 0) {
    for (const x of p.problems.slice(1)) process.stderr.write(`foretrace: ${shown}: ${x.path} ${x.say}\n`);
    throw badPolicy(shown, p.problems[0].path, p.problems[0].say);
  }
  print(`${shown}: ${p.rules.length} ${p.rules.length === 1 ? 'rule' : 'rules'}, otherwise ${p.otherwise}\n`);
  for (const [i, r] of p.rules.entries()) print(`  ${r.verdict.padEnd(5)} ${r.name ?? `rule ${i + 1}`}: ${JSON.stringify(r.when)}\n`);
  return exitCodes.fine;
}
