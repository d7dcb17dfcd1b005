/** Tensors of 8 bits with one scale and zero point, as operands have them. */

import type { Node, Value } from '../../../ir/graph.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { attributesOf } from '../../attributes.ts';
import { staticShapeOf } from '../../shape.ts';
import { SIGNED_AND_INTEGERS } from '../levels.ts';
import type { LowerContext } from '../lowering.ts';
import type { OperandType } from '../syntax.ts';
import { carrierShape } from '../terms.ts';

interface Parameters {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Of a quantize_linear whose readers all undo it; undefined where it is written in other nodes. */
export function quantisedType(node: Node, { featureLevel }: LowerContext): OperandType | undefined {
  const [input] = node.operands;
  const [result] = node.results;
  const own = parametersOf(node);
  if (input === undefined || result === undefined || own === undefined) return undefined;
  const { dtype } = result.type;
  const signed = dtype === 'i8';
  if (!signed && dtype !== 'u8') return undefined;
  if (signed && featureLevel < SIGNED_AND_INTEGERS) return undefined;
  if (input.type.dtype !== 'f32' && input.type.dtype !== 'f16') return undefined;
  const undone = [...result.users].every(
    (user) => user.op.name === 'dequantize_linear' && sameParameters(own, parametersOf(user)),
  );
  if (result.users.size === 0 || !undone) return undefined;
  const code = signed ? 'TENSOR_QUANT8_ASYMM_SIGNED' : 'TENSOR_QUANT8_ASYMM';
  return { code, shape: carrierShape(staticShapeOf(result)), ...own };
}

function parametersOf(node: Node): Parameters | undefined {
  const [, scale, zeroPoint] = node.operands;
  const factor = numberOf(scale);
  const zero = zeroPoint === undefined ? 0 : numberOf(zeroPoint);
  if (factor === undefined || zero === undefined) return undefined;
  if (attributesOf(node).int('block_size') !== 0 || !(factor > 0)) return undefined;
  return { scale: Math.fround(factor), zeroPoint: zero };
}

function numberOf(value: Value | undefined): number | undefined {
  return value === undefined ? undefined : uniformValue(value);
}

function sameParameters(a: Parameters, b: Parameters | undefined): boolean {
  return a.scale === b?.scale && a.zeroPoint === b.zeroPoint;
}
