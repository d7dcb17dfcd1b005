/** The peak memory of this process, read from Linux's /proc. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { MemoryWatch } from '../sessions/session.ts';

/** `openedDevice` is called when a device without a program is open. */
export function watchProcess(): MemoryWatch & { readonly openedDevice: () => void } {
  resetPeak();
  const before = statusBytes('VmRSS');
  let device: number | undefined;
  const above = (bytes: number | undefined): number | undefined =>
    bytes === undefined || before === undefined ? undefined : Math.max(0, bytes - before);
  return {
    peak: () => above(statusBytes('VmHWM')),
    device: () => device,
    openedDevice: () => {
      device = above(statusBytes('VmRSS'));
    },
    stop: () => undefined,
  };
}

/** Linux forgets the peak so far when it is asked to; what importing took must not count. */
function resetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak then includes the imports, which is the safe side.
  }
}

function statusBytes(field: 'VmRSS' | 'VmHWM'): number | undefined {
  try {
    const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
      readFileSync('/proc/self/status', 'utf8'),
    );
    return found === null ? undefined : Number(found[1]) * 1024;
  } catch {
    return undefined;
  }
}
