// The commands for agents without a protocol of their own, in one bundle: `foretrace tool`, `foretrace policy`, `foretrace oracles`, `foretrace hook`.
import { hookCommand } from './hook.ts';
import { oraclesCommand } from './oracles.ts';
import { policyCommand } from './policy.ts';
import { toolCommand } from './tool.ts';

export const agentCommands: Readonly<Record<string, (args: readonly string[], version: string) => Promise<number> | number>> = {
  tool: toolCommand,
  policy: args => policyCommand(args, process.cwd()),
  oracles: args => oraclesCommand(args, process.cwd()),
  hook: hookCommand,
};
