/** Masks as tensors that are added to the scores, and the test whether one says "causal". */

import { largestFinite } from '../../../ir/arithmetic.ts';
import { materialize } from '../../../ir/constant.ts';
import type { Value } from '../../../ir/graph.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { where } from '../../../ir/ops/core/where.ts';
import { toNumbers } from '../../../ir/tensor.ts';
import { elementCount, isStaticType, shapeEquals } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { applied, scalarConstant } from '../shared/constants.ts';
import { arrange, leavesOf, reshaped, sameAtoms, shapeOf } from '../shared/layout.ts';
import type { Atom, Layout } from '../shared/layout.ts';
import { maskLayout } from './batch.ts';
import { HIDDEN } from './scores.ts';
import type { Mask } from './scores.ts';

/** The mask in the axes of `target`, of size 1 where it has none of their atoms. */
export function addedMask(builder: Builder, mask: Mask, target: Layout, dtype: DType): Value {
  const added = additive(builder, mask, dtype);
  const own = maskLayout(mask);
  const leaves = leavesOf(own.flat());
  const present = (atoms: readonly Atom[]): readonly Atom[] =>
    leavesOf(atoms).filter((atom) => leaves.includes(atom));
  const parts = target.map((atoms) => present(atoms));
  // Leading axes of size 1 are implied.
  const tail = parts.slice(parts.findIndex((atoms) => atoms.length > 0));
  if (sameAtoms(leaves, tail.flat()) && shapeEquals(shapeOf(tail), added.type.shape)) return added;
  const arranged = arrange(builder, added, own, parts);
  const wanted = target.map((atoms, axis) => (parts[axis]?.length === 0 ? [] : leavesOf(atoms)));
  if (shapeEquals(shapeOf(parts), shapeOf(wanted))) return arranged;
  // An axis of which the mask has only some atoms: it is repeated along the others.
  const split = wanted.flatMap((atoms) =>
    atoms.length === 0 ? [[]] : atoms.map((atom) => [atom]),
  );
  const narrow = split.map((atoms) => present(atoms));
  const repeated = applied(builder, broadcast, [reshaped(builder, arranged, shapeOf(narrow))], {
    shape: shapeOf(split),
  });
  return reshaped(builder, repeated, shapeOf(wanted));
}

function additive(builder: Builder, { value, fill }: Mask, dtype: DType): Value {
  if (fill === undefined) {
    return value.type.dtype === dtype ? value : applied(builder, cast, [value], { to: dtype });
  }
  const finite = Math.max(fill.value, -largestFinite(dtype));
  const hidden = scalarConstant(
    builder.graph,
    dtype,
    fill.value === -Infinity ? fill.value : finite,
  );
  const seen = scalarConstant(builder.graph, dtype, 0);
  const [a, b] = fill.hidden ? [hidden, seen] : [seen, hidden];
  return applied(builder, where, [value, a, b]);
}

export type MaskKind = 'nothing' | 'causal' | 'other';

/** Larger constants are not read only to see what they say. */
const MAX_ELEMENTS = 1 << 24;

/**
 * What a mask does: nothing where it is one finite number everywhere, "causal" where it is 0 up to each
 * query's own place and hides all keys after it.
 */
export async function kindOfMask(mask: Value, target: Layout): Promise<MaskKind> {
  const { constant, type } = mask;
  if (constant === undefined || !isStaticType(type)) return 'other';
  if (elementCount(type.shape) > MAX_ELEMENTS) return 'other';
  const elements = toNumbers(await materialize(constant));
  const [first = 0] = elements;
  if (Number.isFinite(first) && elements.every((element) => element === first)) return 'nothing';
  const [queries = 1, keys = 1] = type.shape.slice(-2);
  if (!shapeEquals([queries, keys], shapeOf(target.slice(-2)))) return 'other';
  const causal = elements.every((element, index) => {
    const query = Math.floor(index / keys) % queries;
    return index % keys <= query ? element === 0 : element <= HIDDEN;
  });
  return causal ? 'causal' : 'other';
}
