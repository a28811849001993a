// A browser's worker's way to the editor: as that of a process (extension/headless/editor/host-port.ts), without what is particular to processes.
import type { HostPort } from '../../headless/editor/host-port.ts';
import { hear, post } from './channel.ts';

export const hostPort = <To, From>(): HostPort<To, From> => ({ tell: post, hear: act => hear(m => act(m as To)) });
