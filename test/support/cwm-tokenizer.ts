// A tokenizer.json of the same kind as CWM's (byte-level BPE with Llama 3's pattern, and CWM's special tokens by their own ids), with a few merges only: the model's own is
// not ours to keep.
import { cwmTokens } from '../../trace-collector/cwm.ts';

/** GPT-2's letters for bytes, of which byte-level vocabularies are made. */
function byteLetters(): string[] {
  const plain = [...range(33, 126), ...range(161, 172), ...range(174, 255)];
  let more = 0;
  return Array.from({ length: 256 }, (_, b) => String.fromCodePoint(plain.includes(b) ? b : 256 + more++));
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

export function smallTokenizer(): object {
  const letters = byteLetters();
  const space = letters[32];
  const merges: [string, string][] = [[space, space], [`${space}${space}`, `${space}${space}`], ['r', 'e'], ['re', 't'], ['d', 'e'], ['de', 'f'], ['_', 's'], ['_s', 'e'], ['_se', 'p']];
  const vocab = Object.fromEntries([...letters, ...merges.map(([a, b]) => a + b)].map((t, i) => [t, i]));
  return {
    version: '1.0',
    added_tokens: Object.values(cwmTokens).map(t => ({ id: t.id, content: t.text, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+" },
          behavior: 'Isolated',
          invert: false,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true },
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: true, vocab, merges },
  };
}
