/** Streams the bytes of a weight file over http; where the connection breaks, it asks for the rest. */

import { SnapcError, checkAborted, orAborted } from './errors.ts';
import type { ProgramShard } from './program.ts';

const ATTEMPTS = 4;

export async function* readHttp(
  url: URL,
  { file, bytes }: ProgramShard,
  start: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void> {
  let offset = start;
  for (let attempt = 1; offset < bytes; attempt++) {
    const before = offset;
    let refusal: number | undefined;
    try {
      const response = await fetch(url, {
        ...(signal === undefined ? {} : { signal }),
        ...(offset === 0 ? {} : { headers: { range: `bytes=${offset}-` } }),
      });
      if (response.status === 416) return;
      if (!response.ok) {
        refusal = response.status;
        throw new Error(`the server answers ${refusal}`);
      }
      // A server without ranges sends the whole file again.
      let skip = response.status === 206 ? 0 : offset;
      const reader = response.body?.getReader();
      try {
        for (;;) {
          const part = await reader?.read();
          if (part?.value === undefined) break;
          const { value } = part;
          const fresh = value.subarray(Math.min(skip, value.length));
          skip -= value.length - fresh.length;
          offset += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
      } finally {
        reader?.cancel().catch(() => undefined);
      }
      // The end without a fault: asked once more, then it is the file that is short.
      if (offset < bytes && (offset === before || attempt === ATTEMPTS)) return;
    } catch (error) {
      checkAborted(signal);
      if (error instanceof SnapcError) throw error;
      const final = refusal !== undefined && refusal < 500 && refusal !== 429;
      if (offset > before) attempt = 1;
      if (final || attempt >= ATTEMPTS) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SnapcError('weights', `${file}: ${reason} (${url.origin}${url.pathname})`, error);
      }
      const pause = new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
      await orAborted(pause, signal);
    }
  }
}
