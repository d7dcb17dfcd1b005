/** The reference semantics of the composite ops: each sample gives what onnxruntime gives. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition } from '../../ir/define.ts';
import { compositeOps } from '../../ir/ops/composite/index.ts';
import { evaluateOp, fullAttributes, largestError, sampleOperands } from '../support/samples.ts';
import { oracleOf } from './composite-oracles.ts';

const composite: readonly (readonly [string, OpDefinition])[] = Object.entries(compositeOps);

describe.each(composite.filter(([, op]) => op.samples.length > 0))('%s', (_, op) => {
  const samples = op.samples.map(
    (sample, index) => [sample.name ?? `sample ${index}`, sample] as const,
  );

  it.each(samples)('%s', async (_, sample) => {
    const operands = sampleOperands(sample);
    const [actual] = evaluateOp(op, operands, sample.attributes);
    const expected = await oracleOf(op)(operands, fullAttributes(op, sample.attributes));
    const error = actual === undefined ? Infinity : largestError(actual, expected);
    expect(error).toBeLessThanOrEqual(sample.tolerance ?? 1e-5);
  });
});
