/**
 * Computes with floats of one width. Inputs and outputs keep their dtype, with casts at the border. In f16,
 * what an op with the trait `precise` computes from stays f32: the angle of a sine needs more digits.
 */

import { attr } from '../../ir/attr.ts';
import { dataConstant, inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { allocate, getElement, setElement } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { retypeGraph } from './shared/retype.ts';

const LARGEST_F16 = 65504;

const clamped = defineDiagnostic('SNAPC3151', 'note', (count: number) => ({
  message: `${count} constants hold numbers beyond fp16 and were brought to 65504`,
  hint: 'masks mean the same afterwards; compile with --precision fp32 if `snapc diff` shows a difference',
}));

export const setPrecision = definePass({
  name: 'set-precision',
  describe: 'computes with floats of one width, fp32 or fp16',
  options: { precision: attr.oneOf(['fp32', 'fp16'], 'fp32') },
  tolerance: 1e-2,
  run: (graph, { precision }, { report }) => {
    const islands = precision === 'fp16' ? preciseNodes(graph) : new Set<Node>();
    let count = 0;
    retypeGraph(graph, {
      pass: 'set-precision',
      interface: false,
      dtype: (dtype, node) => {
        if (DTYPES[dtype].kind !== 'float') return dtype;
        return precision === 'fp32' || (node !== undefined && islands.has(node)) ? 'f32' : 'f16';
      },
      constant: (constant, dtype) => {
        const { converted, clamps } = convert(constant, dtype);
        if (clamps) count++;
        return converted;
      },
    });
    if (count > 0) report(clamped(count));
  },
});

/** The precise nodes and what is computed pointwise, or moved, to become their operands. */
function preciseNodes(graph: Graph): Set<Node> {
  const found = new Set<Node>();
  for (const node of graph.nodesReversed()) {
    if (hasTrait(node.op, 'precise')) found.add(node);
    if (!found.has(node)) continue;
    for (const operand of node.operands) {
      const producer = operand?.producer;
      if (producer === undefined) continue;
      if (hasTrait(producer.op, 'pointwise') || hasTrait(producer.op, 'movement'))
        found.add(producer);
    }
  }
  return found;
}

function convert(constant: Constant, dtype: DType): { converted: Constant; clamps: boolean } {
  const value = inlineValue(constant);
  if (value === undefined) {
    const type = { dtype, shape: constant.type.shape };
    const attributes = { to: dtype };
    const source = {
      kind: 'recipe',
      op: builtinOps.cast,
      operands: [constant],
      attributes,
    } as const;
    return { converted: { type, source }, clamps: false };
  }
  const result = allocate(dtype, value.shape);
  let clamps = false;
  for (let index = 0; index < result.data.length; index++) {
    const element = getElement(value, index);
    const beyond =
      dtype === 'f16' && Number.isFinite(element) && Math.abs(Number(element)) > LARGEST_F16;
    if (beyond) clamps = true;
    setElement(result, index, beyond ? Math.sign(Number(element)) * LARGEST_F16 : element);
  }
  return { converted: dataConstant(result), clamps };
}
