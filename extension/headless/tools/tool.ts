// What a tool for agents is: one row from which MCP, VS Code's language-model tools and the command line are all made.
import type * as z from 'zod';
import type { Desk } from './desk.ts';

/** As the Model Context Protocol means them: what a client may tell its user before a call. */
export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}
/** Forecasts touch nothing, and the same question has the same answer. */
export const forecasting: Annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
/** Whatever the user's program does, it does. */
export const running: Annotations = { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true };

export interface Call {
  readonly desk: Desk;
  readonly signal: AbortSignal;
  /** How far it has come, for who waits. */
  readonly progress: (done: number, of: number, say: string) => void;
}
export interface Tool<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: string;
  /** Written for the model: what it gives, when to ask, what it cannot. */
  readonly description: string;
  readonly input: I;
  readonly output: O;
  readonly annotations: Annotations;
  /** Throws a Failed for what the caller can put right. */
  readonly handle: (input: z.output<I>, call: Call) => Promise<z.input<O>>;
}
export const tool = <I extends z.ZodType, O extends z.ZodType>(t: Tool<I, O>): Tool => t as unknown as Tool;
