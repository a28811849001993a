// The `marshal` module: there, but a rehearsal has no bytecode to write.
import { defineModule } from '../define.ts';
import type { Module } from '../values.ts';
import { holes } from './holes.ts';

export const marshalModule = (): Module => defineModule('marshal', holes('marshal', 'dump dumps load loads'), { version: 4 });
