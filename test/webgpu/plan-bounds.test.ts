/** The memory of every small model and exported graph is planned within a tenth of the largest live set. */

import { expect, it } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import type { MemoryPlan } from '../../compiler/memory.ts';
import { MODEL_NAMES, makeModel } from '../../models/index.ts';
import { fixtureCases } from '../numbers/cases.ts';
import { readTensors, valueOf } from '../numbers/product.ts';
import { blankSource, planModel } from './planned-model.ts';

const MOST = 1.1;

it.each(MODEL_NAMES)('%s', async (name) => {
  const source = await blankSource(makeModel(name, { size: 'small', weights: 'external' }));
  expectTight((await planModel(source, { precision: 'fp32' })).memory);
});

it.each(fixtureCases())('$name', async ({ model, inputs }) => {
  const tensors = readTensors(inputs);
  const inputShapes = new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  const source = valueOf(await openModelFile(model));
  try {
    expectTight((await planModel(source, { precision: 'fp32', inputShapes })).memory);
  } finally {
    await source.close();
  }
});

function expectTight({ peak, lowerBound }: MemoryPlan): void {
  expect(lowerBound).toBeGreaterThan(0);
  expect(peak).toBeLessThanOrEqual(MOST * lowerBound);
}
