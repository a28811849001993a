// A real debugpy for tests: the one that python3 has, or the folder that FORETRACE_DEBUGPY names. Nothing is fetched.
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import type { DapConfiguration } from '../../trace-collector/dap/configuration.ts';
import { dapConfiguration } from '../../trace-collector/dap/configuration.ts';

const path = [process.env.FORETRACE_DEBUGPY, process.env.PYTHONPATH].filter(p => p !== undefined && p !== '').join(delimiter);
const asked = spawnSync('python3', ['-c', 'import debugpy, sys; print("%d.%d" % sys.version_info[:2])'], { encoding: 'utf8', env: { ...process.env, PYTHONPATH: path } });
export const hasDebugpy = asked.status === 0;
export const debugpyVersion = asked.stdout?.trim();

/** How a program in `folder` is launched under debugpy. */
export function debugpyConfiguration(folder: string, program: string, more: Readonly<Record<string, unknown>> = {}): DapConfiguration {
  return dapConfiguration(
    {
      adapter: { command: ['python3', '-m', 'debugpy.adapter'], env: { PYTHONPATH: path } },
      language: 'python',
      arguments: { program, cwd: folder, env: { PYTHONHASHSEED: '0' } },
      roots: [folder],
      ...more,
    },
    `${folder}/config.json`,
  );
}
