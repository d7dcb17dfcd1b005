/** The digest for hosts without one of their own, against Node's. */

import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoryStore } from '../../compiler/host/memory.ts';
import { Sha256, sha256OfStore } from '../../compiler/sha256.ts';

const expected = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128])('%d bytes', (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => index * 7);
  expect(new Sha256().update(bytes).hex()).toBe(expected(bytes));
});

it('in pieces of any length', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (pieces) => {
      const hash = new Sha256();
      for (const piece of pieces) hash.update(piece);
      expect(hash.hex()).toBe(expected(Buffer.concat(pieces)));
    }),
  );
});

it('of a store that is longer than what is read at once', async () => {
  const bytes = new Uint8Array((4 << 20) + 5).fill(3);
  expect(await sha256OfStore(memoryStore(bytes, 'weights'))).toBe(expected(bytes));
});

it('of a store ends when it is aborted', async () => {
  const store = memoryStore(new Uint8Array(10), 'weights');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(sha256OfStore(store, { signal })).rejects.toThrow('enough');
});
