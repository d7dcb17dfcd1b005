/** The command line in a process of its own, with its time and the most memory that it took. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const MAIN = join(CHECKOUT, 'compiler', 'cli', 'main.ts');
/** Runs first in the child, and has it say at its end what it took. Threads report nothing of their own. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  `import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    console.error('took', maxRSS, userCPUTime + systemCPUTime);
  });`,
)}`;

export interface MeasuredCommand {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Of all threads together. */
  readonly processorSeconds: number;
  readonly megabytes: number;
}

export async function measuredCommand(args: readonly string[]): Promise<MeasuredCommand> {
  const options = ['--import', 'tsx', '--import', REPORT, MAIN, ...args];
  const start = performance.now();
  const child = spawn(process.execPath, options, { cwd: CHECKOUT });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  const seconds = (performance.now() - start) / 1000;
  const [, kilobytes = NaN, microseconds = NaN] = (/^took (\d+) (\d+)$/m.exec(stderr) ?? []).map(
    Number,
  );
  return {
    code,
    stdout,
    stderr,
    seconds,
    processorSeconds: microseconds / 1e6,
    megabytes: kilobytes / 1024,
  };
}
