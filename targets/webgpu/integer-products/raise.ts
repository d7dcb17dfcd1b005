/**
 * Recognises products of integers: convolutions and matrix products whose left operand goes through integers of 8 bits by
 * one scale, and whose weights are integers of 8 bits with a scale for each output.
 */

import { definePass } from '../../../compiler/pass.ts';
import { producedBy, viewAs } from '../../../compiler/passes/shared/nodes.ts';
import { simplify } from '../../../compiler/passes/shared/rewriter.ts';
import type { Simplification } from '../../../compiler/passes/shared/rewriter.ts';
import { inlineValue } from '../../../ir/constant.ts';
import { resultOf } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { dequantize_linear } from '../../../ir/ops/composite/dequantize-linear.ts';
import { quantize_linear } from '../../../ir/ops/composite/quantize-linear.ts';
import { conv } from '../../../ir/ops/core/conv.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import { getElement } from '../../../ir/tensor.ts';
import { elementCount, isStaticType } from '../../../ir/types.ts';
import { fewBits } from '../kernels/few-bits/weight.ts';
import { integer_conv, integer_matmul } from './ops.ts';
import type { Rounding } from './rounding.ts';

const NAME = 'raise-integer-products';

export const raiseIntegerProducts = definePass({
  name: NAME,
  describe: 'recognises products of 8-bit activations and 8-bit weights',
  run: (graph) => {
    simplify(graph, [integerConv, integerMatmul], NAME);
  },
});

const integerConv: Simplification = (node, { graph }) => {
  const found = viewAs(conv, node);
  if (found === undefined) return undefined;
  const { input, weight, bias } = found.operands;
  const { layout, groups } = found.attributes;
  const { shape } = weight.type;
  if (layout !== 'channels_last' || groups !== 1 || shape.length !== 4) return undefined;
  const source = throughIntegers(input);
  if (source === undefined || !isByteWeight(weight, 0)) return undefined;
  const { value, ...rounding } = source;
  return replaced(graph, node, integer_conv, { input: value, weight, bias }, rounding);
};

const integerMatmul: Simplification = (node, { graph }) => {
  const found = viewAs(matmul, node);
  if (found === undefined) return undefined;
  const { a, b } = found.operands;
  const { transpose_a, transpose_b } = found.attributes;
  if (transpose_a || b.type.shape.length !== 2) return undefined;
  const source = throughIntegers(a);
  if (source === undefined || !isByteWeight(b, transpose_b ? 0 : 1)) return undefined;
  const { value, ...rounding } = source;
  return replaced(graph, node, integer_matmul, { a: value, b }, rounding);
};

function replaced(
  graph: Graph,
  node: Node,
  op: typeof integer_conv | typeof integer_matmul,
  operands: Readonly<Record<string, Value | undefined>>,
  rounding: Rounding,
): Value {
  const attributes = { ...node.attributes, ...rounding };
  const { origin } = node;
  return resultOf(graph.insert({ op, operands, attributes, origin }, node));
}

/** The value before it was rounded; its last axis is words of four. */
function throughIntegers(value: Value): (Rounding & { readonly value: Value }) | undefined {
  const back = producedBy(dequantize_linear, value);
  const there = producedBy(quantize_linear, back?.operands.input);
  if (back === undefined || there === undefined) return undefined;
  if (there.result.type.dtype !== 'i8' || there.operands.input.type.dtype !== value.type.dtype) {
    return undefined;
  }
  const scale = numberOf(there.operands.scale);
  const same = scale !== undefined && scale === numberOf(back.operands.scale);
  const zeros = [there.operands.zero_point, back.operands.zero_point].map((zero) =>
    zero === undefined ? 0 : numberOf(zero),
  );
  const [zero] = zeros;
  const last = value.type.shape.at(-1);
  const words = typeof last === 'number' && last % 4 === 0;
  if (!same || zero === undefined || zero !== zeros[1] || !words) return undefined;
  return { value: there.operands.input, scale, zero_point: zero };
}

function numberOf({ constant }: Value): number | undefined {
  const known = constant && inlineValue(constant);
  if (known === undefined || elementCount(known.shape) !== 1) return undefined;
  return Number(getElement(known, 0));
}

function isByteWeight({ constant, type }: Value, output: number): boolean {
  if (constant === undefined || !isStaticType(type)) return false;
  const { shape } = type;
  const few = fewBits(constant, (blocks) => {
    const whole = blocks.every((block, axis) => axis === output || block >= (shape[axis] ?? 1));
    return whole ? shape.with(output, 1) : undefined;
  });
  return few?.stored === 'bytes' && few.signed && few.zero === undefined;
}
