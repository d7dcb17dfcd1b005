/** Scales and zero points of 8-bit activations, as the tensors of a feature level hold them. */

import type { Node, Value } from '../../../ir/graph.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { attributesOf } from '../../attributes.ts';
import { SIGNED_AND_INTEGERS } from '../levels.ts';
import type { LowerContext } from '../lowering.ts';
import type { OperandCode, OperandType } from '../syntax.ts';

export interface Parameters {
  readonly code: OperandCode;
  readonly scale: number;
  readonly zeroPoint: number;
}

/** All activations of a model are of one type, which operations ask of their operands. */
export function activationCode({ featureLevel }: LowerContext): OperandCode {
  return featureLevel >= SIGNED_AND_INTEGERS ? 'TENSOR_QUANT8_ASYMM_SIGNED' : 'TENSOR_QUANT8_ASYMM';
}

/** What an integer of the IR's dtype is stored as, less that integer. */
export function shiftOf(dtype: 'i8' | 'u8', code: OperandCode): number {
  if (code === 'TENSOR_QUANT8_ASYMM') return dtype === 'i8' ? 128 : 0;
  return dtype === 'i8' ? 0 : -128;
}

/** The least and the greatest integer that a type stores. */
export function limitsOf(code: OperandCode): readonly [number, number] {
  return code === 'TENSOR_QUANT8_ASYMM' ? [0, 255] : [-128, 127];
}

/** Of a quantize_linear whose readers all undo it; undefined where it is written in other nodes. */
export function quantisationOf(
  node: Node,
  context: LowerContext,
  isOutput: (value: Value) => boolean,
): Parameters | undefined {
  const [input] = node.operands;
  const [result] = node.results;
  if (input === undefined || result === undefined || isOutput(result)) return undefined;
  const { dtype } = result.type;
  if (node.op.name !== 'quantize_linear' || (dtype !== 'i8' && dtype !== 'u8')) return undefined;
  if (input.type.dtype !== 'f32' && input.type.dtype !== 'f16') return undefined;
  const own = numbersOf(node);
  if (own === undefined || result.users.size === 0) return undefined;
  const undone = [...result.users].every((user) => {
    if (user.op.name !== 'dequantize_linear') return false;
    const other = numbersOf(user);
    return own.scale === other?.scale && own.zeroPoint === other.zeroPoint;
  });
  if (!undone) return undefined;
  const code = activationCode(context);
  return { code, scale: own.scale, zeroPoint: own.zeroPoint + shiftOf(dtype, code) };
}

function numbersOf(node: Node): Omit<Parameters, 'code'> | undefined {
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

export function sameParameters(a: Parameters, b: Parameters): boolean {
  return a.code === b.code && a.scale === b.scale && a.zeroPoint === b.zeroPoint;
}

/** A tensor of a shape with these parameters. */
export function quantisedType(
  { code, scale, zeroPoint }: Parameters,
  shape: readonly number[],
): OperandType {
  return { code, shape, scale, zeroPoint };
}

/** How a number is stored; halves go to the even integer. */
export function storedNumber(value: number, { code, scale, zeroPoint }: Parameters): number {
  const quotient = Math.fround(Math.fround(value) / scale);
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  const [low, high] = limitsOf(code);
  return Math.min(high, Math.max(low, floor + (up ? 1 : 0) + zeroPoint));
}
