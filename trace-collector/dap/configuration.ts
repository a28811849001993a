// What `foretrace record --dap CONFIG.json` is told: the adapter, what to launch, and which files to record.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { badDapConfiguration, unreadable } from '../failure.ts';

const form = z.strictObject({
  /** The adapter's command, or where it listens. */
  adapter: z.union([
    z.strictObject({ command: z.array(z.string()).min(1), cwd: z.string().optional(), env: z.record(z.string(), z.string()).optional() }),
    z.strictObject({ port: z.number().int().min(1).max(65535), host: z.string().default('127.0.0.1') }),
  ]),
  /** The kind of adapter, for what is particular to it. */
  language: z.enum(['python', 'native', 'other']).default('other'),
  request: z.enum(['launch', 'attach']).default('launch'),
  /** Arguments of the launch or attach request, as the adapter's manual has them. */
  arguments: z.record(z.string(), z.unknown()),
  /** Where recording begins, where the adapter cannot stop at the entry. */
  breakpoints: z.array(z.strictObject({ file: z.string(), line: z.number().int().min(1) })).default([]),
  functions: z.array(z.string()).default([]),
  /** Only files below these are recorded (default: the configuration's folder). */
  roots: z.array(z.string()).optional(),
  /** Parts of paths that are stepped over although they lie below. */
  stepOver: z.array(z.string()).default(['/node_modules/', '/site-packages/', '/.venv/', '/venv/']),
  /** Stop threads as they begin, and record them too: for adapters that stop and step each thread by itself (debugpy does not). */
  threads: z.boolean().default(false),
  /** How deep values are opened where the adapter gives them in parts, and how many parts of each. */
  depth: z.number().int().min(0).max(10).default(2),
  elements: z.number().int().min(1).default(100),
  timeoutSeconds: z.number().positive().default(30),
});
export type DapConfiguration = z.infer<typeof form> & { readonly roots: readonly string[] };

/** Throws a Failed that names the file and the entry that is wrong. Paths are relative to the file. */
export function readDapConfiguration(path: string): DapConfiguration {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (e) {
    throw unreadable(path, (e as Error).message);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (e) {
    throw badDapConfiguration(path, `it is not JSON (${(e as Error).message})`);
  }
  return dapConfiguration(data, path);
}
export function dapConfiguration(data: unknown, path: string): DapConfiguration {
  const read = form.safeParse(data);
  if (!read.success) {
    const [first] = read.error.issues;
    throw badDapConfiguration(path, `${first.path.length === 0 ? '' : `${first.path.join('.')}: `}${first.message}`);
  }
  const folder = dirname(resolve(path));
  const c = read.data;
  return {
    ...c,
    roots: (c.roots ?? ['.']).map(r => resolve(folder, r)),
    breakpoints: c.breakpoints.map(b => ({ ...b, file: resolve(folder, b.file) })),
  };
}
