/** Constants of few bits that stay so in the package and become floats when it is loaded. */

import { blocksAlongAxis, compressedForm } from '../../../compiler/compressed/form.ts';
import type { AffineForm, CompressedForm } from '../../../compiler/compressed/form.ts';
import { sparseForm } from '../../../compiler/compressed/sparse.ts';
import { dataConstant } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { allocate } from '../../../ir/tensor.ts';
import { isStaticType } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import { OPSETS } from '../syntax.ts';
import type { MilDType, Opset } from '../syntax.ts';
import { MAX_RANK, int, isFloat, typed, weight } from '../terms.ts';
import type { StaticType, Term } from '../terms.ts';
import { lookUp, paletteWidth } from './palette.ts';
import { sparseToDense } from './sparse.ts';
import { view } from './reshaped.ts';

/** The widths of constexpr operations by their IR dtypes. */
const WIDTHS: Readonly<Record<string, MilDType>> = {
  i8: 'int8',
  u8: 'uint8',
  i4: 'int4',
  u4: 'uint4',
};

/** The constant as an operation that gives floats when the package is loaded, where the opset has one; else a literal. */
export function storedConstant(m: MilBuilder, constant: Constant, dtype: MilDType): Term {
  const sparse = isFloat(dtype) ? sparseForm(constant) : undefined;
  if (sparse !== undefined) return sparseToDense(m, sparse, dtype);
  const form = storableForm(constant, m.opset);
  if (form === undefined || !isFloat(dtype)) return weight(constant, dtype);
  const type = typed(dtype, constant.type.shape);
  if (form.kind === 'palette') return lookUp(m, form, type);
  return m.since('CoreML8') ? blockwise(m, form, type) : affine(m, form, type);
}

/** The constant that a value is, or that makes one of few bits though its nodes are not folded yet. */
export function constantBehind(value: Value): Constant | undefined {
  const { producer, type } = value;
  if (value.constant !== undefined) return value.constant;
  if (producer === undefined || producer.results.length > 1 || !isStaticType(type))
    return undefined;
  const { op, attributes } = producer;
  const begins = hasTrait(op, 'expansion') || hasTrait(op, 'conversion');
  if (!begins && op !== builtinOps.gather) return undefined;
  const operands: (Constant | undefined)[] = [];
  for (const operand of producer.operands) {
    const constant = operand && constantBehind(operand);
    if (operand !== undefined && constant === undefined) return undefined;
    operands.push(constant);
  }
  const constant: Constant = { type, source: { kind: 'recipe', op, operands, attributes } };
  return compressedForm(constant) && constant;
}

/** Whether `constantBehind` and `storedConstant` give an operation for the value. */
export function isStorable(value: Value | undefined, opset: Opset): boolean {
  const constant = value && constantBehind(value);
  return constant !== undefined && storableForm(constant, opset) !== undefined;
}

/** Operations take blocks of one size only; before iOS 18 scales lie along one axis, and there are no four bits. */
function storableForm(constant: Constant, opset: Opset): CompressedForm | undefined {
  const form = compressedForm(constant);
  const { shape } = constant.type;
  if (form === undefined || shape.length === 0 || shape.length > MAX_RANK) return undefined;
  const even = shape.every((size, axis) => size % (form.blocks[axis] ?? 1) === 0);
  if (!even) return undefined;
  const since18 = OPSETS.indexOf(opset) >= OPSETS.indexOf('CoreML8');
  if (form.kind === 'palette') {
    const whole = shape.every((size, axis) => form.blocks[axis] === size);
    return paletteWidth(form, since18) !== undefined && (whole || since18) ? form : undefined;
  }
  if (since18) return form;
  const line = blocksAlongAxis(form);
  const isByte = form.data.type.dtype === 'i8' || form.data.type.dtype === 'u8';
  return isByte && (line?.size === 1 || line?.size === shape[line?.axis ?? 0]) ? form : undefined;
}

function blockwise(m: MilBuilder, { data, scale, zeroPoint }: AffineForm, type: StaticType): Term {
  const width = widthOf(data);
  const offset = zeroPoint && weight(zeroPoint, width);
  const parameters = {
    data: weight(data, width),
    scale: weight(scale, type.dtype),
    ...(offset === undefined ? {} : { offset }),
  };
  return m.constexpr('constexpr_blockwise_shift_scale', parameters, type);
}

function affine(m: MilBuilder, form: AffineForm, type: StaticType): Term {
  const { data, scale, zeroPoint, blocks } = form;
  const axis = type.shape.findIndex((size, at) => (blocks[at] ?? 1) < size);
  const line = axis < 0 ? [] : [type.shape[axis] ?? 1];
  const width = widthOf(data);
  const zeros = zeroPoint ?? dataConstant(allocate(data.type.dtype, line));
  const parameters = {
    quantized_data: weight(data, width),
    zero_point: view(weight(zeros, width), line),
    scale: view(weight(scale, type.dtype), line),
    axis: int(Math.max(0, axis)),
  };
  return m.constexpr('constexpr_affine_dequantize', parameters, type);
}

function widthOf({ type }: Constant): MilDType {
  const width = WIDTHS[type.dtype];
  if (width === undefined) throw new Error(`no weights of ${type.dtype}`);
  return width;
}
