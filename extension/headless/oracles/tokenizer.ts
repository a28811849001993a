// CWM's tokenizer, from the model's own tokenizer.json (byte-level BPE as in Llama 3), by @huggingface/tokenizers. Its special tokens are taken out before: a text that looks
// like one is text (`encode_ordinary` in cwm/text/tokenizers.py).
import { Tokenizer } from '@huggingface/tokenizers';
import * as z from 'zod';
import type { Tokenizer as Encoder } from '../../../predictor/oracles/cwm.ts';
import { cwmTokens } from '../../../trace-collector/cwm.ts';
import { badTokenizer } from '../../../trace-collector/failure.ts';
import { readSource } from '../source-text.ts';

const tokenizerFile = z.looseObject({
  model: z.looseObject({ type: z.literal('BPE'), vocab: z.record(z.string(), z.number()), merges: z.array(z.unknown()) }),
  added_tokens: z.array(z.looseObject({ id: z.number(), content: z.string() })),
});
/** As cwm/text/tokenizers.py: longer texts are encoded piece by piece. */
const piece = 400_000;

/** Throws a Failed for a file that is not CWM's. */
export function readTokenizer(path: string, shown: string): Encoder {
  let json: unknown;
  try {
    json = JSON.parse(readSource(path));
  } catch (e) {
    throw badTokenizer(shown, `cannot be read: ${(e as Error).message.split('\n')[0]}`);
  }
  const read = tokenizerFile.safeParse(json);
  if (!read.success) throw badTokenizer(shown, 'is no tokenizer.json of a BPE model');
  const ids = new Map(read.data.added_tokens.map(t => [t.content, t.id]));
  const wrong =
    Object.values(cwmTokens).find(t => ids.has(t.text) && ids.get(t.text) !== t.id) ??
    (ids.get(cwmTokens.frame.text) === undefined ? cwmTokens.frame : undefined);
  if (wrong !== undefined) throw badTokenizer(shown, `is not CWM's: ${wrong.text} is ${ids.get(wrong.text) ?? 'not in it'}, not ${wrong.id}`);
  const tokenizer = new Tokenizer({ ...read.data, added_tokens: [], post_processor: null }, { clean_up_tokenization_spaces: false });
  return {
    encode(text) {
      const out: number[] = [];
      for (let at = 0; at < text.length; at += piece)
        for (const id of tokenizer.encode(text.slice(at, at + piece), { add_special_tokens: false }).ids) out.push(id);
      return out;
    },
    decode: given => tokenizer.decode(given, { skip_special_tokens: false, clean_up_tokenization_spaces: false }),
  };
}
