// `foretrace tests [PATH …]`: the tests that are found, by pytest's node ids.
import { badUsage, noSuchPath } from '../../../trace-collector/failure.ts';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes } from './exit-codes.ts';
import { baseOf, locate, placeAt, type Session } from './session.ts';

export interface TestsOptions {
  readonly paths: readonly string[];
  readonly format: string;
}

/** Node ids keep their names; their paths must be there. */
export function checkPaths(session: Pick<Session, 'cwd'>, paths: readonly string[]): void {
  for (const p of paths) {
    const [file] = p.split('::');
    if (!existsSync(resolve(session.cwd, file))) throw noSuchPath(file);
    locate(session, file);
  }
}

export async function tests(session: Session, o: TestsOptions): Promise<number> {
  if (!['text', 'json'].includes(o.format)) throw badUsage(`--format ${o.format}: text or json`);
  checkPaths(session, o.paths);
  const { cwd, paths } = baseOf(session, o.paths);
  const suite = await session.service.suite({ place: placeAt(session, cwd), cwd, paths, list: true }, session.watch);
  session.progress.clear();
  if (o.format === 'json') session.print(`${JSON.stringify({ root: suite.root, scenario: session.scenario?.name, tests: suite.collected }, undefined, 2)}\n`);
  else for (const t of suite.collected) session.print(`${t.id}\n`);
  return exitCodes.fine;
}
