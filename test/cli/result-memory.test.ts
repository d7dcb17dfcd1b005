/** Memory that threads write results into, and the hashes of what is written in chunks. */

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { FileDigests } from '../../compiler/file-digests.ts';
import { ResultMemory } from '../../compiler/host/result-memory.ts';
import { Sha256 } from '../../compiler/sha256.ts';

const MEGABYTE = 1 << 20;

it('gives ranges that do not meet, and those again that came back', () => {
  const memory = new ResultMemory();
  const [first, second, third] = [20, 25, 15].map((size) => memory.take(size * MEGABYTE));
  if (first === undefined || second === undefined || third === undefined) throw new Error('room');
  first.fill(1);
  second.fill(2);
  third.fill(3);
  expect([first.at(-1), second.at(0), second.at(-1), third.at(0)]).toEqual([1, 2, 2, 3]);
  expect(memory.take(10 * MEGABYTE)).toBeUndefined();
  memory.give(second);
  memory.give(new Uint8Array(8));
  const again = memory.take(22 * MEGABYTE);
  expect(again?.byteOffset).toBe(second.byteOffset);
  expect(memory.take(10 * MEGABYTE)).toBeUndefined();
});

it('hashes a file and its slices, however it is cut into chunks', () => {
  const content = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 251);
  const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const slices = [0, 300, 600, 900].map((at) => hashOf(content.subarray(at, at + 300)));
  for (const length of [1, 64, 299, 300, 301, 1000]) {
    const digests = new FileDigests(() => new Sha256(), 300);
    for (let at = 0; at < 1000; at += length) digests.update(content.subarray(at, at + length));
    expect(digests.end()).toEqual({ bytes: 1000, sha256: hashOf(content), slices });
  }
  const whole = new FileDigests(() => new Sha256(), 500);
  whole.update(content);
  expect(whole.end().slices).toHaveLength(2);
});
