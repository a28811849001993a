// What the editor and its worker say to each other. The worker holds the services and all that is computed from traces, so that the extension host only shows.
// Plain data only, small enough to be copied at every key; lines count from 1.
import type { Failure } from '../../../trace-collector/failure.ts';
import type { LineShown } from './line-values.ts';
import type { Example } from './examples.ts';
import type { Finding } from './findings.ts';
import type { LoopShown, Turns } from './loops.ts';
import type { Counts, TestShown } from './test-shown.ts';
import type { About, Calibration, Answer as TimelineAnswer, Ask as TimelineAsk } from '../../../webview/protocol.ts';

/** What a person asks of one folder of the workspace. */
export type Ask =
  | { readonly kind: 'discover'; readonly folder: string }
  /** `anew`: who asks knows nothing of what was told before. */
  | { readonly kind: 'rehearse'; readonly folder: string; readonly anew?: boolean }
  | { readonly kind: 'inline'; readonly folder: string; readonly file: string; readonly line: number; readonly pinned?: Example; readonly turns?: Turns }
  | { readonly kind: 'examples'; readonly folder: string; readonly file: string; readonly line: number }
  /** Runs tests for real: asked only in trusted workspaces. Without ids, all. With `verify` the forecasts of what is on the disk are kept before, to be judged by the run. */
  | { readonly kind: 'record'; readonly folder: string; readonly ids: readonly string[]; readonly python?: string; readonly verify?: boolean }
  /** Asks the editor's language model what a test hangs on that cannot be known: the host carries the question (`complete`). */
  | { readonly kind: 'askModel'; readonly folder: string; readonly id: string; readonly model: { readonly name: string; readonly address: string } }
  /** From here on, failures that are there now count as known. */
  | { readonly kind: 'baseline'; readonly folder: string }
  /** Makes a timeline and keeps it under a number of the asker's, until it is closed. */
  | { readonly kind: 'openTimeline'; readonly folder: string; readonly view: number; readonly wanted: TimelineWanted }
  | { readonly kind: 'timeline'; readonly folder: string; readonly view: number; readonly ask: TimelineAsk }
  | { readonly kind: 'closeTimeline'; readonly folder: string; readonly view: number }
  | { readonly kind: 'recordings'; readonly folder: string; readonly test?: string }
  /** How the forecasts of the folder fared. */
  | { readonly kind: 'calibration'; readonly folder: string }
  /** Which functions come out otherwise by the edit that is under way. */
  | { readonly kind: 'behaviour'; readonly folder: string }
  | { readonly kind: 'checkStaged'; readonly folder: string };

/** A call that comes out otherwise, with arguments that read the same. */
export interface CallChanged {
  readonly arguments: string;
  readonly before: string;
  readonly after: string;
  /** The same for a line: without the object that a method belongs to, and cut to where the results differ. */
  readonly brief: { readonly arguments: string; readonly before: string; readonly after: string };
}
export interface FunctionChanged {
  readonly file: string;
  readonly line: number;
  readonly function: string;
  readonly calls: readonly CallChanged[];
}
/** What behaves otherwise than before the edit, though the tests pass. */
export interface Behaviour {
  /** What it is held against, in words. */
  readonly against: string;
  readonly functions: readonly FunctionChanged[];
  /** Tests that the edit breaks: where there are any, behaviour is not compared. */
  readonly broken: number;
  /** Python files that the edit changes. */
  readonly edited: number;
  readonly milliseconds: number;
}
/** The forecast of what is staged. */
export interface StagedCheck {
  readonly changed: number;
  readonly breaks: number;
  readonly fixes: number;
  readonly passes: number;
  readonly unknown: number;
  /** The whole report, as text. */
  readonly text: string;
}

/** Whose trace a timeline shows. */
export type TimelineWanted =
  /** What a launch of the debug type would step through; it runs nothing. */
  | { readonly kind: 'launch'; readonly arguments: object }
  /** A debug session's own, by the number that it was opened with. */
  | { readonly kind: 'session'; readonly session: number }
  /** A test's rehearsal against a recording of it, the newest one unless it is named. */
  | { readonly kind: 'compared'; readonly test: string; readonly trace?: number };
/** A stored recording, as a person chooses among them. */
export interface RecordingFound {
  readonly id: number;
  readonly title: string;
  readonly test?: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly frames: number;
  readonly result?: string;
}

/** A test that was found by reading. */
export interface TestFound {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}
export interface Found {
  readonly root: string;
  readonly tests: readonly TestFound[];
}
/** What all tests of a folder would do now: of tests, only what reads otherwise than it was last told. */
export interface Picture {
  readonly root: string;
  /** Left out where they are those that were told last. */
  readonly tests?: readonly TestFound[];
  readonly changed: readonly TestShown[];
  readonly counts: Counts;
  readonly findings: readonly Finding[];
  /** A file that is being typed in does not parse: the tests are told as they were before. */
  readonly unparsed?: string;
  readonly milliseconds: number;
  readonly python: string;
}
/** Failures that the edits seem to bring, told while the rest of the tests are rehearsed. */
export interface Early {
  /** So many tests, so far. */
  readonly likely: number;
  readonly findings: readonly Finding[];
}
/** What a function would do in an example. Without an example there is nothing to show. */
export interface Inline {
  readonly file: string;
  readonly function?: { readonly name: string; readonly line: number; readonly end: number };
  readonly example?: Example;
  /** The values are those of a recording, made then (milliseconds since 1970): nothing of them is predicted. */
  readonly recorded?: number;
  readonly lines: readonly LineShown[];
  /** Lines that the example does not reach, as pairs of first and last. */
  readonly notTaken: readonly (readonly [number, number])[];
  /** The loops of the function, in the order of their lines. */
  readonly loops: readonly LoopShown[];
  /** Why there is nothing, in words for a person. */
  readonly nothing?: string;
  readonly milliseconds: number;
}
/** What tests did when they were run. */
export interface RecordedTests {
  readonly run: number;
  readonly results: readonly RecordedTest[];
  readonly said?: string;
}
export interface RecordedTest {
  readonly id: string;
  readonly result: 'passed' | 'failed' | 'error' | 'skipped' | 'xfailed' | 'xpassed';
  readonly message?: string;
  readonly file?: string;
  readonly line?: number;
  readonly seconds?: number;
}

/** What a test would do if a model's answers are right. */
export interface AskedModel {
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly ifRight?: 'pass' | 'fail' | 'unknown';
  readonly probability: number;
  readonly text: string;
}

export interface Answers {
  readonly discover: Found;
  readonly rehearse: Picture;
  readonly inline: Inline;
  readonly examples: readonly Example[];
  readonly record: RecordedTests;
  readonly askModel: AskedModel;
  readonly baseline: undefined;
  readonly openTimeline: About;
  readonly timeline: TimelineAnswer;
  readonly closeTimeline: undefined;
  readonly recordings: readonly RecordingFound[];
  readonly calibration: Calibration;
  readonly behaviour: Behaviour;
  readonly checkStaged: StagedCheck;
}
export type AnswerTo<A extends Ask> = Answers[A['kind']];

export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly ask: Ask }
  | { readonly kind: 'cancel'; readonly id: number }
  /** What a language model said to a `complete`, or why it said nothing. */
  | { readonly kind: 'completed'; readonly call: number; readonly text?: string; readonly trouble?: string }
  /** The text of an unsaved file; null once it is saved or closed. */
  | { readonly kind: 'buffer'; readonly file: string; readonly text: string | null }
  | { readonly kind: 'debug'; readonly session: number; readonly folder: string; readonly trusted: boolean }
  /** A message of the Debug Adapter Protocol for that session; null ends it. */
  | { readonly kind: 'dap'; readonly session: number; readonly message: unknown }
  /** A session of the user's own, with another debugger, is to be kept as far as it is seen. */
  | { readonly kind: 'watch'; readonly session: number; readonly folder: string; readonly name: string; readonly type: string }
  /** What the editor asked there, or what the adapter told; null ends it. */
  | { readonly kind: 'watched'; readonly session: number; readonly from: 'editor' | 'adapter'; readonly message: unknown };
export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  /** A question for a language model, on behalf of the ask with that id. */
  | { readonly kind: 'complete'; readonly id: number; readonly call: number; readonly system: string; readonly user: string }
  | { readonly kind: 'early'; readonly id: number; readonly early: Early }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly of: number; readonly what: string }
  /** `at`: the moment where the session stands, of a message that says it has stopped. */
  | { readonly kind: 'dap'; readonly session: number; readonly message: unknown; readonly at?: number }
  | { readonly kind: 'bug'; readonly text: string };
