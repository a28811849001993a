// Work on many things, a few milliseconds at a stretch: the extension host serves the user's keys and other extensions, too.

const stretch = 5;

/** Takes all steps, and lets others have a turn in between. */
export async function inSlices(steps: Iterable<unknown>): Promise<void> {
  let from = performance.now();
  for (const _ of steps) {
    if (performance.now() - from < stretch) continue;
    await new Promise(next => setImmediate(next));
    from = performance.now();
  }
}
