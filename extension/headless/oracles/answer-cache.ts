// Answers of models by what was asked, kept on disk: the same question about the same code is asked once. What cannot be read or written is passed over.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { AnswerCache } from '../../../predictor/oracles/chat.ts';

const mostKept = 5000;
const kept = z.object({
  key: z.string(),
  told: z.union([z.object({ value: z.string() }), z.object({ raises: z.string() }), z.object({ object: z.literal(true) }), z.null()]),
});

export function answerCache(cache: string): AnswerCache {
  const folder = join(cache, 'answers');
  const pathOf = (key: string): string => join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  return {
    get(key) {
      try {
        const k = kept.parse(JSON.parse(readFileSync(pathOf(key), 'utf8')));
        return k.key === key ? k.told : undefined;
      } catch {
        return undefined;
      }
    },
    set(key, told) {
      try {
        mkdirSync(folder, { recursive: true });
        const path = pathOf(key);
        writeFileSync(`${path}.${process.pid}`, JSON.stringify({ key, told }), { mode: 0o600 });
        renameSync(`${path}.${process.pid}`, path);
        forgetOldest(folder);
      } catch {
        // It is asked again, then.
      }
    },
  };
}
function forgetOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= mostKept) return;
  const byAge = names.map(n => ({ n, at: statSync(join(folder, n)).mtimeMs })).sort((a, b) => a.at - b.at);
  for (const { n } of byAge.slice(0, names.length - mostKept + 500)) rmSync(join(folder, n), { force: true });
}
