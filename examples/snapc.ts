/** Runs the command line of this checkout for an example, in the checkout's folder. */

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
}

/** The command and what it says are shown on standard error. */
export function snapc(...words: readonly string[]): Ran {
  process.stderr.write(`$ snapc ${words.join(' ')}\n`);
  const main = fileURLToPath(new URL('../compiler/cli/main.ts', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', main, ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { code: status, stdout };
}
