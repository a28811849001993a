// What package.json contributes, held against what is there: texts, commands, menus, files that are shipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'package.json'), 'utf8');
const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly svg: string }; readonly completionEvents: readonly string[]; readonly description: string }[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly markdownDescription: string }>> };
  };
}
const { contributes } = JSON.parse(text) as Manifest;
const commands = contributes.commands.map(c => c.command);
const source = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the manifest', () => {
  it('has a text for each of its keys, and no text without a key', () => {
    const keys = [...text.matchAll(/"%([\w.]+)%"/g)].map(m => m[1]);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });
  it('contributes the commands that are registered, each under Foretrace', () => {
    const registered = [...source('extension/commands.ts').matchAll(/^ {2}'(foretrace\.\w+)'/gm)].map(m => m[1]);
    expect([...commands].sort()).toEqual(expect.arrayContaining(registered.sort()));
    expect(contributes.commands.filter(c => c.category !== 'Foretrace')).toEqual([]);
  });
  it('names only its own commands in menus and in the walkthrough', () => {
    const used = Object.values(contributes.menus).flatMap(m => m.map(e => e.command));
    const steps = contributes.walkthroughs.flatMap(w => w.steps);
    const events = steps.flatMap(s => s.completionEvents.map(e => e.replace('onCommand:', '')));
    const links = Object.values(texts).flatMap(t => [...t.matchAll(/\(command:([\w.]+)\)/g)].map(m => m[1]));
    expect([...used, ...events, ...links].filter(c => !commands.includes(c))).toEqual([]);
  });
  it('has a walkthrough of four steps, whose pictures are shipped and take the theme’s colours', () => {
    const steps = contributes.walkthroughs.flatMap(w => w.steps);
    expect(steps).toHaveLength(4);
    expect(source('.vscodeignore')).toContain('!extension/walkthrough/**');
    for (const { media } of steps) {
      expect(existsSync(join(root, media.svg)), media.svg).toBe(true);
      expect(source(media.svg)).toContain('var(--vscode-');
    }
  });
  it('describes each setting', () => {
    for (const [name, p] of Object.entries(contributes.configuration.properties)) expect(texts[p.markdownDescription.replaceAll('%', '')], name).toBeTruthy();
  });
});
