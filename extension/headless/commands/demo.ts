// `foretrace demo`: the proposed edit to the small shop in examples/, shown and forecast.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { noSuchPath } from '../../../trace-collector/failure.ts';
import { check } from './check.ts';
import { exitCodes } from './exit-codes.ts';
import type { Session } from './session.ts';

/** Beside dist/, or beside the sources when they run as they are. */
function example(name: string): string {
  const places = ['../examples/', '../../../examples/'].map(up => fileURLToPath(new URL(`${up}${name}`, import.meta.url)));
  const found = places.find(p => existsSync(p));
  if (found === undefined) throw noSuchPath(places[0]);
  return found;
}

export async function demo(session: Session): Promise<number> {
  const edit = example('orders-edit.diff');
  session.print('A proposed edit to a small shop (examples/orders):\n\n');
  for (const line of readFileSync(edit, 'utf8').trimEnd().split('\n')) {
    if (line.startsWith('index ')) continue;
    const { style } = session;
    session.print(`  ${line.startsWith('+') ? style.green(line) : line.startsWith('-') ? style.red(line) : style.dim(line)}\n`);
  }
  session.print('\nWhat it would do, found out without running anything:\n\n');
  const code = await check(session, {
    paths: [example('orders')],
    edit,
    staged: false,
    worktree: false,
    all: false,
    fresh: true,
    quick: false,
    format: 'text',
  });
  // The demo has shown what it is there to show: broken tests are its point.
  return code === exitCodes.error ? code : exitCodes.fine;
}
