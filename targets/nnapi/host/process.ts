/** Runs a command to its end; with all that it started, it ends when the signal aborts. */

import { spawn } from 'node:child_process';
import { errorCode } from '../../../compiler/host/node-file.ts';

export interface ProcessOptions {
  readonly folder?: string;
  readonly signal?: AbortSignal | undefined;
  /** Gets what is written to standard output as it comes, in pieces of any length. */
  readonly onOutput?: ((text: string) => void) | undefined;
}

export interface ProcessResult {
  /** Undefined when there is no such command. */
  readonly code: number | string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** More would be of no use in a message. */
const MOST_CHARACTERS = 1_000_000;

/** Throws the signal's reason when it aborts. */
export async function runProcess(
  command: string,
  args: readonly string[],
  { folder, signal, onOutput }: ProcessOptions = {},
): Promise<ProcessResult> {
  signal?.throwIfAborted();
  // A group of its own: a build has children, which an interrupt must end too.
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    ...(folder === undefined ? {} : { cwd: folder }),
  });
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch (error) {
      // It has ended by itself.
      if (errorCode(error) !== 'ESRCH') throw error;
    }
  };
  signal?.addEventListener('abort', end, { once: true });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] = (texts[name] + chunk).slice(-MOST_CHARACTERS);
      if (name === 'stdout') onOutput?.(chunk);
    });
  }
  try {
    const code = await new Promise<number | string | undefined>((resolve, reject) => {
      child.on('error', (error) => {
        if (errorCode(error) === 'ENOENT') resolve(undefined);
        else reject(error);
      });
      child.on('close', (status, killedBy) => resolve(status ?? killedBy ?? 'no code'));
    });
    signal?.throwIfAborted();
    return { code, ...texts };
  } finally {
    signal?.removeEventListener('abort', end);
  }
}
