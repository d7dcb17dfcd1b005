/** The peak memory of this process, read from Linux's /proc. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { MemoryWatch } from '../sessions/session.ts';

export function watchProcess(): MemoryWatch {
  resetPeak();
  const before = statusBytes('VmRSS');
  return {
    peak: () => {
      const most = statusBytes('VmHWM');
      return most === undefined || before === undefined ? undefined : Math.max(0, most - before);
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
