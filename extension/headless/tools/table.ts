// All tools, in the order in which clients are told of them: one table for every channel.
import * as z from 'zod';
import { editTools } from './predict-edit.ts';
import { commandTools } from './predict-command.ts';
import { executionTools } from './predict-execution.ts';
import { searchTools } from './find-input.ts';
import { planTools } from './rehearse-plan.ts';
import type { Annotations, Tool } from './tool.ts';
import { traceTools } from './traces.ts';

export const tools: readonly Tool[] = [...editTools, ...executionTools, ...commandTools, ...planTools, ...searchTools, ...traceTools];

/** A tool as a client is told of it. */
export interface ToolCard {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: Annotations;
  readonly inputSchema: object;
  readonly outputSchema: object;
}
export const cardOf = ({ name, title, description, annotations, input, output }: Tool): ToolCard => ({
  name,
  title,
  description,
  annotations,
  inputSchema: z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }),
  outputSchema: z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' }),
});

/** What is wrong with arguments, for the one who gave them. */
export function problemsOf(e: z.ZodError): string {
  return e.issues
    .slice(0, 3)
    .map(i => `${i.path.length === 0 ? 'arguments' : i.path.join('.')}: ${i.message.replace(/^Invalid input: /, '')}`)
    .join('; ');
}
