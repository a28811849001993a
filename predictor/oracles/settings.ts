// The settings of oracles: JSON that a person writes, in `.foretrace/oracles.json`. This file says what may stand in it and reads it; keys are never in it, only the names of
// the environment variables that hold them.
import * as z from 'zod';

const address = z
  .string('an address such as "https://api.openai.com/v1"')
  .regex(/^https?:\/\/[^\s/]+/, 'an address such as "https://api.openai.com/v1"')
  .describe('Base address of an OpenAI-compatible API. Code is sent there, and nowhere else.');
const model = z.string('the name of a model').min(1, 'the name of a model');
const key = z
  .string('the name of an environment variable')
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable')
  .optional()
  .describe('Environment variable that holds the key. The key itself is never written down. Without it none is sent.');
const limits = {
  requests: z.int('a whole number').min(1, 'at least 1').max(1000, 'at most 1000').optional().describe('Most requests of one command or session (20).'),
  tokens: z.int('a whole number').min(100, 'at least 100').max(10_000_000, 'at most 10000000').optional().describe('Most tokens of one command or session, in and out (200000).'),
  seconds: z.number('a number of seconds').min(1, 'at least 1').max(600, 'at most 600').optional().describe('Most seconds for one answer (60; of cwm 300, for a whole trace takes long).'),
  retries: z.int('a whole number').min(0, 'not below 0').max(5, 'at most 5').optional().describe('How often a request is sent again where the server is busy or fails, each time later (2).'),
};
export const chatSettings = z.strictObject({ address, model, key, ...limits }).describe('Any chat model: all unknowns go to it in one batch, with the code around them.');
export const cwmSettings = z
  .strictObject({
    address,
    model: model.optional().describe('As the server names it (facebook/cwm).'),
    key,
    tokenizer: z.string('a path').min(1, 'a path').describe("The model's own tokenizer.json; a relative path is below the workspace. Prompts are token ids: nothing else can carry the trace's tokens."),
    server: z.enum(['vllm', 'fgserve'], 'vllm or fgserve').optional().describe("vLLM and servers like it (default), or Meta's own fgserve."),
    frames: z.int('a whole number').min(1, 'at least 1').max(20_000, 'at most 20000').optional().describe('Most frames of a predicted trace (2000).'),
    newTokens: z.int('a whole number').min(16, 'at least 16').max(131_072, 'at most 131072').optional().describe('Most tokens of a predicted trace (8192).'),
    temperature: z.number('a number').min(0, 'not below 0').max(2, 'at most 2').optional().describe('0 (the default) takes the likeliest token each time.'),
    ...limits,
  })
  .describe("Meta's Code World Model, by its trace-prediction format. Its weights are for non-commercial research only.");
export const oracleNames = ['memory', 'chat', 'cwm'] as const;
export type OracleName = (typeof oracleNames)[number];
export const oracleSettings = z.strictObject({
  $schema: z.string().optional(),
  description: z.string().optional(),
  use: z
    .array(z.enum(oracleNames, 'memory, chat or cwm'))
    .optional()
    .describe('Oracles that are asked without --oracle, in this order. In a workspace only memory: what sends code away is switched on by a person, not by a repository.'),
  chat: chatSettings.optional(),
  cwm: cwmSettings.optional(),
});
export type OracleSettings = z.infer<typeof oracleSettings>;
export type ChatSettings = z.infer<typeof chatSettings>;
export type CwmSettings = z.infer<typeof cwmSettings>;

/** The JSON schema of `.foretrace/oracles.json` (draft 2020-12). */
export const oracleSchema = (): object => ({ title: 'Oracles of Foretrace', ...z.toJSONSchema(oracleSettings, { io: 'input' }) });

/** What is wrong in a file: a JSON path such as `$.chat.address`, and what belongs there. */
export interface OracleProblem {
  readonly path: string;
  readonly say: string;
}
export function readOracles(text: string): OracleSettings | OracleProblem {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (e) {
    return { path: '$', say: `is not JSON: ${(e as Error).message.split('\n')[0]}` };
  }
  const r = oracleSettings.safeParse(json, { reportInput: true });
  if (r.success) return r.data;
  const [issue] = r.error.issues;
  const at = (path: readonly PropertyKey[]): string => path.reduce<string>((out, p) => (typeof p === 'number' ? `${out}[${p}]` : `${out}.${String(p)}`), '$');
  if (issue.code === 'unrecognized_keys') return { path: at([...issue.path, issue.keys[0]]), say: 'is no setting of an oracle' };
  if (issue.code === 'invalid_type' && issue.input === undefined) return { path: at(issue.path), say: `is missing: ${issue.message.replace(/^Invalid input: /, '')}` };
  return { path: at(issue.path), say: /^Invalid/.test(issue.message) ? issue.message.replace(/^Invalid input: /, '') : `must be ${issue.message}` };
}
export const isOracleProblem = (s: OracleSettings | OracleProblem): s is OracleProblem => 'say' in s;
