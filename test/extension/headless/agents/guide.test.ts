// What agents are told: every tool by its right name, and nothing in the project touched that is not Foretrace's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { agentsSection, skillFile, withSection } from '../../../../extension/headless/agents/guide.ts';
import { tools } from '../../../../extension/headless/tools/table.ts';
import { type Folder, makeFolder } from '../folder.ts';

const cli = join(import.meta.dirname, '../../../../dist/cli.js');
let folder: Folder;
beforeEach(() => {
  folder = makeFolder({ 'pyproject.toml': '' });
});
afterEach(() => folder.remove());
const agents = (...args: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, [cli, 'agents', ...args], { cwd: folder.path, encoding: 'utf8' });

describe('the skill file', () => {
  it('names every tool, and only tools', () => {
    const named = new Set([...skillFile().matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(m => m[1]));
    expect([...named].sort()).toEqual(tools.map(t => t.name).sort());
  });
  it('begins as clients want it: a name, and when to use it', () => {
    expect(skillFile()).toMatch(/^---\nname: foretrace\ndescription: .{60,1000}\n---\n/);
    expect(agents('skill')).toMatchObject({ status: 0, stdout: skillFile() });
  });
});

describe('the section of AGENTS.md', () => {
  it('is put at the end, and brought up to date where it stands', () => {
    const text = '# Ours\n\nBe kind.\n';
    const once = withSection(text);
    expect(once).toBe(`# Ours\n\nBe kind.\n\n${agentsSection()}`);
    expect(withSection(once)).toBe(once);
    const edited = `${once.replace('Foresight (Foretrace)', 'Old title')}\n## After\n`;
    expect(withSection(edited)).toBe(`${once}\n## After\n`);
    expect(withSection('')).toBe(agentsSection());
  });
  it('is shown before it is written, with the skill', () => {
    folder.write('AGENTS.md', '# Ours\n');
    const shown = agents('install').stdout;
    expect(shown).toContain('+++ .claude/skills/foretrace/SKILL.md');
    expect(shown).toContain('+++ AGENTS.md');
    expect(shown).toContain('Nothing was written');
    expect(existsSync(folder.at('.claude'))).toBe(false);
    expect(agents('install', '--yes').stdout).toContain('Wrote .claude/skills/foretrace/SKILL.md and AGENTS.md.');
    expect(readFileSync(folder.at('AGENTS.md'), 'utf8')).toBe(`# Ours\n\n${agentsSection()}`);
    expect(agents('install', '--yes').stdout).toBe('both are there already: nothing to change\n');
  });
  it('has no other commands', () => {
    expect(agents('frob')).toMatchObject({ status: 2, stderr: expect.stringContaining('skill, snippet or install') });
  });
});
