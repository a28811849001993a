import { describe, expect, it } from 'vitest';
import { crowdedHeap } from '../../../extension/headless/crowded-heap.ts';

describe('a crowded heap', () => {
  it('is told once, and again only after it has been emptier', () => {
    const parts = [10, 80, 91, 95, 80, 92, 60, 89, 90, 99];
    const at = parts.values();
    const crowded = crowdedHeap(100, () => at.next().value! << 20);
    expect(parts.filter(() => crowded())).toEqual([91, 90]);
  });
});
