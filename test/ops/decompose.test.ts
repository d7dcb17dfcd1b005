/** Every composite op computes what its decomposition computes, on all its samples, in f32 and f16. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition, OperandMap, Sample } from '../../ir/define.ts';
import { compositeOps } from '../../ir/ops/composite/index.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { castTensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { mapOperands, runDecomposed } from '../support/decomposed.ts';
import { evaluateOp, largestError, sampleOperands } from '../support/samples.ts';

/** One rounding of f16 is 5e-4; a chain of them may add up to this. */
const TOLERANCE_F16 = 5e-3;

const core: readonly OpDefinition[] = Object.values(coreOps);
const composite: readonly (readonly [string, OpDefinition])[] = Object.entries(compositeOps);

it('has samples for every op that needs no graph of its own', () => {
  const without = composite.filter(([, op]) => op.samples.length === 0).map(([name]) => name);
  expect(without).toEqual(['fused']);
});

describe.each(composite.filter(([, op]) => op.samples.length > 0))('%s', (_, op) => {
  const samples = op.samples.map(
    (sample, index) => [sample.name ?? `sample ${index}`, sample] as const,
  );

  it.each(samples)('%s', async (_, sample) => {
    const operands = sampleOperands(sample);
    const error = await decompositionError(op, operands, sample);
    expect(error).toBeLessThanOrEqual(sample.tolerance ?? 1e-5);
  });

  const narrow = samples.filter(([, sample]) => allows(op, toF16(sampleOperands(sample))));
  if (narrow.length === 0) return;
  it.each(narrow)('%s in f16', async (_, sample) => {
    const error = await decompositionError(op, toF16(sampleOperands(sample)), sample);
    expect(error).toBeLessThanOrEqual(TOLERANCE_F16);
  });
});

/** The largest error of the decomposition's results against those of the op itself. */
async function decompositionError(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  sample: Sample,
): Promise<number> {
  const { graph, results } = await runDecomposed(op, operands, sample.attributes);
  expect(verifyGraph(graph)).toEqual([]);
  for (const node of graph.nodes()) expect(core).toContain(node.op);
  const expected = evaluateOp(op, operands, sample.attributes);
  return Math.max(
    ...expected.map((value, index) => {
      const result = results[index];
      return result === undefined ? Infinity : largestError(result, value);
    }),
  );
}

function toF16(operands: OperandMap<Tensor>): OperandMap<Tensor> {
  return mapOperands(operands, (tensor) =>
    tensor.dtype === 'f32' ? castTensor(tensor, 'f16') : tensor,
  );
}

/** Whether some operand is f16 and the op takes it. */
function allows(op: OpDefinition, operands: OperandMap<Tensor>): boolean {
  const given = Object.entries(operands).flatMap(([name, value]) =>
    [value ?? []].flat().map((tensor) => [op.operands[name]?.dtypes ?? [], tensor.dtype] as const),
  );
  return (
    given.some(([, dtype]) => dtype === 'f16') &&
    given.every(([allowed, dtype]) => allowed.includes(dtype))
  );
}
