// `foretrace oracles`: which oracles are set up, and where code would go. `foretrace oracles --schema`: what .foretrace/oracles.json may hold. Nothing is asked of any.
import { homedir } from 'node:os';
import { oracleNames, oracleSchema } from '../../../predictor/oracles/settings.ts';
import { cwmLicence } from '../../../predictor/oracles/cwm.ts';
import { badUsage } from '../../../trace-collector/failure.ts';
import { oraclesPlace, ownOraclesPlace } from '../oracles/load.ts';
import { oraclesWanted } from '../oracles/settings-file.ts';
import { exitCodes } from './exit-codes.ts';
import { workspaceOf } from './session.ts';

export function oraclesCommand(args: readonly string[], cwd: string): number {
  const print = (text: string): void => void process.stdout.write(text);
  if (args.length > 1 || (args.length === 1 && args[0] !== '--schema')) throw badUsage('oracles takes nothing but --schema');
  if (args[0] === '--schema') {
    print(`${JSON.stringify(oracleSchema(), undefined, 2)}\n`);
    return exitCodes.fine;
  }
  const asked = { workspace: workspaceOf(cwd), environment: process.env, home: homedir() };
  const { names, settings } = oraclesWanted(asked);
  for (const name of oracleNames) {
    const state = names.includes(name) ? 'on' : 'off';
    print(`${name.padEnd(7)} ${state.padEnd(4)} ${about(name, settings)}\n`);
  }
  print(`\nSet up in ${oraclesPlace} or ${ownOraclesPlace(asked)}; --oracle NAME switches one on for one command.\n`);
  return exitCodes.fine;

  function about(name: (typeof oracleNames)[number], s: typeof settings): string {
    if (name === 'memory') return 'recorded calls of this workspace; nothing leaves the machine';
    const server = s[name];
    if (server === undefined) return 'not set up';
    const key = server.key === undefined ? '' : process.env[server.key] ? `, key in ${server.key}` : `, but ${server.key} holds no key`;
    return `${server.model ?? 'facebook/cwm'} at ${server.address}: code around unknowns goes there${key}${name === 'cwm' ? `. ${cwmLicence}` : ''}`;
  }
}
