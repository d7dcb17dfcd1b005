/** The reader's and the converter's last words: too many faults to tell, too much to read. */

import { expect, test } from 'vitest';
import { isError } from '../../ir/diagnostics.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { initializer, join, modelWith, node, valueInfo } from '../support/onnx-wire.ts';
import { refusal, refusalCodes } from '../support/reading.ts';
import { bytes, concat, integer, promise, text } from '../support/wire.ts';

test('a hundred faults are told, the others counted', async () => {
  const names = Array.from({ length: 130 }, (_, index) => `t${index}`);
  const perm = bytes(5, text(1, 'perm'), integer(20, 7), integer(8, 9));
  const nodes = names.map((name) => bytes(1, node('Transpose', ['x'], [name], perm)));
  const outputs = names.map((name) => bytes(12, valueInfo(name, [2])));
  const result = await importOnnx(modelFromBytes(modelWith(...nodes, ...outputs)));
  const errors = result.diagnostics.filter(isError);
  expect(errors).toHaveLength(101);
  expect(errors.at(-1)?.code).toBe('SNAPC2299');
  expect(errors.at(-1)?.message).toBe('30 more faults were found');
});

test('a file that is faulty all over is read no further', async () => {
  const broken = Array.from({ length: 11_000 }, (_, index) => initializer(`w${index}`, 99, [1]));
  const codes = await refusalCodes(modelWith(join(broken)));
  expect(codes).toHaveLength(102);
  expect(codes.slice(-2)).toEqual(['SNAPC2013', 'SNAPC2014']);
});

test('typed data of more than 256 MiB is refused before it is read', async () => {
  const length = 300 << 20;
  const data = concat(integer(1, length), integer(2, 6), text(8, 'w'), promise(5, length));
  const head = concat(promise(5, data.length + length), data);
  const body = concat(promise(7, head.length + length), head);
  const prefix = concat(integer(1, 8), bytes(8, integer(2, 17)), body);
  const size = prefix.length + length;
  let most = 0;
  const read = (offset: number, count: number): Promise<Uint8Array> => {
    most = Math.max(most, count);
    const part = new Uint8Array(count);
    part.set(prefix.subarray(offset, offset + count));
    return Promise.resolve(part);
  };
  const found = await refusal({
    model: { name: 'model.onnx', size, read },
    openExternal: () => Promise.reject(new Error('the model names no other file')),
    close: () => Promise.resolve(),
  });
  expect(found.map(({ code }) => code)).toContain('SNAPC2060');
  expect(most).toBeLessThan(8 << 20);
});
