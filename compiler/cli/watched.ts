/** The process that is watched: it tells who watches it when code of a config runs, and what that code has changed. */

import { watchBuiltIns } from './built-ins.ts';
import type { Io } from './io.ts';
import { EXIT_CODES } from './status.ts';

/** Set in the environment of a process that is watched. */
export const WATCHED = 'SNAPC_WATCHED';
/** How long code of a config may go on after an interrupt. */
export const GRACE = 2000;

/** What the watched process says of itself. */
export type Message =
  | { readonly enter: string }
  | { readonly leave: true }
  | { readonly spoiled: readonly string[] }
  | { readonly done: true };

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
