/** Resize: to given sizes or by given scales, of all axes or some. */

import { fail } from '../../../../ir/define.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { COORDINATES, RESIZE_MODES, ROUNDINGS } from '../../../../ir/resize.ts';
import { dimAt, normalizeAxis } from '../../../../ir/shapes.ts';
import { toNumbers } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { gridOfScales, gridOfSizes, keepAspectRatio } from '../shared/resizing.ts';
import type { Grid } from '../shared/resizing.ts';

export const resize = defineRule({
  op: 'Resize',
  since: 11,
  convert: (node) => {
    const { attributes } = node;
    const input = node.input(0);
    const rank = input.type.shape.length;
    const axes = readAxes(node, rank);
    const coordinates = attributes.word(
      'coordinate_transformation_mode',
      COORDINATES,
      'half_pixel',
    );
    const crops = coordinates === 'tf_crop_and_resize';
    const grid = readGrid(node, input.type.shape, axes);
    if (coordinates === 'align_corners') refuseFractions(input.type.shape, grid);
    const cubic_coefficient = attributes.float('cubic_coeff_a', -0.75);
    return node.b.resize(
      { input },
      {
        shape: grid.shape,
        scales: grid.scales,
        roi: crops ? readRoi(node, axes, rank) : [],
        mode: attributes.word('mode', RESIZE_MODES, 'nearest'),
        coordinates,
        rounding: attributes.word('nearest_mode', ROUNDINGS, 'round_prefer_floor'),
        cubic_coefficient,
        exclude_outside: attributes.flag('exclude_outside', false),
        extrapolation_value: attributes.float('extrapolation_value', 0),
        antialias: attributes.flag('antialias', false),
      },
    );
  },
});

function readAxes(node: RuleContext, rank: number): readonly number[] {
  const axes = node.attributes.ints('axes')?.map((axis) => normalizeAxis(axis, rank));
  if (axes !== undefined && new Set(axes).size !== axes.length) fail('an axis is resized twice');
  return axes ?? Array.from({ length: rank }, (_, axis) => axis);
}

/** Writers give an empty tensor for what they leave out. */
function isGiven(node: RuleContext, index: number): boolean {
  const value = node.optional(index);
  return value !== undefined && value.type.shape[0] !== 0;
}

const POLICIES = ['stretch', 'not_larger', 'not_smaller'] as const;

function readGrid(node: RuleContext, from: readonly Dim[], axes: readonly number[]): Grid {
  const policy = node.attributes.word('keep_aspect_ratio_policy', POLICIES, 'stretch');
  const some = axes.map((axis) => dimAt(from, axis));
  const [byScales, bySizes] = [isGiven(node, 2), isGiven(node, 3)];
  if (byScales === bySizes) fail('it needs either scales or sizes');
  const grid = byScales
    ? gridOfScales(some, toNumbers(node.constant(2, 'the scales')))
    : gridFor(some, node.dims(3, 'the sizes'), policy);
  const shape = [...from];
  const scales = from.map(() => 1);
  axes.forEach((axis, index) => {
    shape[axis] = grid.shape[index] ?? 1;
    scales[axis] = grid.scales[index] ?? 1;
  });
  return { shape, scales };
}

function gridFor(
  from: readonly Dim[],
  sizes: readonly Dim[],
  policy: (typeof POLICIES)[number],
): Grid {
  if (sizes.some((size) => typeof size === 'number' && size < 0)) fail('a size is negative');
  const grid = gridOfSizes(from, sizes);
  return policy === 'stretch' ? grid : keepAspectRatio(from, sizes, policy);
}

/** Begins, then ends, for all axes; the whole of those that are not resized. */
function readRoi(node: RuleContext, axes: readonly number[], rank: number): readonly number[] {
  const given = toNumbers(node.constant(1, 'the roi'));
  if (given.length !== 2 * axes.length) fail(`roi has ${given.length} numbers`);
  const roi: number[] = Array.from({ length: 2 * rank }, (_, index) => Number(index >= rank));
  axes.forEach((axis, index) => {
    roi[axis] = given[index] ?? 0;
    roi[rank + axis] = given[axes.length + index] ?? 1;
  });
  return roi;
}

/** The corners of what: of the whole sizes, as onnxruntime has it, or of size * scale, as ONNX's tests have it. */
function refuseFractions(from: readonly Dim[], { shape, scales }: Grid): void {
  const fits = from.every((dim, axis) => {
    if (typeof dim !== 'number') return true;
    return Math.abs(dim * (scales[axis] ?? 1) - Number(shape[axis])) < 1e-3;
  });
  if (!fits) {
    fail(
      'align_corners with scales that do not give whole sizes has no agreed meaning',
      'export the model with sizes instead of scales',
    );
  }
}
