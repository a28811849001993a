// A report as JSON: the whole forecast, and beside it the findings. New parts may be added; what is there keeps its meaning as long as `version` is 1.
import type { Format } from './formats.ts';

export const json: Format = ({ judged: j, timing }) => {
  const { report, findings, verdict, stale } = j;
  return `${JSON.stringify({ version: 1, ...report, verdict, findings, staleBaseline: stale, ...(timing === undefined ? {} : { timing }) }, undefined, 2)}\n`;
};
