// What is known about the hash seed of the Python that is forecast. Hashes of strs and bytes hang on it, those of objects and of None on their addresses, so
// the iteration order of sets of these is open unless the scenario pins it.

export const hashSeed: {
  /** PYTHONHASHSEED is given: hashes of strs and bytes are known. Addresses never are. */
  pinned: boolean;
  seed: number;
  /** Counts the hashes taken whose value is open: who compares it before and after a call knows whether the result hangs on one. */
  drawn: number;
  /** Nesting of the engine's own questions for hashes of objects that have a `__hash__` of the program. */
  asked: number;
  /** Which of several orders is tried where CPython leaves one open (see open-orders.ts). */
  order: number;
} = { pinned: false, seed: 0, drawn: 0, asked: 0, order: 0 };
