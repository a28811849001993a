// The tools as package.json contributes them to VS Code's language models: made from the one table (`npm run bless` writes it), so that names and schemas are those of MCP.
import { cardOf, tools } from './table.ts';
import { running } from './tool.ts';

/** What a tool is called in VS Code, where names are everybody's. */
export const contributedName = (tool: string): string => `foretrace_${tool}`;
export const toolOf = (contributed: string): string => contributed.replace(/^foretrace_/, '');

/** `contributes.languageModelTools`. Whoever has chosen the MCP server alone is not told of each tool twice. */
export const languageModelTools = (): object[] =>
  tools.map(t => {
    const card = cardOf(t);
    const { $schema: _, ...inputSchema } = card.inputSchema as Record<string, unknown>;
    return {
      name: contributedName(t.name),
      toolReferenceName: t.name.replaceAll(/_(\w)/g, (_m, c: string) => c.toUpperCase()),
      displayName: t.title,
      userDescription: t.description.split(/(?<=[.:]) /)[0].replace(/:$/, '.'),
      modelDescription: t.description,
      canBeReferencedInPrompt: true,
      icon: t.annotations === running ? '$(record)' : '$(beaker)',
      tags: ['foretrace', 'python', 'testing'],
      when:
        t.annotations === running
          ? "config.foretrace.agents.channel != 'mcp' && config.foretrace.agents.channel != 'none' && isWorkspaceTrusted"
          : "config.foretrace.agents.channel != 'mcp' && config.foretrace.agents.channel != 'none'",
      inputSchema,
    };
  });
