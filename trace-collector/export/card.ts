// The data set's own README: what its rows are, where they come from, what was taken out, and what it must not be taken for. Front matter as Hugging Face reads it.
import type { Manifest } from './dataset.ts';
import type { Format } from './rows.ts';

export function card(m: Manifest, f: Format): string {
  const ending = m.container === 'parquet' ? 'parquet' : 'jsonl.gz';
  const secrets = Object.entries(m.redacted.replacements);
  const skipped = Object.entries(m.skipped);
  return `---
pretty_name: Execution traces (${f.name}, ${m.split})
license: other
task_categories:
- text-generation
tags:
- code
- execution-traces
configs:
- config_name: default
  data_files:
  - split: ${m.split}
    path: data/${m.split}-*.${ending}
---
# Execution traces: ${f.name}, ${m.split}

${m.rows} rows from ${m.traces} traces of Python code, written by ${m.tool}.

${
  m.split === 'recorded'
    ? 'All rows are **recordings** of real runs. None is a forecast.'
    : 'All rows are **rehearsals**: forecasts of a model of Python, made without running anything. They are not ground truth; a value that the rehearsal could not know reads `<unknown>`.'
}

## Rows

${f.about}

| column | type | what |
|---|---|---|
${f.columns.map(c => `| \`${c.name}\` | ${c.type}${c.nullable ? ', may be null' : ''} | ${c.what} |`).join('\n')}

## What is left out

${skipped.length === 0 ? 'Nothing was left out.' : skipped.map(([why, n]) => `- ${n}: ${skips[why] ?? why}`).join('\n')}

A value's text longer than the recorder's limit is a beginning of the true one and ends in \`…\`. Object addresses are stripped.

## Secrets

${secrets.length === 0 ? 'None was found.' : `Replaced by placeholders such as \`<redacted:token:1>\`, the same for the same secret throughout: ${secrets.map(([k, n]) => `${k} ${n} times`).join(', ')} (${m.redacted.different} different).`}
What is found: known shapes of keys and tokens, what stands behind names such as \`password\` or \`api_key\`, credentials in URLs, private keys, e-mail addresses, home folders.
This finds much and not all: look through the data before you give it away. Lengths and slices of what was replaced still show in other values.

## Licence

The rows contain source code and data of the traced project: its licence holds for them.

\`manifest.json\` has the counts and the SHA-256 of every file.
`;
}
const skips: Readonly<Record<string, string>> = {
  'source not kept': 'the source as it was at the run is not in the store (recorded by an older version, or the file was gone)',
  'cut short': 'the trace ends before the call does',
  'too long': 'the text is longer than the limit for a row',
  'no call': 'the test’s function is not in its trace',
  'class body': 'the body of a class, no function',
  'recorded before': 'the same trace, frame for frame, was recorded before',
};
