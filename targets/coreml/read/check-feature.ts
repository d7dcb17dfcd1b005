/** One described feature against the type that it has in the program. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { ElementType } from './elements.ts';
import { badInterface } from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import { printType } from './scope.ts';
import type { ArrayFeature, Dim, Feature, ImageFeature, TensorType } from './spec.ts';

export type Role = 'input' | 'output' | 'state';

/** Element types of multi-arrays, and the specification version from which each may be used. */
const ARRAY_TYPES: ReadonlyMap<number, { readonly dtype: ElementType; readonly since: number }> =
  new Map([
    [65568, { dtype: 'fp32', since: 6 }],
    [131104, { dtype: 'int32', since: 6 }],
    [65552, { dtype: 'fp16', since: 7 }],
    [131080, { dtype: 'int8', since: 10 }],
  ]);

const GRAYSCALE_FLOAT16 = 40;
/** Channels of each colour space. */
const CHANNELS: ReadonlyMap<number, number> = new Map([
  [10, 1],
  [20, 3],
  [30, 3],
  [GRAYSCALE_FLOAT16, 1],
]);
const MOST_SHAPES = 128;
const SINCE_STATES = 9;

export function checkFeature(
  where: Where,
  feature: Feature,
  type: TensorType,
  role: Role,
  version: number,
): Diagnostic[] {
  const { name, type: described, optional, hasDefault = false } = feature;
  const faults: Fault[] = [];
  if (name === '') faults.push(['has no name', 'give each feature a name']);
  if (described.kind === 'other') {
    faults.push([`is ${described.what}`, 'describe a multi-array or an image']);
  } else if (described.kind === 'image') {
    faults.push(...imageFaults(described, type, role, version));
  } else faults.push(...arrayFaults(described, type, role, version));
  if (role === 'input' && optional !== hasDefault) {
    const what = optional ? 'is optional without a default' : 'has a default and is not optional';
    faults.push([what, 'give an optional input a default, and no other']);
  }
  if (role === 'output' && optional) {
    faults.push(['is an optional output', 'only inputs are optional']);
  }
  if (role === 'state') {
    if (version < SINCE_STATES) {
      faults.push(['is a state', `states need iOS 18 and specification version ${SINCE_STATES}`]);
    }
    if (optional) faults.push(['is an optional state', 'states are not optional']);
  }
  return faults.map(([what, hint]) => badInterface(where, name, what, hint));
}

type Fault = readonly [what: string, hint: string];

function arrayFaults(array: ArrayFeature, type: TensorType, role: Role, version: number): Fault[] {
  const known = ARRAY_TYPES.get(array.dataType);
  if (known === undefined) {
    const names = [...ARRAY_TYPES.values()].map(({ dtype }) => dtype).join(', ');
    return [[`has the element type ${array.dataType}`, `use one of ${names}`]];
  }
  const { dtype, since } = known;
  const faults: Fault[] = [];
  if (version < since) {
    faults.push([`is of ${dtype}`, `${dtype} needs specification version ${since}`]);
  }
  if (dtype !== type.dtype) {
    const what = `is described as ${dtype} and is ${type.dtype} in the program`;
    faults.push([what, 'describe the element type of the program, or cast']);
  }
  if (role === 'state' && dtype !== 'fp16') faults.push([`is a state of ${dtype}`, 'use fp16']);
  if (array.shape.some((dim) => !Number.isSafeInteger(dim) || dim < 1)) {
    return [...faults, [`has the shape [${array.shape.join(', ')}]`, 'dims are at least 1']];
  }
  const flexible = array.enumerated.length > 0 || array.ranges.length > 0;
  if (role === 'output' && array.shape.length === 0 && !flexible) return faults;
  if (array.shape.length === 0) {
    return [...faults, ['has no shape', 'a scalar is described with the shape [1]']];
  }
  if (flexible && role !== 'input') {
    faults.push([`is a flexible ${role}`, 'only inputs have several shapes']);
  }
  if (!fits(array.shape, type.shape)) {
    const what = `has the shape [${array.shape.join(', ')}] and is ${printType(type)} in the program`;
    faults.push([what, 'describe the shape of the program']);
  } else if (type.shape.includes(undefined) && !flexible && role !== 'output') {
    faults.push([`is ${printType(type)} in the program`, 'describe the shapes that it takes']);
  }
  return [...faults, ...enumeratedFaults(array, type), ...rangeFaults(array, type)];
}

function enumeratedFaults({ enumerated, shape }: ArrayFeature, type: TensorType): Fault[] {
  if (enumerated.length === 0) return [];
  const faults: Fault[] = [];
  if (enumerated.length > MOST_SHAPES) {
    faults.push([`has ${enumerated.length} shapes`, `use up to ${MOST_SHAPES}`]);
  }
  for (const item of enumerated) {
    if (item.every((dim) => Number.isSafeInteger(dim) && dim >= 1) && fits(item, type.shape))
      continue;
    const what = `takes the shape [${item.join(', ')}] and is ${printType(type)} in the program`;
    faults.push([what, 'dims that are fixed in the program are the same in all shapes']);
  }
  if (!enumerated.some((item) => String(item) === String(shape))) {
    faults.push([`has the default [${shape.join(', ')}]`, 'make it one of the enumerated shapes']);
  }
  return faults;
}

function rangeFaults({ ranges, shape }: ArrayFeature, type: TensorType): Fault[] {
  if (ranges.length === 0) return [];
  if (ranges.length !== shape.length) {
    return [[`has ${ranges.length} ranges for rank ${shape.length}`, 'give each dim a range']];
  }
  return ranges.flatMap(({ lower, upper }, axis): Fault[] => {
    const [dim, fixed] = [shape[axis] ?? 0, type.shape[axis]];
    const told = `dim ${axis} from ${lower} to ${upper ?? 'no bound'}`;
    if (upper === undefined) return [[`takes ${told}`, 'ML Programs need an upper bound']];
    if (lower < 1 || lower > upper)
      return [[`takes ${told}`, 'bounds are at least 1 and in order']];
    if (dim < lower || dim > upper) return [[`has ${dim} outside of ${told}`, 'move the default']];
    if (fixed === undefined || (lower === fixed && upper === fixed)) return [];
    return [[`takes ${told}, which is ${fixed} in the program`, 'make both the same']];
  });
}

function imageFaults(image: ImageFeature, type: TensorType, role: Role, version: number): Fault[] {
  const { width, height, colorSpace } = image;
  const channels = CHANNELS.get(colorSpace);
  if (role === 'state') return [['is an image', 'states are multi-arrays']];
  if (channels === undefined) {
    return [
      [`has the colour space ${colorSpace}`, `use one of ${[...CHANNELS.keys()].join(', ')}`],
    ];
  }
  const faults: Fault[] = [];
  if (colorSpace === GRAYSCALE_FLOAT16 && version < 7) {
    faults.push(['is of half-precision grey', 'it needs specification version 7']);
  }
  const wanted = colorSpace === GRAYSCALE_FLOAT16 ? ['fp16'] : ['fp32', 'fp16'];
  if (!wanted.includes(type.dtype)) {
    faults.push([`is an image of ${type.dtype}`, `give it ${wanted.join(' or ')}`]);
  }
  if (!(width >= 1 && height >= 1) || !fits([1, channels, height, width], type.shape)) {
    const what = `is an image of ${channels} channels, ${width} by ${height}, and ${printType(type)} in the program`;
    faults.push([what, 'an image is [1, channels, height, width]']);
  }
  return faults;
}

function fits(shape: readonly number[], dims: readonly Dim[]): boolean {
  return (
    shape.length === dims.length &&
    dims.every((dim, axis) => dim === undefined || dim === shape[axis])
  );
}

/** How many inputs may have enumerated shapes. */
export function enumerationFaults(
  where: Where,
  inputs: readonly Feature[],
  version: number,
): Diagnostic[] {
  const several = inputs.flatMap(({ name, type }) =>
    type.kind === 'array' && type.enumerated.length > 0
      ? [{ name, count: type.enumerated.length }]
      : [],
  );
  const [first, ...others] = several;
  if (first === undefined) return [];
  return others.flatMap(({ name, count }) => {
    if (version < 9) {
      const hint = 'before iOS 18 one input may have enumerated shapes';
      return [badInterface(where, name, `has enumerated shapes, as ${first.name} has`, hint)];
    }
    if (count === first.count) return [];
    const what = `has ${count} enumerated shapes, ${first.name} has ${first.count}`;
    return [badInterface(where, name, what, 'they are matched one by one: give as many')];
  });
}
