// Modules of the library that the engine changes a little once their own code has run.
import type { Module } from '../values.ts';
import { patchRandom } from './random-open.ts';

export const modulePatches = new Map<string, (module: Module) => void>([['random', patchRandom]]);
