/** Simplifications of slices and concatenations that meet, and of writes into slices. */

import type { Value } from '../../../ir/graph.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { scatter_nd } from '../../../ir/ops/core/scatter-nd.ts';
import { slice } from '../../../ir/ops/core/slice.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { isStaticType, shapeEquals } from '../../../ir/types.ts';
import { elementsOf } from '../shared/constants.ts';
import { producedBy, producersOf, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { fullSlice, joinRanges, rangeOf } from '../shared/slices.ts';

/** Two slices with positive steps, one after the other, are one. */
const sliceOfSlice: Simplification = (node, { build }) => {
  const outer = viewAs(slice, node);
  const inner = outer && producedBy(slice, outer.operands.input);
  if (outer === undefined || inner === undefined || !isStaticType(inner.operands.input.type)) {
    return undefined;
  }
  const [first, second] = [inner.attributes, outer.attributes];
  if (![...first.steps, ...second.steps].every((step) => step > 0)) return undefined;
  const { shape } = outer.result.type;
  const starts = first.starts.map(
    (start, axis) => start + (second.starts[axis] ?? 0) * (first.steps[axis] ?? 1),
  );
  const steps = first.steps.map((step, axis) => step * (second.steps[axis] ?? 1));
  const ends = starts.map((start, axis) => {
    const count = Number(shape[axis]);
    return count === 0 ? start : start + (count - 1) * (steps[axis] ?? 1) + 1;
  });
  return build(inner.node).slice(inner.operands, { starts, ends, steps });
};

/** A slice that lies within one part of a concatenation, or takes some parts whole. */
const sliceOfConcat: Simplification = (node, { build }) => {
  const view = viewAs(slice, node);
  const range = view && rangeOf(view.result);
  const parts = range && producedBy(concat, range.source);
  if (range === undefined || parts === undefined) return undefined;
  const { inputs } = parts.operands;
  if (normalizeAxis(parts.attributes.axis, range.source.type.shape.length) !== range.axis) {
    return undefined;
  }
  // Of nothing there may be an end before the start.
  if (range.end <= range.start) return undefined;
  const whole: Value[] = [];
  let offset = 0;
  for (const input of inputs) {
    const size = input.type.shape[range.axis];
    if (typeof size !== 'number') return undefined;
    const [start, end] = [range.start - offset, range.end - offset];
    if (start >= 0 && end <= size) {
      const attributes = fullSlice(input.type.shape);
      attributes.starts[range.axis] = start;
      attributes.ends[range.axis] = end;
      return build(parts.node).slice({ input }, attributes);
    }
    if (start <= 0 && size <= end) whole.push(input);
    else if (start < size && end > 0) return undefined;
    offset += size;
  }
  return build(parts.node).concat({ inputs: whole }, { axis: range.axis });
};

/** A concatenation within another along the same axis, and neighbours that were cut from one value. */
const concatOfParts: Simplification = (node, { graph, build }) => {
  const view = viewAs(concat, node);
  if (view === undefined) return undefined;
  const { inputs } = view.operands;
  const axis = normalizeAxis(view.attributes.axis, view.result.type.shape.length);
  const nested = inputs.map((input) => {
    const inner = producedBy(concat, input);
    if (inner === undefined || soleUser(graph, input) !== node) return [input];
    const same = normalizeAxis(inner.attributes.axis, input.type.shape.length) === axis;
    return same ? inner.operands.inputs : [input];
  });
  const flat = nested.flat();
  if (flat.length !== inputs.length) {
    return build(...producersOf(inputs)).concat({ inputs: flat }, { axis });
  }
  for (const [index, first] of inputs.entries()) {
    const second = inputs[index + 1];
    const joint = second && joinRanges([first, second]);
    if (second === undefined || joint === undefined || joint.axis !== axis) continue;
    const attributes = fullSlice(joint.source.type.shape);
    attributes.starts[axis] = joint.start;
    attributes.ends[axis] = joint.end;
    const builder = build(...producersOf([first, second]));
    const merged = builder.slice({ input: joint.source }, attributes);
    return builder.concat(
      { inputs: [...inputs.slice(0, index), merged, ...inputs.slice(index + 2)] },
      { axis },
    );
  }
  return undefined;
};

/** Rows that a scatter writes side by side along the first axis are a part of a concatenation. */
const scatterOfRows: Simplification = (node, { build }) => {
  const view = viewAs(scatter_nd, node);
  if (view === undefined || view.attributes.reduction !== 'none') return undefined;
  const { input, indices, updates } = view.operands;
  const [rows] = input.type.shape;
  const block = blockOf(input, indices);
  if (block === undefined || typeof rows !== 'number') return undefined;
  const builder = build();
  const part = (start: number, end: number): Value[] => {
    if (start >= end) return [];
    const attributes = fullSlice(input.type.shape);
    attributes.starts[0] = start;
    attributes.ends[0] = end;
    return [builder.slice({ input }, attributes)];
  };
  const shape = [block.end - block.start, ...input.type.shape.slice(1)];
  const written = shapeEquals(updates.type.shape, shape)
    ? updates
    : builder.reshape({ input: updates }, { shape });
  return builder.concat(
    { inputs: [...part(0, block.start), written, ...part(block.end, rows)] },
    { axis: 0 },
  );
};

/** The rows [start, end) of the first axis that indices write, each whole and in order. */
function blockOf(
  input: Value,
  indices: Value,
): { readonly start: number; readonly end: number } | undefined {
  const elements = elementsOf(indices);
  const depth = Number(indices.type.shape.at(-1));
  if (elements === undefined || elements.length === 0 || !isStaticType(input.type))
    return undefined;
  const { shape } = input.type;
  const size = shape.slice(1, depth).reduce((product, dim) => product * dim, 1);
  const count = elements.length / depth;
  const start = elements[0] ?? 0;
  if (count % size !== 0 || start < 0 || start + count / size > (shape[0] ?? 0)) return undefined;
  for (let at = 0; at < count; at++) {
    let rest = at;
    for (let axis = depth - 1; axis >= 0; axis--) {
      const extent = axis === 0 ? count / size : (shape[axis] ?? 1);
      const expected = (rest % extent) + (axis === 0 ? start : 0);
      if (elements[at * depth + axis] !== expected) return undefined;
      rest = Math.floor(rest / extent);
    }
  }
  return { start, end: start + count / size };
}

export const sliceSimplifications: readonly Simplification[] = [
  sliceOfSlice,
  sliceOfConcat,
  concatOfParts,
  scatterOfRows,
];
