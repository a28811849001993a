// What the package `foretrace/predictor` gives: the pure predictor, for any host that has JavaScript, threads or not. README.md tells how to use it.
export { type Budget, defaultBudget } from './budget.ts';
export { type Files, memoryFiles, withChanges } from './files.ts';
export {
  type Circumstances, type Edit, predictEdit, predictProgram, predictTests, type ProgramAsked, type ProgramForecast, type Setting, type TestsAsked, type TestsForecast,
} from './predict.ts';
export { createWebGrammar } from './python/syntax/web-grammar.ts';
export type { Grammar } from './python/syntax/parser.ts';
export { isProblem, type NamedScenario, readScenario, type Scenario, type ScenarioProblem, scenarioSchema } from './scenario.ts';
export { type Origin, type Reason, sayOrigin } from './unknown.ts';
export { Failed, type Failure } from '../trace-collector/failure.ts';
export type { Forecast, Report, TestChange, TestForecast, Trace, TraceFrame, TraceOrigin } from '../trace-collector/trace.ts';
