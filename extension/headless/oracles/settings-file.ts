// Which oracles are switched on: by --oracle, or by a person's own settings file. A repository's file says how to reach them, but may not by itself send code away.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isOracleProblem, type OracleName, type OracleSettings, oracleNames, readOracles } from '../../../predictor/oracles/settings.ts';
import { badOracles, badUsage } from '../../../trace-collector/failure.ts';
import { readSource } from '../source-text.ts';
import { type OraclesAsked, oraclesPlace, ownOraclesPlace } from './load.ts';

export interface OraclesWanted {
  readonly names: readonly OracleName[];
  readonly settings: OracleSettings;
}
/** Throws a Failed for a name that is none, or a file that is wrong. */
export function oraclesWanted(asked: OraclesAsked): OraclesWanted {
  const { workspace, names = [] } = asked;
  const stray = names.find(n => n !== 'none' && !(oracleNames as readonly string[]).includes(n));
  if (stray !== undefined) throw badUsage(`--oracle ${stray}: ${oracleNames.join(', ')} or none`);
  const theirs = readFile(join(workspace, oraclesPlace), oraclesPlace);
  const own = readFile(ownOraclesPlace(asked), ownOraclesPlace(asked));
  // What a repository brings does not say where a person's code and key go, where that person has said so.
  const settings = { ...theirs, ...own };
  if (names.includes('none')) return { names: [], settings };
  if (names.length > 0) return { names: [...new Set(names as OracleName[])], settings };
  if (own.use !== undefined) return { names: own.use, settings };
  // What a repository brings may not make code leave the machine.
  return { names: theirs.use?.filter(n => n === 'memory') ?? [], settings };
}
function readFile(path: string, shown: string): OracleSettings {
  if (!existsSync(path)) return {};
  const s = readOracles(readSource(path));
  if (isOracleProblem(s)) throw badOracles(shown, s.path, s.say);
  return s;
}
