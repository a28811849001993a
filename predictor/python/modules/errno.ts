// The `errno` module, with the numbers of Linux.
import { defineModule } from '../define.ts';
import { dictFrom } from '../dict-keys.ts';
import type { Module } from '../values.ts';
import { constants } from './holes.ts';

export function errnoModule(): Module {
  const table = constants('errno');
  // Of two names for one number the last added one is shown.
  const names = new Map(Object.entries(table).map(([k, v]) => [v, k]));
  return defineModule('errno', {}, { errorcode: dictFrom(names), ...table }, 'This module makes available standard errno system symbols.\n\nThe value of each symbol is the corresponding integer value,\ne.g., on most systems, errno.ENOENT equals the integer 2.');
}
