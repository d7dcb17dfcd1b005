/** Compares an op's evaluate with onnxruntime in every spelling of it. */

import { expect } from 'vitest';
import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { runOnnxNode } from '../support/onnx-model.ts';
import { evaluateOp, fullAttributes, largestError } from '../support/samples.ts';
import { spellingsOf } from './onnx-spelling.ts';

/** Fails where the largest |a-b| / (1 + |b|) is beyond the tolerance, or where ONNX has no spelling. */
export async function compareWithOracle(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap = {},
  tolerance = 1e-5,
): Promise<void> {
  const expected = evaluateOp(op, operands, attributes);
  const dtypes = expected.map(({ dtype }) => dtype);
  const spelled = spellingsOf(op, operands, fullAttributes(op, attributes));
  expect(spelled.length).toBeGreaterThan(0);
  for (const { result = same, outputs = dtypes, ...node } of spelled) {
    const given = (await runOnnxNode({ ...node, outputs })).map(result);
    expect(given.length).toBe(expected.length);
    for (const [index, value] of expected.entries()) {
      const other = given[index];
      const error = other === undefined ? Infinity : largestError(value, other);
      expect(error, node.op).toBeLessThanOrEqual(tolerance);
    }
  }
}

function same(value: Tensor): Tensor {
  return value;
}
