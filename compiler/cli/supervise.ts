/**
 * Runs the command in a process of its own while this one watches: code of a config may loop for ever, and nothing
 * inside its process could stop it, not even Ctrl-C.
 */

import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { recoverOutput } from '../host/node-output.ts';
import { TIME_LIMIT } from '../pipeline.ts';
import { watchBuiltIns } from './built-ins.ts';
import { tellFault } from './command-line.ts';
import { ownCodeEnded, ownCodeSpoiled, ownCodeTooLong } from './diagnostics.ts';
import type { Io } from './io.ts';
import { EXIT_CODES } from './status.ts';

const WATCHED = 'SNAPC_WATCHED';
/** How long code of a config may go on after an interrupt. */
const GRACE = 2000;

/** What the watched process says of itself. */
type Message =
  | { readonly enter: string }
  | { readonly leave: true }
  | { readonly spoiled: readonly string[] }
  | { readonly done: true };

/** Whether the command may run code of a config, and nobody watches yet. */
export function needsWatcher(argv: readonly string[]): boolean {
  if (process.env[WATCHED] !== undefined) return false;
  const given = argv.some((word) => /\.m?[tj]s$/.test(word));
  return given || ['ts', 'mts', 'js', 'mjs'].some((kind) => existsSync(`snapc.config.${kind}`));
}

/** The process's input and output, with a word to the watcher before code of a config runs and after it. */
export function watchedIo(io: Io): Io {
  if (process.env[WATCHED] === undefined || process.send === undefined) return io;
  // Whoever watched is gone: nobody could stop this process any more. It cleans up as after an interrupt.
  process.on('disconnect', () => {
    setTimeout(() => process.exit(EXIT_CODES.interrupted), GRACE).unref();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel?.unref();
  // Standard output is the command's own, which --json promises; what a config prints is for people.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const changed = watchBuiltIns();
  return {
    ...io,
    watch: (what) => {
      tell({ enter: what });
      return () => {
        const spoiled = changed();
        if (spoiled.length === 0) return tell({ leave: true });
        tell({ spoiled });
        // Nothing of what came of it is written before this process is ended.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, GRACE);
        process.exit(EXIT_CODES.failed);
      };
    },
  };
}

/** Nobody hears it where whoever watched is gone. */
function tell(message: Message): void {
  if (process.connected) process.send?.(message, undefined, {}, () => undefined);
}

/** Says that the command ended by itself, whatever came of it. */
export function tellDone(): void {
  Reflect.deleteProperty(process.stdout, 'write');
  if (process.env[WATCHED] !== undefined) tell({ done: true });
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
      child.kill('SIGKILL');
    } else done = true;
  });
  const pass = (signal: NodeJS.Signals): void => {
    if (interrupted !== undefined) child.kill('SIGKILL');
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
    if (late !== undefined || stuck) child.kill('SIGKILL');
  }, TICK);
  const ended = await new Promise<{ code: number | null; signal: string | null }>((settle) => {
    child.on('error', () => settle({ code: EXIT_CODES.internal, signal: null }));
    child.on('exit', (code, signal) => settle({ code, signal }));
  });
  clearInterval(timer);
  process.off('SIGINT', pass);
  process.off('SIGTERM', pass);
  if (done) return ended.code ?? EXIT_CODES.internal;
  await removeLeftovers(argv);
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

function limitOf(argv: readonly string[]): number {
  const given = Number(argv[argv.indexOf('--time-limit') + 1]);
  return argv.includes('--time-limit') && given > 0 ? given : TIME_LIMIT;
}

/** What a compile that was stopped had staged beside its folder. */
async function removeLeftovers(argv: readonly string[]): Promise<void> {
  const out = argv[argv.indexOf('--out') + 1];
  if (argv[0] === 'compile' && argv.includes('--out') && out !== undefined) {
    await recoverOutput(resolve(out)).catch(() => []);
  }
}
