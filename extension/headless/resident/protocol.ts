// What goes between a command and the resident engine: one question at a time on each connection, what is told of it meanwhile, and its answer.
import type { Failure } from '../../../trace-collector/failure.ts';

export type Said =
  | {
      readonly kind: 'ask';
      readonly what: 'rehearse' | 'evaluate' | 'suite';
      readonly given: readonly unknown[];
      readonly workspace: string;
      readonly listens: readonly string[];
    }
  /** No answer is wanted any more. With `goOn` it is worked out all the same, so that the next one comes faster; another question of the same workspace ends that, once what it imports is imported. */
  | { readonly kind: 'stop'; readonly goOn: boolean }
  | { readonly kind: 'status' }
  | { readonly kind: 'quit' };

export type Heard =
  /** A callback of the question's `Watch`, and what it is given. */
  | { readonly kind: 'told'; readonly name: string; readonly given: readonly unknown[] }
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** A fault of Foretrace's own. */
  | { readonly kind: 'fault'; readonly text: string }
  | ({ readonly kind: 'status' } & ResidentStatus);

export interface ResidentStatus {
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly workspaces: readonly string[];
  /** So far, and those that are being worked out. */
  readonly questions: number;
  readonly open: number;
  /** Resident set size, in bytes. */
  readonly memory: number;
  /** Minutes without a question after which it ends. */
  readonly minutes: number;
}
