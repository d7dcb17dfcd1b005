/** Bytes changed at random: the reader ends with diagnostics or a result, and never with another error. */

import { array, assert, asyncProperty, boolean, nat, record } from 'fast-check';
import { expect, it } from 'vitest';
import { tensorFrom } from '../../../ir/tensor.ts';
import {
  interpret,
  packageFromBytes,
  readPackage,
  validate,
} from '../../../targets/coreml/read/index.ts';
import { TestPackage } from '../../support/mil-package.ts';
import { blobValue, rawBytes, weightFile } from '../../support/mil-wire.ts';
import { t } from './operation-case.ts';

const MODEL = 'Data/com.apple.CoreML/model.mlmodel';
const WEIGHTS = 'Data/com.apple.CoreML/weights/weight.bin';

/** A package with a convolution, a reshape, a slice, a concat, a lookup table and a normalisation. */
function richPackage(): Record<string, Uint8Array> {
  const p = new TestPackage('CoreML8');
  const { file, offsets } = weightFile([
    { code: 1, data: rawBytes('fp16', Array<number>(36).fill(0.5)) },
    { code: 11, data: rawBytes('uint4', Array<number>(16).fill(7)) },
  ]);
  p.weights = file;
  const x = p.input('x', t('fp16', 1, 2, 3, 3));
  const weight = t('fp16', 2, 2, 3, 3);
  const convolved = p.op(
    'conv',
    {
      x,
      weight: p.constant(weight, blobValue(weight, offsets[0] ?? 0)),
      strides: p.ints(1, 1),
      pad_type: p.text('custom'),
      pad: p.ints(1, 1, 1, 1),
      dilations: p.ints(1, 1),
      groups: p.number('int32', 1),
    },
    t('fp16', 1, 2, 3, 3),
  );
  const flat = p.op('reshape', { x: convolved, shape: p.ints(1, 2, -1) }, t('fp16', 1, 2, 9));
  const bounds = { begin: p.ints(0, 0, 1), end: p.ints(1, 2, 9) };
  const part = p.op('slice_by_index', { x: flat, ...bounds }, t('fp16', 1, 2, 8));
  const indices = t('uint4', 2, 8);
  const table = p.constant(t('fp16', 1, 1, 16, 1), Array<number>(16).fill(2));
  const looked = p.op(
    'constexpr_lut_to_dense',
    { indices: p.constant(indices, blobValue(indices, offsets[1] ?? 0)), lut: table },
    t('fp16', 2, 8),
  );
  const sum = p.op('add', { x: part, y: looked }, t('fp16', 1, 2, 8));
  const joined = p.op(
    'concat',
    { values: [sum, part], axis: p.number('int32', 1), interleave: p.flag(false) },
    t('fp16', 1, 4, 8),
  );
  const normal = p.op(
    'layer_norm',
    { x: joined, axes: p.ints(-1), epsilon: p.number('fp16', 1) },
    t('fp16', 1, 4, 8),
  );
  p.output(
    p.op('softmax', { x: normal, axis: p.number('int32', -1) }, t('fp16', 1, 4, 8)),
    t('fp16', 1, 4, 8),
  );
  return p.files();
}

const files = richPackage();

async function runs(changed: Record<string, Uint8Array>): Promise<boolean> {
  const read = await readPackage(packageFromBytes(changed));
  if (!read.ok) return false;
  const found = await validate(read.value);
  const inputs = new Map([['x', tensorFrom('f32', [1, 2, 3, 3], Array<number>(18).fill(1))]]);
  const result = await interpret(read.value, inputs, { precision: 'declared' });
  return found.length === 0 && result.ok;
}

it('the package itself runs', async () => {
  expect(await runs(files)).toBe(true);
});

const change = record({ at: nat(), value: nat(255) });

it.each([MODEL, WEIGHTS, 'Manifest.json'])('%s with bytes changed', async (path) => {
  const original = files[path] ?? new Uint8Array();
  await assert(
    asyncProperty(array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const copy = original.slice();
      for (const { at, value } of changes) copy[at % copy.length] = value;
      await runs({ ...files, [path]: copy });
    }),
    { numRuns: 400 },
  );
});

it('the model file with a part cut out or repeated', async () => {
  const original = files[MODEL] ?? new Uint8Array();
  const span = record({
    from: nat(original.length),
    to: nat(original.length),
    twice: boolean(),
  });
  await assert(
    asyncProperty(span, async ({ from, to, twice }) => {
      const [first, last] = [Math.min(from, to), Math.max(from, to)];
      const parts = [
        ...original.subarray(0, twice ? last : first),
        ...original.subarray(twice ? first : last),
      ];
      await runs({ ...files, [MODEL]: Uint8Array.from(parts) });
    }),
    { numRuns: 300 },
  );
});
