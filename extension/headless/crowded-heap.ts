// Whether a thread is about to run out of memory. V8 ends a thread that does, and now and then the whole process with it: a rehearsal should end by its own budget before that.
import { getHeapStatistics } from 'node:v8';
import { resourceLimits } from 'node:worker_threads';

/** Parts of the limit of what has grown old, which is the one that V8 ends a thread for. What is used counts garbage too: with 56 % of the limit alive and much thrown away it was seen to reach 80 % before V8 collected. */
const full = 0.9;
const eased = 0.75;

const mb = 1 << 20;

/** Says once that the heap is nearly full, and not again before it has been emptier: garbage of the rehearsal that was ended lies about for a while, and is not the next one's. */
export function crowdedHeap(
  limitMb = resourceLimits.maxOldGenerationSizeMb ?? Infinity,
  usedBytes = (): number => getHeapStatistics().used_heap_size,
): () => boolean {
  let told = false;
  return () => {
    const part = usedBytes() / (limitMb * mb);
    if (part < eased) told = false;
    if (told || part < full) return false;
    return (told = true);
  };
}
