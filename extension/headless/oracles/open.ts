// Opens the oracles that are switched on, with what they need of this machine: the store, the network, keys from the environment, caches. It is a bundle of its own
// (dist/oracles.js): who uses no oracle never loads it.
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { chatOracle } from '../../../predictor/oracles/chat.ts';
import { type CwmOptions, cwmLicence, cwmOracle } from '../../../predictor/oracles/cwm.ts';
import { memoryOracle, type RecordedCalls } from '../../../predictor/oracles/memory.ts';
import { chatServer, completionServer, type ServerSettings } from '../../../predictor/oracles/openai.ts';
import type { Oracle } from '../../../predictor/oracles/oracle.ts';
import { type Purse, purse } from '../../../predictor/oracles/spending.ts';
import { keyMissing, oracleNotSet } from '../../../trace-collector/failure.ts';
import { Redaction } from '../../../trace-collector/export/redaction.ts';
import { openStore, type Store } from '../../../trace-collector/store/store.ts';
import { cacheFolder } from '../cache-folder.ts';
import type { Place } from '../protocol.ts';
import { answerCache } from './answer-cache.ts';
import type { Oracles } from './filled-forecasts.ts';
import { deadline, limitedFetch } from './limited-fetch.ts';
import { recordedCalls } from './recorded-calls.ts';
import { type OraclesAsked, oraclesPlace } from './load.ts';
import { oraclesWanted } from './settings-file.ts';
import { readTokenizer } from './tokenizer.ts';

const usual = { requests: 20, tokens: 200_000, seconds: 60, retries: 2 };
/** Thousands of tokens take their time. */
const traceSeconds = 300;
type Limits = Partial<typeof usual>;

export interface OpenedOracles extends Oracles {
  /** One line for each: its name, where code goes, its licence. */
  readonly notices: readonly string[];
  /** What whole traces are predicted with, where CWM is among them. */
  readonly cwm?: (place: Place) => CwmOptions;
}

/** Undefined where none is switched on. Throws a Failed for settings that are wrong or not there. No request is made. */
export function openOracles(asked: OraclesAsked): OpenedOracles | undefined {
  const { names, settings } = oraclesWanted(asked);
  if (names.length === 0) return undefined;
  const notices: string[] = [];
  const makers: ((place: Place) => Oracle | undefined)[] = [];
  // One for all that is sent: the same secret has the same placeholder.
  const redaction = new Redaction();
  const redact = (text: string): string => {
    redaction.learn(text);
    return redaction.text(text);
  };
  let store: Store | undefined;
  let cwm: ((place: Place) => CwmOptions) | undefined;
  const storePath = join(asked.workspace, '.foretrace', 'traces.db');
  const calls = (place: Place): RecordedCalls | undefined => {
    if (!names.includes('memory') || !existsSync(storePath)) return undefined;
    store ??= openStore(storePath);
    return recordedCalls(store, file => textOf(place, file));
  };
  for (const name of names) {
    switch (name) {
      case 'memory':
        notices.push(existsSync(storePath) ? 'memory: recorded calls of this workspace' : 'memory: there are no recordings yet (foretrace record makes some)');
        makers.push(place => {
          const known = calls(place);
          return known === undefined ? undefined : memoryOracle(known);
        });
        break;
      case 'chat': {
        const s = settings.chat ?? missing(name);
        const server = serverOf(s, asked);
        const money = purseOf(s);
        const cache = answerCache(cacheFolder(asked.environment, asked.home));
        const model = chatServer(server, s.model);
        notices.push(`chat: ${s.model} at ${s.address}; code around unknowns is sent there, secrets taken out`);
        makers.push(() => chatOracle(model, { purse: money, cache, redact, show: file => near(asked.workspace, file) }));
        break;
      }
      case 'cwm': {
        const s = settings.cwm ?? missing(name);
        const tokenizer = readTokenizer(resolve(asked.workspace, s.tokenizer), s.tokenizer);
        const model = s.model ?? 'facebook/cwm';
        const server = completionServer(serverOf({ seconds: traceSeconds, ...s }, asked), model, s.server ?? 'vllm');
        const money = purseOf(s);
        notices.push(`cwm: ${model} at ${s.address}; the code of files with unknowns is sent there, secrets taken out. ${cwmLicence}`);
        cwm = place => ({
          server,
          tokenizer,
          purse: money,
          source: file => textOf(place, file),
          redact,
          frames: s.frames ?? 2000,
          newTokens: s.newTokens ?? 8192,
          temperature: s.temperature ?? 0,
        });
        makers.push(place => cwmOracle(cwm!(place)));
      }
    }
  }
  return {
    oracles: place => makers.flatMap(m => m(place) ?? []),
    calls,
    notices,
    ...(cwm === undefined ? {} : { cwm }),
    dispose() {
      store?.close();
      store = undefined;
    },
  };
}
function missing(name: string): never {
  throw oracleNotSet(name, oraclesPlace);
}
function serverOf(s: { readonly address: string; readonly key?: string } & Limits, { environment }: OraclesAsked): ServerSettings {
  const key = s.key === undefined ? undefined : environment[s.key];
  if (s.key !== undefined && (key === undefined || key === '')) throw keyMissing(s.key);
  return {
    address: s.address,
    ...(key === undefined ? {} : { key }),
    seconds: s.seconds ?? usual.seconds,
    retries: s.retries ?? usual.retries,
    fetch: limitedFetch,
    deadline,
  };
}
const purseOf = (s: Limits): Purse => purse({ requests: s.requests ?? usual.requests, tokens: s.tokens ?? usual.tokens });

/** As the forecast sees it: a proposed edit first, then the disk. */
function textOf(place: Place, file: string): string | undefined {
  const edited = place.changes.get(file);
  if (edited !== undefined) return edited ?? undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
function near(workspace: string, file: string): string {
  const below = relative(workspace, file);
  return below.startsWith('..') || isAbsolute(below) ? file.slice(file.lastIndexOf('/') + 1) : below;
}
