// A small disk of its own for a test that fills it: a tmpfs, which takes the rights to mount one.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const mount = (at: string, kilobytes: number): boolean => spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', at]).status === 0;
const unmount = (at: string): void => void spawnSync('umount', ['-l', at]);

function probe(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const at = mkdtempSync(join(tmpdir(), 'foretrace-mount-'));
  const works = mount(at, 64);
  if (works) unmount(at);
  rmSync(at, { recursive: true, force: true });
  return works;
}
/** Only root may, and not in every container: such tests are skipped then. */
export const canMount = probe();

/** A disk of some hundred kilobytes at `at`, gone afterwards. */
export async function onFullDisk(at: string, work: (disk: string) => void | Promise<void>, kilobytes = 256): Promise<void> {
  mkdirSync(at, { recursive: true });
  if (!mount(at, kilobytes)) throw new Error(`cannot mount at ${at}`);
  try {
    await work(at);
  } finally {
    unmount(at);
  }
}
