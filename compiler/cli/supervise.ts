/**
 * Runs the command in a process of its own while this one watches: code of a config may loop for ever, and nothing
 * inside its process could stop it, not even Ctrl-C.
 */

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { recoverOutput } from '../host/node-output.ts';
import { removeTemporaryFolders } from '../host/node-temporary.ts';
import { TIME_LIMIT } from '../pipeline.ts';
import { tellFault } from './command-line.ts';
import { ownCodeEnded, ownCodeSpoiled, ownCodeTooLong } from './diagnostics.ts';
import type { Io } from './io.ts';
import { EXIT_CODES } from './status.ts';
import { GRACE, WATCHED } from './watched.ts';
import type { Message } from './watched.ts';

/** Whether the command may run code of a config, and nobody watches yet. */
export function needsWatcher(argv: readonly string[]): boolean {
  if (process.env[WATCHED] !== undefined) return false;
  const given = argv.some((word) => /\.m?[tj]s$/.test(word));
  return given || ['ts', 'mts', 'js', 'mjs'].some((kind) => existsSync(`snapc.config.${kind}`));
}

const TICK = 100;

export async function supervise(argv: readonly string[], io: Io): Promise<number> {
  const [, script = ''] = process.argv;
  const child = fork(script, argv, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [WATCHED]: '1' },
    // Ctrl-C reaches every process of a terminal's group; this one passes it on.
    detached: true,
  });
  const limit = limitOf(argv);
  const running: { readonly what: string; readonly since: number }[] = [];
  let last = 'the config';
  let done = false;
  let expired: string | undefined;
  let interrupted: number | undefined;
  let spoiled: readonly string[] = [];
  child.on('message', (message: Message) => {
    if ('enter' in message) running.push({ what: (last = message.enter), since: Date.now() });
    else if ('leave' in message) running.pop();
    else if ('spoiled' in message) {
      ({ spoiled } = message);
      end(child);
    } else done = true;
  });
  const pass = (signal: NodeJS.Signals): void => {
    if (interrupted !== undefined) end(child);
    interrupted ??= Date.now();
    child.kill(signal);
  };
  process.on('SIGINT', pass);
  process.on('SIGTERM', pass);
  const timer = setInterval(() => {
    const now = Date.now();
    const late = running.find(({ since }) => now - since > limit * 1000 + 500);
    if (late !== undefined) expired ??= late.what;
    const stuck = interrupted !== undefined && running.length > 0 && now - interrupted > GRACE;
    if (late !== undefined || stuck) end(child);
  }, TICK);
  const ended = await new Promise<{ code: number | null; signal: string | null }>((settle) => {
    child.on('error', () => settle({ code: EXIT_CODES.internal, signal: null }));
    child.on('exit', (code, signal) => settle({ code, signal }));
  });
  clearInterval(timer);
  process.off('SIGINT', pass);
  process.off('SIGTERM', pass);
  if (done) return ended.code ?? EXIT_CODES.internal;
  await removeLeftovers(argv, child);
  if (interrupted !== undefined) {
    return tellFault(argv, io, 'interrupted', []);
  }
  const how = ended.signal ?? `exit code ${ended.code}`;
  const fault =
    spoiled.length > 0
      ? ownCodeSpoiled(last, spoiled)
      : expired === undefined
        ? ownCodeEnded(last, how)
        : ownCodeTooLong(expired, limit);
  return tellFault(argv, io, 'failed', [fault]);
}

/** With the processes that it has started, which are of its group. */
function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Where there are no groups.
    child.kill('SIGKILL');
  }
}

function limitOf(argv: readonly string[]): number {
  const given = Number(valueOf(argv, '--time-limit'));
  return given > 0 ? given : TIME_LIMIT;
}

/** What a command that was stopped had staged beside its folder, and its temporary folders. */
async function removeLeftovers(argv: readonly string[], { pid }: ChildProcess): Promise<void> {
  if (pid !== undefined) await removeTemporaryFolders(pid);
  const out = valueOf(argv, '--out');
  if (out !== undefined && STAGING.has(argv[0] ?? '')) {
    await recoverOutput(resolve(out)).catch(() => []);
  }
}

/** Commands that replace a folder as a whole. */
const STAGING: ReadonlySet<string> = new Set(['compile', 'pipeline']);

/** As the command reads it: behind the option or behind its `=`, and the last one counts. */
function valueOf(argv: readonly string[], option: string): string | undefined {
  const at = argv.findLastIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = argv[at];
  return word === option ? argv[at + 1] : word?.slice(option.length + 1);
}
