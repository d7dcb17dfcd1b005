/** Tensors of sizes that still depend on unbound dims, and what the usual shape arithmetic makes of them. */

import type { AttributeMap, OpDefinition } from '../../../ir/define.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { broadcastOffsets } from '../../../ir/shapes.ts';
import { getElement, tensorFrom } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import type { StaticTensorType } from '../../../ir/types.ts';
import { computeElement, elementOf, exactNumber } from './shape-elements.ts';
import type { ShapeElement } from './shape-elements.ts';

/** The known part of a tensor whose numbers are not all known; elements in row-major order. */
export interface ShapeTensor {
  readonly type: StaticTensorType;
  readonly elements: readonly ShapeElement[];
}

/** What the numbers that are not known depend on. */
export function openDims(tensors: readonly ShapeTensor[]): readonly Dim[] {
  return tensors.flatMap(({ elements }) => elements.flatMap((element) => element?.dim ?? []));
}

/** Larger ones are never sizes. */
const MOST_ELEMENTS = 4096;

export function shapeTensorOf(value: Tensor): ShapeTensor | undefined {
  if (value.data.length > MOST_ELEMENTS) return undefined;
  const elements = Array.from({ length: value.data.length }, (_, index) =>
    elementOf(getElement(value, index)),
  );
  return { type: value, elements };
}

/** The tensor if every element turned out to be a number. */
export function tensorOfShape({ type, elements }: ShapeTensor): Tensor | undefined {
  const numbers = elements.map((element) => exactNumber(element));
  const known = numbers.filter((number) => number !== undefined);
  return known.length === numbers.length ? tensorFrom(type.dtype, type.shape, known) : undefined;
}

/**
 * The results of an op on such tensors; elements that cannot be expressed are undefined. Undefined as a
 * whole where the op is neither a movement nor elementwise.
 */
export function computeShapes(
  op: OpDefinition,
  operands: readonly (ShapeTensor | undefined)[],
  attributes: AttributeMap,
  results: readonly StaticTensorType[],
): readonly ShapeTensor[] | undefined {
  const [type] = results;
  if (type === undefined || results.length > 1 || elementCount(type.shape) > MOST_ELEMENTS) {
    return undefined;
  }
  if (hasTrait(op, 'movement') || MOVING.has(op.name)) {
    return [move(op, operands, attributes, type)];
  }
  if (hasTrait(op, 'reduction')) return [reduce(op, operands, type)];
  return [pointwise(op, operands, type)];
}

/** Ops that move elements and may also add some, which is why they lack the trait. */
const MOVING: ReadonlySet<string> = new Set(['pad', 'scatter_elements', 'scatter_nd']);

/** Operands that say where elements go rather than being moved. */
const PLACES: ReadonlySet<string> = new Set(['indices']);

/** Lets the op move the numbers 0, 1, 2, ... and reads from them where each element went. */
function move(
  op: OpDefinition,
  operands: readonly (ShapeTensor | undefined)[],
  attributes: AttributeMap,
  type: StaticTensorType,
): ShapeTensor {
  const pool: ShapeElement[] = [];
  const numbered: Tensor[] = [];
  const named = namedOperands(op, operands);
  const stand = (operand: ShapeTensor, name: string): Tensor => {
    if (PLACES.has(name)) return tensorOfShape(operand) ?? unknownPlaces(operand);
    const { shape } = operand.type;
    const first = pool.length;
    pool.push(...operand.elements);
    const ids = tensorFrom(
      'i64',
      shape,
      operand.elements.map((_, index) => first + index),
    );
    numbered.push(ids);
    return ids;
  };
  const inputs: Record<string, Tensor | readonly Tensor[] | undefined> = {};
  for (const [name, operand] of Object.entries(named)) {
    inputs[name] = isList(operand)
      ? operand.map((item) => stand(item, name))
      : operand && stand(operand, name);
  }
  const zero = pool.push(elementOf(0)) - 1;
  if ('value' in op.operands && inputs['value'] === undefined) {
    inputs['value'] = tensorFrom('i64', [], [zero]);
  }
  const places = Object.entries(named).some(
    ([name, operand]) =>
      PLACES.has(name) && !isList(operand) && operand && tensorOfShape(operand) === undefined,
  );
  if (places) return { type, elements: unknown(type) };
  const evaluated = op.evaluate(inputs, attributes, [{ dtype: 'i64', shape: type.shape }]);
  const [moved] = evaluated;
  if (moved === undefined) return { type, elements: unknown(type) };
  return {
    type,
    elements: Array.from({ length: moved.data.length }, (_, index) =>
      pool.at(Number(getElement(moved, index))),
    ),
  };
}

function isList<T>(value: T | readonly T[] | undefined): value is readonly T[] {
  return Array.isArray(value);
}

function unknownPlaces(operand: ShapeTensor): Tensor {
  return tensorFrom(
    'i64',
    operand.type.shape,
    operand.elements.map(() => 0),
  );
}

function unknown(type: StaticTensorType): readonly ShapeElement[] {
  return Array.from({ length: elementCount(type.shape) }, () => undefined);
}

function pointwise(
  op: OpDefinition,
  operands: readonly (ShapeTensor | undefined)[],
  type: StaticTensorType,
): ShapeTensor {
  const given = operands.filter((operand) => operand !== undefined);
  const offsets = given.map((operand) => broadcastOffsets(operand.type.shape, type.shape));
  const elements = Array.from({ length: elementCount(type.shape) }, (_, index) => {
    const items = given.map((operand, at) => operand.elements[offsets[at]?.(index) ?? 0]);
    return computeElement(op.name, items, type.dtype);
  });
  return { type, elements };
}

const STEPS: ReadonlyMap<string, string> = new Map([
  ['reduce_sum', 'add'],
  ['reduce_prod', 'mul'],
  ['reduce_max', 'max'],
  ['reduce_min', 'min'],
]);

/** All elements into one; other reductions of sizes do not occur. */
function reduce(
  op: OpDefinition,
  [input]: readonly (ShapeTensor | undefined)[],
  type: StaticTensorType,
): ShapeTensor {
  if (input === undefined || elementCount(type.shape) !== 1)
    return { type, elements: unknown(type) };
  const [first, ...rest] = input.elements;
  const step = STEPS.get(op.name) ?? op.name;
  const all = rest.reduce<ShapeElement>((a, b) => computeElement(step, [a, b], type.dtype), first);
  return { type, elements: [all] };
}

/** Values that stand for shape tensors: no node makes them, only the import builder knows their content. */
export class ShapeValues {
  readonly #tensors = new Map<Value, ShapeTensor>();

  add(tensor: ShapeTensor): Value {
    const value: Value = {
      id: -1,
      type: tensor.type,
      name: undefined,
      constant: undefined,
      producer: undefined,
      users: new Set(),
    };
    this.#tensors.set(value, tensor);
    return value;
  }

  get(value: Value): ShapeTensor | undefined {
    return this.#tensors.get(value);
  }
}
