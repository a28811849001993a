// What the service and its worker say to each other. Plain data only: it is cloned from one thread to the other.
import type { Budget } from '../../predictor/budget.ts';
import type { Answer, MomentAnswers, Moments, TextsAsked } from '../../predictor/python/moments.ts';
import type { Ask, Asking } from '../../predictor/oracles/oracle.ts';
import type { Aftermath } from '../../predictor/python/program.ts';
import type { CollectedTest, FunctionAsked, TraceAsked } from '../../predictor/python/tests/collection.ts';
import type { NamedScenario } from '../../predictor/scenario.ts';
import type { Origin } from '../../predictor/unknown.ts';
import type { Failure } from '../../trace-collector/failure.ts';
import type { Forecast, TestForecast, Trace } from '../../trace-collector/trace.ts';

/** What a worker is started with. */
export interface WorkerStart {
  /** The first: 1 as long as the request in hand is to stop. The second: 1 where tests that are loaded while no one asks are to stop. */
  readonly stop: Int32Array;
  /** Parse by the native module where it loads. */
  readonly native: boolean;
  /** Keep the tests that were asked for last collected, so that the next edit is answered at once. */
  readonly loads?: Loads;
}
/** Which state of the project is kept collected: what is on the disk, or what was asked for, edits included. */
export type Loads = 'disk' | 'asked';

/** The workspace as a request sees it. */
export interface Place {
  readonly workspace: string;
  /** Environment variables that the program sees. */
  readonly environment: Readonly<Record<string, string>>;
  readonly home: string;
  /** Contents that differ from the disk: absolute path → text, or null for none. */
  readonly changes: ReadonlyMap<string, string | null>;
  /** What is taken for given. */
  readonly scenario?: NamedScenario;
}

export interface RehearseRequest {
  readonly kind: 'rehearse';
  readonly place: Place;
  readonly file: string;
  readonly call?: string;
  readonly argv?: readonly string[];
  readonly trace: boolean;
  /** Rehearse the call in CWM's context (trace-collector/cwm.ts): the trace is that of the context. */
  readonly cwm?: boolean;
  /** What is asked and changed at single events of the trace. */
  readonly moments?: Moments;
  /** Tell what a script leaves behind. */
  readonly aftermath?: boolean;
  /** Tell what an oracle might know, and take in answers. */
  readonly asking?: Asking;
  readonly budget: Budget;
}
export interface SuiteRequest {
  readonly kind: 'suite';
  readonly place: Place;
  /** Folder where the command was given, and the files, folders or node ids asked for. */
  readonly cwd: string;
  readonly paths: readonly string[];
  /** pytest's `-c` and `--rootdir`, and its options that pick tests. */
  readonly configured?: { readonly inifile?: string; readonly rootdir?: string; readonly options?: readonly string[] };
  /** Collect only: name the tests, run none. */
  readonly list: boolean;
  /** Have all files collected and kept ready, though all may be remembered: an edit that comes next is answered at once. */
  readonly load?: boolean;
  /** Tell what is remembered and still holds, and nothing else. */
  readonly recallOnly?: boolean;
  /** Name the tests that are remembered and say which of them have run this function; nothing is collected or rehearsed. */
  readonly ran?: FunctionAsked;
  /** Tests already forecast, or that took the engine down: left out. */
  readonly skip: readonly string[];
  /** Files whose import took the engine down, and how. */
  readonly avoid: readonly { readonly file: string; readonly why: Origin }[];
  readonly budget: Budget;
  readonly trace?: TraceAsked;
  /** Several engines take part: who has taken which test, by its number (0 for no one), and this one's number. */
  readonly shared?: { readonly claims: SharedArrayBuffer; readonly ends: SharedArrayBuffer; readonly marks: SharedArrayBuffer; readonly owner: number };
  /** Another engine has remembered something in the meantime. */
  readonly reload?: boolean;
  /** The state before an edit, which the disk does not show: it will be asked for again, so it is remembered beside what is on the disk. */
  readonly isBefore?: boolean;
  /** The number of a forecast that makes way for other questions: asked for again, it goes on from what was rehearsed of it. */
  readonly makesWay?: number;
  /** Rehearse all anew, and remember nothing. */
  readonly fresh?: boolean;
  /** Tell what an oracle might know, and take in answers. */
  readonly asking?: Asking;
}
/** Expressions over what a trace tells. */
export interface EvaluateRequest {
  readonly kind: 'evaluate';
  readonly place: Place;
  readonly asked: readonly TextsAsked[];
}
export type Request = RehearseRequest | SuiteRequest | EvaluateRequest;

export interface PythonFound {
  readonly version: string;
  readonly origin: string;
}

/** What a worker tells while it works on a request, then once at its end. */
export type Message =
  | { readonly kind: 'ready' }
  /** A sign of life: what the engine is busy with from now on. The service's clock starts anew. */
  | { readonly kind: 'busy'; readonly phase: 'collect' | 'test' | 'program'; readonly what: string; readonly done: number; readonly of: number }
  | { readonly kind: 'collected'; readonly root: string; readonly python: PythonFound; readonly files: readonly (readonly CollectedTest[])[] }
  | { readonly kind: 'test'; readonly forecast: TestForecast }
  /** Fails by itself; whether also after the tests before it is still to be seen. */
  | { readonly kind: 'suspected'; readonly forecast: TestForecast }
  /** Forecasts that still hold from an earlier run: of single tests, and of whole test files. */
  | { readonly kind: 'recalled'; readonly forecasts: readonly TestForecast[]; readonly files: readonly (readonly TestForecast[])[] }
  /** What a test would do, where that was asked for: before its forecast. */
  | { readonly kind: 'traced'; readonly id: string; readonly trace: Trace; readonly answers?: MomentAnswers }
  /** What an oracle might know of a test: before its forecast. */
  | { readonly kind: 'asks'; readonly id: string; readonly asks: readonly Ask[] }
  | {
      readonly kind: 'rehearsed';
      readonly forecast: Forecast;
      readonly trace?: Trace;
      readonly answers?: MomentAnswers;
      readonly aftermath?: Aftermath;
      readonly asks?: readonly Ask[];
      readonly python: PythonFound;
      readonly oneWay?: boolean;
      readonly steps: number;
    }
  | { readonly kind: 'evaluated'; readonly answers: readonly Answer[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** It was asked to stop, and has. */
  | { readonly kind: 'stopped' }
  /** The last message of every request. */
  | { readonly kind: 'done' }
  /** Our own fault: its text goes to the log, the user is told `unknown`. */
  | { readonly kind: 'bug'; readonly text: string };

export type { CollectedTest };
