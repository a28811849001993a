// Scenario files: read from the disk, with one clear line for what is wrong in them.
import { basename } from 'node:path';
import { isProblem, type NamedScenario, readScenario } from '../../predictor/scenario.ts';
import { badScenario } from '../../trace-collector/failure.ts';
import { readSource } from './source-text.ts';

/** `shown` is the path as the user gave it: forecasts under the scenario carry it. */
export function readScenarioFile(path: string, shown: string): NamedScenario {
  const text = readSource(path);
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (e) {
    throw badScenario(shown, '$', `is not JSON: ${(e as Error).message.split('\n')[0]}`);
  }
  return { name: shown, pins: checkScenario(json, basename(shown)) };
}

/** The same of a value that came another way. */
export function checkScenario(json: unknown, name: string): NamedScenario['pins'] {
  const s = readScenario(json);
  if (isProblem(s)) throw badScenario(name, s.path, s.say);
  return s;
}
