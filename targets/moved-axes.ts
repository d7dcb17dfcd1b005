/** Finds which axes a permutation moves together, so that a transpose has no more of them than a target takes. */

export interface MovedAxes {
  /** The first of them in the operand. */
  readonly from: number;
  readonly size: number;
}

/** Axes that stay next to each other as one, in the order of the result; axes of one element join any. */
export function movedTogether(
  shape: readonly number[],
  perm: readonly number[],
): readonly MovedAxes[] {
  const groups: { from: number; last: number; size: number }[] = [];
  for (const axis of perm) {
    const size = shape[axis] ?? 1;
    if (size === 1) continue;
    const previous = groups.at(-1);
    const between = previous && shape.slice(previous.last + 1, axis);
    if (previous && axis > previous.last && between?.every((dim) => dim === 1)) {
      previous.last = axis;
      previous.size *= size;
    } else groups.push({ from: axis, last: axis, size });
  }
  return groups.length === 0 ? [{ from: 0, size: 1 }] : groups;
}
