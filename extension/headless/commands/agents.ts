// The commands for agents without a protocol of their own, and those that put hooks into their places, in one bundle: no other command waits for them.
import { findInputCommand } from './find-input.ts';
import { guideCommand } from './guide.ts';
import { hookCommand } from './hook.ts';
import { installHook } from './install-hook.ts';
import { oraclesCommand } from './oracles.ts';
import { policyCommand } from './policy.ts';
import { toolCommand } from './tool.ts';

export const agentCommands: Readonly<Record<string, (args: readonly string[], version: string) => Promise<number> | number>> = {
  tool: toolCommand,
  policy: args => policyCommand(args, process.cwd()),
  oracles: args => oraclesCommand(args, process.cwd()),
  hook: hookCommand,
  agents: guideCommand,
  'find-input': findInputCommand,
  'install-hook': installHook,
};
