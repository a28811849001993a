// `foretrace agents`: what agents are told of Foretrace: printed, or put into the project after it has been shown.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { badUsage } from '../../../trace-collector/failure.ts';
import { agentsSection, skillFile, withSection } from '../agents/guide.ts';
import { apply, type Change, diffOf } from '../hooks/install.ts';
import { exitCodes } from './exit-codes.ts';
import { agreed } from './hook.ts';
import { workspaceOf } from './session.ts';

const help = `foretrace agents: what coding agents are told of Foretrace

  foretrace agents skill              prints a skill file (SKILL.md)
  foretrace agents snippet            prints a section for AGENTS.md
  foretrace agents install [--yes]    shows both as changes to the project (.claude/skills/foretrace/SKILL.md, AGENTS.md), asks, and writes them;
                                      what else stands in AGENTS.md stays, and an earlier section is brought up to date
`;

export async function guideCommand(args: readonly string[]): Promise<number> {
  const print = (text: string): void => void process.stdout.write(text);
  let parsed: { values: { yes?: boolean; help?: boolean }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: { yes: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
  } catch (e) {
    throw badUsage((e as Error).message.split('. ')[0]);
  }
  const [action, ...more] = parsed.positionals;
  if (parsed.values.help || action === undefined) {
    print(help);
    return exitCodes.fine;
  }
  if (more.length > 0 || !['skill', 'snippet', 'install'].includes(action))
    throw badUsage('agents takes skill, snippet or install; see foretrace agents --help');
  if (action !== 'install') {
    print(action === 'skill' ? skillFile() : agentsSection());
    return exitCodes.fine;
  }
  const cwd = realpathSync(process.cwd());
  const root = workspaceOf(cwd);
  const changes = [changeOf(join(root, '.claude/skills/foretrace/SKILL.md'), skillFile), changeOf(join(root, 'AGENTS.md'), withSection)].filter(
    c => c.before !== c.after,
  );
  if (changes.length === 0) {
    print('both are there already: nothing to change\n');
    return exitCodes.fine;
  }
  for (const c of changes) print(`${diffOf(c, f => relative(cwd, f))}\n`);
  if (parsed.values.yes !== true && !(await agreed())) {
    print('Nothing was written (--yes writes it).\n');
    return exitCodes.fine;
  }
  for (const c of changes) apply(c);
  print(`Wrote ${changes.map(c => relative(cwd, c.file)).join(' and ')}.\n`);
  return exitCodes.fine;
}
function changeOf(file: string, write: (before: string) => string): Change {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  return { file, before, after: write(before ?? '') };
}
