// A command line of pytest: which tests it names and picks, and the exit code that it comes to by their forecasts. https://docs.pytest.org/en/stable/reference/exit-codes.html
import type { TestForecast } from '../../trace-collector/trace.ts';

export interface PytestLine {
  /** Files, folders and node ids. */
  readonly paths: readonly string[];
  /** Options that pick tests, each with its value as a word of its own. */
  readonly picking: readonly string[];
  /** An option of which it is not known what it changes. */
  readonly stray?: string;
}

/** Options that change neither which tests run nor how they end. */
const idle =
  /^(?:-v+|-q+|-s|-l|-x|-r[a-zA-Z]*|--tb=\w+|--verbose|--quiet|--exitfirst|--no-header|--no-summary|--color=\w+|--durations=\d+|--showlocals|--capture=\w+|--maxfail=[1-9]\d*)$/;
const picking = /^(-k|-m|--deselect|--ignore)(?:=(.*)|(.+))?$/s;

export function pytestLine(args: readonly string[]): PytestLine {
  const paths: string[] = [];
  const picks: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    const pick = picking.exec(arg);
    if (pick !== null) {
      const value = pick[2] ?? pick[3] ?? args[++i];
      if (value === undefined || (pick[3] !== undefined && pick[1].startsWith('--'))) return { paths, picking: picks, stray: arg };
      picks.push(pick[1], value);
    } else if (arg === '-p' && args[i + 1] === 'no:cacheprovider') i++;
    else if (idle.test(arg)) continue;
    else if (arg.startsWith('-')) return { paths, picking: picks, stray: arg };
    else paths.push(arg);
  }
  return { paths, picking: picks };
}

/** Named by a path or node id of which nothing is found: pytest runs no test at all then. `ids` are relative to where the paths are. */
export const namesNothing = (path: string, tests: readonly Pick<TestForecast, 'id'>[], idOf: (path: string) => string): boolean => {
  const id = idOf(path);
  return path.includes('::') && !tests.some(t => t.id === id || t.id.startsWith(`${id}::`) || t.id.startsWith(`${id}[`));
};

/** pytest's exit code; undefined where it hangs on what is not known. */
export function exitCodeOf(tests: readonly TestForecast[]): number | undefined {
  // What cannot be collected ends the run before any test.
  const collecting = tests.filter(t => t.phase === 'collect');
  if (collecting.some(t => t.outcome === 'fail')) return 2;
  if (collecting.some(t => t.outcome === 'unknown')) return undefined;
  if (tests.some(t => t.outcome === 'fail')) return 1;
  if (tests.some(t => t.outcome === 'unknown')) return undefined;
  // Skipped as a whole file, it was not collected.
  return tests.length === collecting.length ? 5 : 0;
}
