/**
 * Computes with floats of one width. Inputs and outputs keep their dtype, with casts at the border. In f16,
 * what an op with the trait `precise` computes from stays f32: the angle of a sine needs more digits.
 */

import { attr } from '../../ir/attr.ts';
import { dataConstant, inlineValue, splatConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { roundTo, tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { constantOf } from './shared/constant-folding.ts';
import { retypeGraph } from './shared/retype.ts';

const LARGEST_F16 = 65504;

const clamped = defineDiagnostic('SNAPC3151', 'warning', (count: number) => ({
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
    return { converted: constantOf(builtinOps.cast, [constant], { to: dtype }), clamps: false };
  }
  const isBeyond = (element: number): boolean =>
    dtype === 'f16' && Number.isFinite(element) && Math.abs(element) > LARGEST_F16;
  const clamp = (element: number): number =>
    isBeyond(element) ? Math.sign(element) * LARGEST_F16 : element;
  const { source } = constant;
  if (source.kind === 'splat') {
    const number = Number(source.value);
    const type = { dtype, shape: value.shape };
    return {
      converted: splatConstant(type, roundTo(dtype, clamp(number))),
      clamps: isBeyond(number),
    };
  }
  const numbers = toNumbers(value);
  const clamps = numbers.some(isBeyond);
  // A target may keep scales and biases as they were.
  if (dtype === 'f16' && value.shape.length === 1 && numbers.length > 1 && !clamps) {
    const type = { dtype, shape: value.shape };
    const attributes = { to: dtype };
    return {
      converted: {
        type,
        source: { kind: 'recipe', op: builtinOps.cast, operands: [constant], attributes },
      },
      clamps,
    };
  }
  return { converted: dataConstant(tensorFrom(dtype, value.shape, numbers.map(clamp))), clamps };
}
