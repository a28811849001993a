// Which tests are rehearsed first when an edit has come in between: one that the edit breaks should show itself soon. An edit that breaks anything mostly breaks many of the tests
// that run through it, so what counts is to try different ones, and such as cost little.

/** How many milliseconds are spent so; then the tests come in pytest's order. */
export const scoutingMs = 2000;

/** Tests so that each test function (its parameters make many tests of it) is given the same time, cheap tests first; `costOf` tells what one took last time; one of unknown cost may be new, or was not come to then, and is taken for one in the middle. */
export function inTurns<X extends { readonly id: string }>(tests: readonly X[], costOf: (id: string) => number | undefined): readonly X[] {
  const spent = new Map<string, number>();
  const known = tests.flatMap(t => costOf(t.id) ?? []).sort((a, b) => a - b);
  const usual = known[known.length >> 1] ?? 0;
  const costly = tests.map(test => ({ test, cost: costOf(test.id) ?? usual })).sort((a, b) => a.cost - b.cost);
  const due = costly.map(({ test, cost }) => {
    const bracket = test.id.indexOf('[');
    const name = bracket < 0 ? test.id : test.id.slice(0, bracket);
    const at = (spent.get(name) ?? 0) + cost;
    spent.set(name, at);
    return { test, at };
  });
  return due.sort((a, b) => a.at - b.at).map(d => d.test);
}
