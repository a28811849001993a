// What agents are told of Foretrace by a project: a skill file, and a section for AGENTS.md. Both are made from the one table of tools, so that no name in them is wrong.
import { tools } from '../tools/table.ts';
import { running } from '../tools/tool.ts';

/** When to ask, in the order of a piece of work. A tool that is not here is only named. */
const moments: readonly (readonly [tool: string, when: string])[] = [
  ['predict_edit', 'Before you write an edit that is not trivial. If it predicts a break, revise the edit, or say why the test should change.'],
  ['rank_edits', 'With several ways to fix something: let it choose the one that breaks least.'],
  ['rehearse_plan', 'Before a change of several steps, commands among them.'],
  ['predict_command', 'Before a command that deletes, moves or overwrites.'],
  ['predict_execution', 'In place of adding prints: what a function gives for certain arguments, line by line with trace: true.'],
  ['explain_value', 'After that: which line wrote a value.'],
  ['find_input', 'To reproduce a bug, or to write a test for a line that none reaches.'],
  ['what_if', 'When an answer is "unknown": pin the clock, chance, files or the network.'],
  ['list_affected_tests', 'After an edit: which tests to run for real.'],
];
const others = (): string[] => tools.map(t => t.name).filter(n => !moments.some(([m]) => m === n));
const rules = [
  '`pass` and `fail` are definite. `unknown` is an honest answer: it names what could not be known. Never read it as a pass.',
  `Nothing of the project is run by a forecast. Only \`${tools.find(t => t.annotations === running)?.name}\` runs code: ask before.`,
  'A forecast replaces no test run at the end; it saves those in between.',
];
const shell =
  'Without a Model Context Protocol client the same tools are on the command line, JSON in and out: `foretrace tool predict_edit \'{"diff": "…"}\'` (`foretrace tool --schemas` tells what each takes).';

/** `SKILL.md`, as Claude Code, VS Code and others read it. */
export function skillFile(): string {
  return [
    '---',
    'name: foretrace',
    'description: Foresight for Python code. Use it before writing an edit, running a command or choosing among fixes, to forecast which tests would break, what a call would give, and what a command would change, without running anything.',
    '---',
    '',
    '# Foretrace: know before you run',
    '',
    'Foretrace rehearses Python 3.11 code without running it. Ask it between planning and doing.',
    '',
    '| when | ask |',
    '|---|---|',
    ...moments.map(([tool, when]) => `| ${when} | \`${tool}\` |`),
    '',
    `Also there: ${others()
      .map(n => `\`${n}\``)
      .join(', ')}.`,
    '',
    ...rules.map(r => `- ${r}`),
    '',
    '## An edit, start to end',
    '',
    '1. Ask `predict_edit` with the diff (or `files`, `replace`, `patch`). It tells the tests that would break, the failing line, both sides of the assertion, and the way from your edited line to it.',
    '2. Something breaks that should not: revise, and ask again. It costs a second, not a test run.',
    '3. Write the edit. Run the tests of `list_affected_tests` for real before you say that it is done.',
    '',
    shell,
    '',
  ].join('\n');
}

const [opening, closing] = ['<!-- foretrace: begin -->', '<!-- foretrace: end -->'];
/** A section for AGENTS.md, between marks so that it can be brought up to date. */
export function agentsSection(): string {
  return [
    opening,
    '## Foresight (Foretrace)',
    '',
    'Python edits here can be forecast without running anything, by the MCP server `foretrace mcp` or `foretrace tool NAME JSON`:',
    '',
    ...moments.slice(0, 5).map(([tool, when]) => `- \`${tool}\`: ${when}`),
    '',
    `${rules[0]} Before a commit: \`foretrace check --staged\`.`,
    closing,
    '',
  ].join('\n');
}
/** The text of AGENTS.md with the section in it: in the place of an earlier one, else at its end. */
export function withSection(text: string): string {
  const [from, to] = [text.indexOf(opening), text.indexOf(closing)];
  if (from >= 0 && to > from) return text.slice(0, from) + agentsSection().trimEnd() + text.slice(to + closing.length);
  return text === '' ? agentsSection() : `${text.trimEnd()}\n\n${agentsSection()}`;
}
