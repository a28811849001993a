// `foretrace install-hook`: a pre-commit hook for the repository at hand, shown before it is written. What is there already is never touched: then it tells what to add, and where.
import { chmodSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { badUsage, notARepository } from '../../../trace-collector/failure.ts';
import { hooksFolder } from '../git/hooks-folder.ts';
import { repositoryRoot } from '../git/places.ts';
import { apply, diffOf } from '../hooks/install.ts';
import { exitCodes } from './exit-codes.ts';
import { agreed, ownCommand } from './hook.ts';

const help = `foretrace install-hook: foresight before each commit, in the git repository at hand

  foretrace install-hook [--yes] [--command COMMAND]
      shows the hook that it would write (core.hooksPath is respected), asks, and writes it; a hook that is there already is never changed
`;
const usual = 'check --staged --quick --budget 1000 --cold-budget 10000 --allow-unknown';

export async function installHook(args: readonly string[]): Promise<number> {
  const print = (text: string): void => void process.stdout.write(text);
  let values: { yes?: boolean; command?: string; help?: boolean };
  try {
    ({ values } = parseArgs({ args: [...args], options: { yes: { type: 'boolean' }, command: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }));
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  if (values.help) {
    print(help);
    return exitCodes.fine;
  }
  const cwd = realpathSync(process.cwd());
  const root = repositoryRoot(cwd);
  if (root === undefined) throw notARepository(cwd);
  const run = `${values.command ?? ownCommand()} ${usual}`;
  const advice = adviceFor(root, run);
  if (advice !== undefined) {
    print(advice);
    return exitCodes.fine;
  }
  const folder = hooksFolder(root, process.env);
  const own = folder.path === root || folder.path.startsWith(root + sep) || folder.saidBy === undefined;
  const file = join(huskyFolder(root, folder.path) ?? folder.path, 'pre-commit');
  const show = (f: string): string => (f.startsWith(root + sep) ? relative(cwd, f) || f : f);
  if (!own) {
    print(
      `core.hooksPath in ${folder.saidBy} leads to ${folder.path}, which serves other repositories too: nothing is written there.\nAdd to ${file}:\n\n  ${run}\n`,
    );
    return exitCodes.fine;
  }
  if (existsSync(file)) {
    const isThere = /\bforetrace\b|cli\.js"? check --staged/.test(readFileSync(file, 'utf8'));
    print(
      isThere
        ? `the hook is there already, in ${show(file)}: nothing to change\n`
        : `${show(file)} is there already, and is left as it is. Add this line to it:\n\n  ${run} || exit 1\n`,
    );
    return exitCodes.fine;
  }
  const text = `#!/bin/sh\n# Foretrace: forecasts, without running anything, which tests the staged changes would break.\n# git commit --no-verify goes past it; delete this file to be rid of it.\n${run}\n`;
  const change = { file, before: undefined, after: text };
  print(`${diffOf(change, show)}\n`);
  if (folder.saidBy !== undefined) print(`(core.hooksPath in ${show(folder.saidBy)} says so)\n`);
  if (values.yes !== true && !(await agreed())) {
    print('Nothing was written (--yes writes it).\n');
    return exitCodes.fine;
  }
  apply(change);
  chmodSync(file, 0o755);
  print(`Wrote ${show(file)}.\n`);
  return exitCodes.fine;
}

/** Husky's own scripts lie in `.husky/_` and call those of `.husky`, which are the user's. */
const huskyFolder = (root: string, hooks: string): string | undefined => (hooks === join(root, '.husky/_') ? join(root, '.husky') : undefined);

/** Where a manager of hooks is in charge, its configuration is the place. */
function adviceFor(root: string, run: string): string | undefined {
  if (existsSync(join(root, '.pre-commit-config.yaml')))
    return `This repository uses pre-commit. Add to .pre-commit-config.yaml:\n\n  - repo: local\n    hooks:\n      - id: foretrace\n        name: foretrace check --staged\n        entry: ${run}\n        language: system\n        types: [python]\n        pass_filenames: false\n`;
  const lefthook = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml', 'lefthook.toml', 'lefthook.json'].find(f => existsSync(join(root, f)));
  if (lefthook !== undefined)
    return `This repository uses lefthook. Add to ${lefthook}:\n\npre-commit:\n  jobs:\n    - name: foretrace\n      glob: "*.py"\n      run: ${run}\n`;
  return undefined;
}
