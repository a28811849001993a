// What package.json contributes for agents agrees with the one table of tools (BLESS writes it anew).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageModelTools, toolOf } from '../../../../extension/headless/tools/contribution.ts';
import { cardOf, tools } from '../../../../extension/headless/tools/table.ts';

const manifest = join(import.meta.dirname, '../../../../package.json');
interface Contributed {
  readonly name: string;
  readonly toolReferenceName: string;
  readonly userDescription: string;
  readonly inputSchema: { readonly type: string };
}

describe('the language-model tools', () => {
  it('are those of the table', () => {
    const read = JSON.parse(readFileSync(manifest, 'utf8')) as { contributes: { languageModelTools: object[] } };
    if (process.env.BLESS) {
      read.contributes.languageModelTools = languageModelTools();
      writeFileSync(manifest, `${JSON.stringify(read, undefined, 2)}\n`);
    }
    expect(read.contributes.languageModelTools).toEqual(JSON.parse(JSON.stringify(languageModelTools())));
    expect((read.contributes.languageModelTools as Contributed[]).map(t => toolOf(t.name))).toEqual(tools.map(t => t.name));
  });
  it('have names that VS Code takes, a sentence for people, and the schema that MCP has', () => {
    for (const t of languageModelTools() as Contributed[]) {
      expect(t.name).toMatch(/^[\w-]+$/);
      expect(t.toolReferenceName).toMatch(/^[a-z]\w*$/);
      expect(t.userDescription).toMatch(/^[A-Z].{20,300}\.$/s);
      expect(t.inputSchema.type).toBe('object');
      expect({ ...t.inputSchema, $schema: expect.anything() }).toMatchObject(cardOf(tools.find(x => x.name === toolOf(t.name))!).inputSchema);
    }
  });
});
