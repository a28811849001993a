// What the recorder needs of the Debug Adapter Protocol, as types. Names and fields are those of the specification
// (https://microsoft.github.io/debug-adapter-protocol/specification); what is not used is left out.

export interface DapRequest {
  readonly seq: number;
  readonly type: 'request';
  readonly command: string;
  readonly arguments?: unknown;
}
export interface DapResponse {
  readonly seq: number;
  readonly type: 'response';
  readonly request_seq: number;
  readonly command: string;
  readonly success: boolean;
  readonly message?: string;
  readonly body?: unknown;
}
export interface DapEvent {
  readonly seq: number;
  readonly type: 'event';
  readonly event: string;
  readonly body?: Readonly<Record<string, unknown>>;
}
export type DapMessage = DapRequest | DapResponse | DapEvent;

export interface Capabilities {
  readonly supportsConfigurationDoneRequest?: boolean;
  readonly supportsExceptionInfoRequest?: boolean;
  readonly supportsSingleThreadExecutionRequests?: boolean;
  readonly exceptionBreakpointFilters?: readonly { readonly filter: string }[];
}
export interface StackFrame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string };
}
export interface Scope {
  readonly name: string;
  readonly presentationHint?: string;
  readonly variablesReference: number;
  readonly namedVariables?: number;
  readonly expensive?: boolean;
}
export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  readonly variablesReference?: number;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
}
export interface ExceptionInfo {
  readonly exceptionId: string;
  readonly description?: string;
}

/** Each request that the recorder sends: its arguments, and the body of its answer. */
export interface DapRequests {
  initialize: [Readonly<Record<string, unknown>>, Capabilities];
  launch: [Readonly<Record<string, unknown>>, unknown];
  attach: [Readonly<Record<string, unknown>>, unknown];
  setBreakpoints: [{ readonly source: { readonly path: string }; readonly breakpoints: readonly { readonly line: number }[] }, unknown];
  setFunctionBreakpoints: [{ readonly breakpoints: readonly { readonly name: string }[] }, unknown];
  setExceptionBreakpoints: [{ readonly filters: readonly string[] }, unknown];
  configurationDone: [Record<string, never>, unknown];
  threads: [Record<string, never>, { readonly threads: readonly { readonly id: number; readonly name: string }[] }];
  stackTrace: [
    { readonly threadId: number; readonly startFrame: number; readonly levels: number },
    { readonly stackFrames: readonly StackFrame[]; readonly totalFrames?: number },
  ];
  scopes: [{ readonly frameId: number }, { readonly scopes: readonly Scope[] }];
  variables: [
    { readonly variablesReference: number; readonly start?: number; readonly count?: number; readonly filter?: 'indexed' | 'named' },
    { readonly variables: readonly Variable[] },
  ];
  exceptionInfo: [{ readonly threadId: number }, ExceptionInfo];
  stepIn: [{ readonly threadId: number; readonly singleThread?: boolean }, unknown];
  stepOut: [{ readonly threadId: number; readonly singleThread?: boolean }, unknown];
  continue: [{ readonly threadId: number; readonly singleThread?: boolean }, unknown];
  pause: [{ readonly threadId: number }, unknown];
  disconnect: [{ readonly terminateDebuggee: boolean }, unknown];
}
