// `foretrace scenario --schema`: the JSON schema of scenario files. `foretrace scenario FILE.json`: checks one.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { scenarioSchema } from '../../../predictor/scenario.ts';
import { badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import { readScenarioFile } from '../scenario-file.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

export function scenario(session: Session, o: { readonly schema: boolean; readonly files: readonly string[] }): number {
  if (o.schema === o.files.length > 0) throw badUsage('scenario takes --schema, or files to check');
  if (o.schema) session.print(`${JSON.stringify(scenarioSchema(), undefined, 2)}\n`);
  for (const f of o.files) {
    if (!existsSync(resolve(session.cwd, f))) throw noSuchPath(f);
    const { pins } = readScenarioFile(resolve(session.cwd, f), f);
    const parts = Object.keys(pins).filter(k => k !== '$schema' && k !== 'description');
    session.print(`${f}: pins ${parts.length === 0 ? 'nothing' : parts.join(', ')}\n`);
  }
  return exitCodes.fine;
}
