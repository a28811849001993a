// A test's unknowns, asked of the editor's own language model: the worker makes the question and takes in the answers, the extension host only carries texts, with the
// person's consent. Nothing else in the editor asks a model.
import { basename } from 'node:path';
import { Redaction } from '../../../trace-collector/export/redaction.ts';
import { noSuchTest } from '../../../trace-collector/failure.ts';
import { type ChatModel, chatOracle } from '../../../predictor/oracles/chat.ts';
import { purse } from '../../../predictor/oracles/spending.ts';
import { placeAt, showFrom } from '../commands/session.ts';
import { suiteWithOracles } from '../oracles/filled-forecasts.ts';
import { forecastText } from '../present/forecast.ts';
import { styleFor } from '../present/style.ts';
import type { Hearing, Surroundings } from './folder-forecast.ts';
import type { AskedModel } from './protocol.ts';

const most = { requests: 4, tokens: 60_000 };

export async function askModel(
  around: Surroundings,
  { folder, id, model }: { readonly folder: string; readonly id: string; readonly model: ChatModel },
  { signal, onProgress }: Hearing,
): Promise<AskedModel> {
  const from = performance.now();
  const redaction = new Redaction();
  const redact = (text: string): string => {
    redaction.learn(text);
    return redaction.text(text);
  };
  const oracle = chatOracle(model, { purse: purse(most), redact, show: file => basename(file) });
  const suite = await suiteWithOracles(
    around.service,
    { place: placeAt({ cwd: folder, environment: around.environment }, folder, around.buffers), cwd: folder, paths: [id], list: false },
    { signal, onProgress },
    { oracles: () => [oracle], calls: () => undefined, dispose: () => {} },
  );
  const [forecast] = suite.tests;
  if (forecast === undefined) throw noSuchTest(id);
  const { outcome, filled } = forecast;
  const text = forecastText(
    { forecast, title: id, python: suite.python, steps: 0, milliseconds: performance.now() - from, uses: suite.uses },
    styleFor({}, { NO_COLOR: '1' }),
    showFrom(folder),
  );
  return { outcome, ...(filled === undefined ? {} : { ifRight: filled.outcome }), probability: forecast.probability, text };
}
