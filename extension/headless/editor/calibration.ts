// How far the forecasts of a workspace can be trusted, from those that a recording has judged: what the calibration page draws.
import { calibrationReport } from '../../../predictor/calibration/report.ts';
import { forecasts, type Ending, type StoredForecast } from '../../../trace-collector/store/forecasts.ts';
import type { Store } from '../../../trace-collector/store/store.ts';
import type { Calibration } from '../../../webview/protocol.ts';
import { verifiedForecasts } from '../verified-forecasts.ts';

const mostSurprises = 50;

export const nothingJudged: Calibration = { report: calibrationReport('', []), surprises: [] };

/** `root`: the workspace whose store it is. */
export function calibrationOf(root: string, store: Store): Calibration {
  return { report: calibrationReport(root, verifiedForecasts(store)), surprises: forecasts(store).flatMap(surpriseOf).slice(0, mostSurprises) };
}

function surpriseOf(f: StoredForecast): Calibration['surprises'] {
  if (f.surprise === undefined) return [];
  const { thought, happened } = f.surprise;
  const at = happened.file === undefined ? thought : happened;
  return [
    {
      test: f.test,
      thought: endingText(thought),
      happened: endingText(happened),
      judged: f.judged ?? f.made,
      ...(at.file === undefined || at.line === undefined ? {} : { file: at.file, line: at.line }),
    },
  ];
}
const endingText = (e: Ending): string =>
  [e.result, ...(e.exception === undefined ? [] : [e.exception]), ...(e.message === undefined || e.message === '' ? [] : [brief(e.message)])].join(': ');
const brief = (text: string): string => {
  const [first] = text.split('\n');
  return first.length <= 160 ? first : `${first.slice(0, 159)}…`;
};
