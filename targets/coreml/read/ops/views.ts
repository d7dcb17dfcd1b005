/** Operations that keep the elements in their order and give them another shape. */

import type { Dim } from '../spec.ts';
import { axesOf, listOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { printShape, productOf, sameAs } from './shapes.ts';

const OLD = 'T=fp16/fp32/int32/bool';
const NEW = 'T=fp16/fp32/int8/int16/int32/uint8/uint16/bool';

/** What only changes the shape. */
function view(
  signatures: OpDefinition['signatures'],
  shape: (op: Operands) => readonly Dim[],
): OpDefinition {
  return {
    signatures,
    infer: (op) => [tensorOf(op.type('x').dtype, shape(op))],
    evaluate: (op) => [op.tensor('x').data],
  };
}

/** Zero copies a dim of the input, one -1 is what is left over. */
function reshaped(op: Operands): readonly Dim[] {
  const { shape: from } = op.type('x');
  const wanted = listOf(op, 'shape');
  if (wanted === undefined) {
    const [rank] = op.type('shape').shape;
    return Array.from({ length: rank ?? 0 }, () => undefined);
  }
  const told = `[${wanted.join(', ')}]`;
  if (wanted.filter((dim) => dim === -1).length > 1) op.fail(`shape ${told} has -1 twice`);
  if (wanted.some((dim) => dim < -1)) op.fail(`shape ${told} has a negative dim`);
  if (wanted.includes(0) && wanted.length !== from.length) {
    op.fail(`shape ${told} has a 0 but another rank than x`, 'write the dim out');
  }
  const dims = wanted.map((dim, axis) => (dim === 0 ? from[axis] : dim));
  const rest = productOf(dims.filter((dim) => dim !== -1));
  const total = productOf(from);
  const open = dims.indexOf(-1);
  if (open >= 0) {
    const known = total !== undefined && rest !== undefined;
    if (known && (rest === 0 || total % rest !== 0)) {
      op.fail(
        `x has shape ${printShape(from)}, whose ${total} elements do not divide into ${told}`,
      );
    }
    dims[open] = known ? total / rest : undefined;
  } else if (total !== undefined && rest !== undefined && total !== rest) {
    op.fail(`x has shape ${printShape(from)} of ${total} elements, ${told} has ${rest}`);
  }
  return dims;
}

function expanded(op: Operands): readonly Dim[] {
  const { shape } = op.type('x');
  const axes = listOf(op, 'axes') ?? [];
  const rank = shape.length + axes.length;
  const added = axesOf(op, 'axes', axes, rank);
  const rest = shape.values();
  return Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : rest.next().value));
}

function squeezed(op: Operands): readonly Dim[] {
  const { shape } = op.type('x');
  const given = listOf(op, 'axes');
  if (given === undefined) return shape.filter((dim) => dim !== 1);
  const axes = axesOf(op, 'axes', given, shape.length);
  for (const axis of axes) {
    const dim = shape[axis];
    if (dim !== undefined && dim !== 1) op.fail(`axis ${axis} of x has size ${dim}, not 1`);
  }
  return shape.filter((_, axis) => !axes.includes(axis));
}

const identity: OpDefinition = {
  signatures: { 5: 'x:Any' },
  infer: sameAs('x'),
  evaluate: (op: Values) => [op.tensor('x').data],
};

const shape: OpDefinition = {
  signatures: { 5: `x:T | ${OLD}` },
  infer: (op) => [tensorOf('int32', [op.type('x').shape.length])],
  evaluate: (op) => [Int32Array.from(op.tensor('x').shape)],
};

export const views: OpTable = {
  reshape: view(
    { 5: `x:T, shape:int32 | ${OLD}`, 7: `x:T, shape:U | ${NEW}; U=int8/int16/int32` },
    reshaped,
  ),
  expand_dims: view({ 5: `x:T, axes:int32! | ${OLD}`, 7: `x:T, axes:int32! | ${NEW}` }, expanded),
  squeeze: view({ 5: `x:T, axes:int32!? | ${OLD}`, 7: `x:T, axes:int32!? | ${NEW}` }, squeezed),
  identity,
  shape,
};
