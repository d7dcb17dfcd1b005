/** Turns a node that reads constants only into a constant: evaluated if small, else a recipe. */

import type { Constant } from '../../../ir/constant.ts';
import { dataConstant, inlineValue, sourceBytes, splatConstant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { AttributeMap, OpDefinition } from '../../../ir/define.ts';
import type { Node } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { isWeightOfFewBits } from '../../../ir/few-bits.ts';
import { getElement, withShape } from '../../../ir/tensor.ts';
import { byteSize, isStaticType, tensorType, typeEquals } from '../../../ir/types.ts';
import type { StaticTensorType } from '../../../ir/types.ts';

/** Results and operands up to this size are worth computing at once. */
const SMALL_RESULT = 4 << 10;
const SMALL_OPERANDS = 64 << 10;
/** A recipe may not blow up what is stored: beyond this and twice its sources the node stays. */
const LARGE_RESULT = 1 << 20;
const GROWTH = 2;

/**
 * The constants that the results equal; undefined if the node must stay. Errors of `evaluate`, such as an
 * index outside its axis, pass through as DiagnosticErrors.
 */
export function foldNode(node: Node): readonly Constant[] | undefined {
  const plan = planOf(node);
  if (plan === undefined) return undefined;
  return makeConstants(node.op, plan.operands, node.attributes, plan.types);
}

/** Whether foldNode would turn the node into constants. */
export function isFoldable(node: Node): boolean {
  return planOf(node) !== undefined;
}

/** The constant that an op over constants equals, whatever its size. The op has one result. */
export function constantOf(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: AttributeMap,
): Constant {
  const types = op.infer(
    namedOperands(
      op,
      operands.map((operand) => operand?.type),
    ),
    attributes,
  );
  const [constant] = makeConstants(op, operands, attributes, types.filter(isStaticType));
  if (constant === undefined) throw new Error(`${op.name} has no result`);
  return constant;
}

interface Plan {
  readonly operands: readonly (Constant | undefined)[];
  readonly types: readonly StaticTensorType[];
}

function planOf(node: Node): Plan | undefined {
  if (!hasTrait(node.op, 'pure') || node.operands.length === 0) return undefined;
  const operands: (Constant | undefined)[] = [];
  for (const operand of node.operands) {
    if (operand !== undefined && operand.constant === undefined) return undefined;
    operands.push(operand?.constant);
  }
  const types = node.results.map((result) => result.type).filter(isStaticType);
  if (types.length !== node.results.length) return undefined;
  if (isSmall(node.op, operands, types)) return { operands, types };
  const [type, ...others] = types;
  if (type === undefined || others.length > 0) return undefined;
  if (isSplat(node.op, operands, type)) return { operands, types };
  if (hasTrait(node.op, 'expansion')) return { operands, types };
  const size = byteSize(type);
  const sources = operands.reduce((sum, item) => sum + (item ? expandedBytes(item) : 0), 0);
  return size > LARGE_RESULT && size > GROWTH * sources ? undefined : { operands, types };
}

/** Bytes that the recipe starts from, where weights of few bits count as the floats that they stand for. */
function expandedBytes(constant: Constant): number {
  const { source, type } = constant;
  if (source.kind !== 'recipe') return sourceBytes(constant);
  if (hasTrait(source.op, 'expansion')) return byteSize(type);
  return source.operands.reduce((sum, item) => sum + (item ? expandedBytes(item) : 0), 0);
}

function makeConstants(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: AttributeMap,
  types: readonly StaticTensorType[],
): readonly Constant[] {
  const [type] = types;
  if (type !== undefined && isSplat(op, operands, type)) {
    return [splatConstant(type, splatOf(op, operands, attributes, type))];
  }
  const [operand] = operands;
  const viewed = type && operand && hasTrait(op, 'view') ? viewOf(operand, type) : undefined;
  if (viewed !== undefined) return [viewed];
  if (isSmall(op, operands, types)) {
    const values = operands.map((operand) => operand && inlineValue(operand, SMALL_OPERANDS));
    return op.evaluate(namedOperands(op, values), attributes, types).map(dataConstant);
  }
  if (type === undefined) throw new Error(`${op.name} has no result`);
  return [{ type, source: { kind: 'recipe', op, operands, attributes } }];
}

/** Another shape of the same elements is the same source; undefined for a recipe that is no view itself. */
function viewOf(constant: Constant, type: StaticTensorType): Constant | undefined {
  const { source } = constant;
  if (typeEquals(constant.type, type)) return constant;
  if (source.kind === 'data') return dataConstant(withShape(source.tensor, type.shape));
  if (source.kind !== 'recipe') return { type, source };
  const [inner] = source.operands;
  return inner !== undefined && hasTrait(source.op, 'view') ? viewOf(inner, type) : undefined;
}

function isSmall(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  types: readonly StaticTensorType[],
): boolean {
  return (
    !isWeightOfFewBits(op, operands[0]?.type) &&
    types.every((type) => byteSize(type) <= SMALL_RESULT) &&
    operands.every(
      (operand) =>
        operand === undefined ||
        (byteSize(operand.type) <= SMALL_OPERANDS &&
          inlineValue(operand, SMALL_OPERANDS) !== undefined),
    )
  );
}

/** All elements of the result are one number: pointwise ops of such operands, and their movement. */
function isSplat(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  type: StaticTensorType,
): boolean {
  const values = operands.map((operand) => operand && elementOf(operand));
  if (values.includes(undefined)) return false;
  if (hasTrait(op, 'pointwise')) return op.results === undefined;
  return (
    hasTrait(op, 'movement') &&
    values.every((value) => Object.is(value, values[0])) &&
    operands.every((operand) => operand?.type.dtype === type.dtype)
  );
}

/** The element of a splat, or of a constant that has only one. */
function elementOf({ source, type }: Constant): number | bigint | undefined {
  if (source.kind === 'splat') return source.value;
  const single = source.kind === 'data' && type.shape.every((dim) => dim === 1);
  return single ? getElement(source.tensor, 0) : undefined;
}

function splatOf(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: AttributeMap,
  type: StaticTensorType,
): number | bigint {
  const [first] = operands;
  if (!hasTrait(op, 'pointwise')) return (first && elementOf(first)) ?? 0;
  const scalars = operands.map(
    (operand) =>
      operand &&
      inlineValue(splatConstant(tensorType(operand.type.dtype, []), elementOf(operand) ?? 0)),
  );
  const [result] = op.evaluate(namedOperands(op, scalars), attributes, [
    tensorType(type.dtype, []),
  ]);
  if (result === undefined) throw new Error(`${op.name} has no result`);
  return getElement(result, 0);
}
