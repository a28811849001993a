// The requests that a session answers, and the form of their arguments. Names and fields are those of the Debug Adapter Protocol's specification
// (https://microsoft.github.io/debug-adapter-protocol/specification); those that begin with `foretrace/` are our own.
import * as z from 'zod';
import { badRequest, unknownRequest } from '../../../trace-collector/failure.ts';

const count = z.number().int();
const natural = count.min(0);
const optionalText = z
  .string()
  .nullish()
  .transform(t => t ?? undefined);
const source = z.looseObject({ path: optionalText, name: optionalText, sourceReference: natural.optional() });
const breakpoint = { condition: optionalText, hitCondition: optionalText };
const thread = z.looseObject({ threadId: count, granularity: z.enum(['statement', 'line', 'instruction']).optional() });
const nothing = z.looseObject({}).default({});

export const requests = {
  initialize: z.looseObject({
    linesStartAt1: z.boolean().default(true),
    columnsStartAt1: z.boolean().default(true),
    pathFormat: z.string().default('path'),
    supportsProgressReporting: z.boolean().default(false),
    supportsInvalidatedEvent: z.boolean().default(false),
  }),
  launch: z.unknown(),
  configurationDone: nothing,
  disconnect: nothing,
  terminate: nothing,
  restart: z.looseObject({ arguments: z.unknown().optional() }).default({}),
  cancel: z.looseObject({ requestId: count.optional(), progressId: z.string().optional() }).default({}),
  setBreakpoints: z.looseObject({
    source,
    breakpoints: z.array(z.looseObject({ line: natural, ...breakpoint, logMessage: optionalText })).default([]),
  }),
  setFunctionBreakpoints: z.looseObject({ breakpoints: z.array(z.looseObject({ name: z.string(), ...breakpoint })) }),
  setExceptionBreakpoints: z.looseObject({ filters: z.array(z.string()) }),
  breakpointLocations: z.looseObject({ source, line: natural, endLine: natural.optional() }),
  threads: nothing,
  continue: thread,
  reverseContinue: thread,
  next: thread,
  stepIn: thread,
  stepOut: thread,
  stepBack: thread,
  pause: thread,
  restartFrame: z.looseObject({ frameId: count }),
  gotoTargets: z.looseObject({ source, line: natural }),
  goto: z.looseObject({ threadId: count, targetId: count }),
  stackTrace: z.looseObject({ threadId: count, startFrame: natural.default(0), levels: natural.default(0) }),
  scopes: z.looseObject({ frameId: count }),
  variables: z.looseObject({
    variablesReference: count,
    filter: z.enum(['indexed', 'named']).optional(),
    start: natural.default(0),
    count: natural.default(0),
  }),
  setVariable: z.looseObject({ variablesReference: count, name: z.string(), value: z.string() }),
  setExpression: z.looseObject({ expression: z.string(), value: z.string(), frameId: count.optional() }),
  evaluate: z.looseObject({ expression: z.string(), frameId: count.optional(), context: z.string().default('repl') }),
  completions: z.looseObject({ text: z.string(), column: natural, line: natural.optional(), frameId: count.optional() }),
  exceptionInfo: z.looseObject({ threadId: count }),
  loadedSources: nothing,
  source: z.looseObject({ source: source.optional(), sourceReference: natural.default(0) }),
  /** What wrote a value: a variable of a scope or container, or a local of a frame by its name. */
  'foretrace/whereWritten': z.looseObject({ name: z.string(), variablesReference: count.optional(), frameId: count.optional() }),
  /** Goes to a moment by its number. */
  'foretrace/goToMoment': z.looseObject({ moment: natural }),
} as const;
export type Command = keyof typeof requests;
export type ArgumentsOf<C extends Command> = z.output<(typeof requests)[C]>;

export const isCommand = (name: string): name is Command => Object.hasOwn(requests, name);

/** Throws a Failed that names the request and what is wrong. */
export function argumentsOf<C extends Command>(command: C, data: unknown): ArgumentsOf<C> {
  const read = requests[command].safeParse(data);
  if (read.success) return read.data as ArgumentsOf<C>;
  const [first] = read.error.issues;
  throw badRequest(command, first.path.length === 0 ? `arguments: ${first.message}` : `"${first.path.join('.')}": ${first.message}`);
}
export { unknownRequest };

/** Exactly what the session does. What can be set hangs on the mode: a `capabilities` event tells it after the launch. */
export const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsExceptionInfoRequest: true,
  supportsStepBack: true,
  supportsSteppingGranularity: true,
  supportsRestartFrame: true,
  supportsRestartRequest: true,
  supportsGotoTargetsRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportsCancelRequest: true,
  supportsSetVariable: false,
  supportsSetExpression: false,
} as const;
