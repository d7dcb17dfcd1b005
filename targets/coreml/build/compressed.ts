/** Constants of few bits that stay so in the package and become floats when it is loaded. */

import {
  bitsPerElement,
  blocksAlongAxis,
  compressedForm,
} from '../../../compiler/compressed/form.ts';
import type { CompressedForm } from '../../../compiler/compressed/form.ts';
import { sparseForm } from '../../../compiler/compressed/sparse.ts';
import type { Constant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { isStaticType } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import { OPSETS } from '../syntax.ts';
import type { MilDType, Opset } from '../syntax.ts';
import { MAX_RANK, isFloat, typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { lookUp, paletteWidth } from './palette.ts';
import { sparseToDense } from './sparse.ts';
import { scaled } from './scaled.ts';

/** The constant as an operation that gives floats when the package is loaded, where the opset has one; else a literal. */
export function storedConstant(m: MilBuilder, constant: Constant, dtype: MilDType): Term {
  const sparse = isFloat(dtype) ? sparseForm(constant) : undefined;
  if (sparse !== undefined) {
    return sparseToDense(m, sparse, dtype, (part) => storableForm(part, m.opset));
  }
  const form = storableForm(constant, m.opset);
  if (form === undefined || !isFloat(dtype)) return weight(constant, dtype);
  const type = typed(dtype, constant.type.shape);
  if (form.kind === 'palette') return lookUp(m, form, type);
  return scaled(m, form, type);
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

/** What a constant is stored in that was made to have few bits; undefined for others. */
export interface StoredWidth {
  readonly form: CompressedForm;
  /** Of each element; undefined where it is a float. */
  readonly bits: number | undefined;
}

export function storedWidth(constant: Constant, opset: Opset): StoredWidth | undefined {
  const form = compressedForm(constant);
  if (form === undefined) return undefined;
  const since18 = OPSETS.indexOf(opset) >= OPSETS.indexOf('CoreML8');
  if (storableForm(constant, opset) === undefined) return { form, bits: undefined };
  if (form.kind === 'palette') return { form, bits: paletteWidth(form, since18) };
  return { form, bits: since18 ? bitsPerElement(form) : 8 };
}

/** Operations take blocks of one size only; before iOS 18 scales lie along one axis, for each of its indices. */
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
  return line?.size === 1 || line?.size === shape[line?.axis ?? 0] ? form : undefined;
}
