/** Merges axes that all operands of a broadcast treat alike, so that index arithmetic gets short. */

export interface Collapsed {
  /** Sizes of the merged axes of the result, outermost first; at least one. */
  readonly dims: readonly number[];
  /** For each operand, its step in elements along each merged axis; 0 where it is broadcast. */
  readonly steps: readonly (readonly number[])[];
}

/** `shapes` broadcast to `result`. */
export function collapse(
  result: readonly number[],
  shapes: readonly (readonly number[])[],
): Collapsed {
  const rank = result.length;
  const present = shapes.map((shape) =>
    result.map((size, axis) => (shape[axis - rank + shape.length] ?? 1) === size && size !== 1),
  );
  const dims: number[] = [];
  const masks: boolean[][] = [];
  for (const [axis, size] of result.entries()) {
    if (size === 1) continue;
    const mask = present.map((operand) => operand[axis] ?? false);
    const last = masks.at(-1);
    if (last?.every((bit, index) => bit === mask[index])) {
      dims[dims.length - 1] = (dims.at(-1) ?? 1) * size;
    } else {
      dims.push(size);
      masks.push(mask);
    }
  }
  if (dims.length === 0) {
    dims.push(1);
    masks.push(shapes.map(() => true));
  }
  const steps = shapes.map((_, operand) => {
    const own: number[] = dims.map(() => 0);
    let step = 1;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      if (masks[axis]?.[operand] !== true) continue;
      own[axis] = step;
      step *= dims[axis] ?? 1;
    }
    return own;
  });
  return { dims, steps };
}

/** WGSL for the coordinates along `dims` of the flat index `flat`, outermost first. */
export function coordinates(flat: string, dims: readonly number[]): string[] {
  let inner = 1;
  const text: string[] = dims.map(() => '');
  // A sum must stay whole where it is divided.
  const whole = /^\w+$/.test(flat) ? flat : `(${flat})`;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    const size = dims[axis] ?? 1;
    const shifted = inner === 1 ? whole : `(${whole} / ${inner}u)`;
    text[axis] = axis === 0 ? shifted : `(${shifted} % ${size}u)`;
    inner *= size;
  }
  return text;
}

/** WGSL for `sum(coordinate * step)`, in elements. */
export function offset(coords: readonly string[], steps: readonly number[]): string {
  const terms = coords.flatMap((coordinate, axis) => {
    const step = steps[axis] ?? 0;
    return step === 0 ? [] : [step === 1 ? coordinate : `${coordinate} * ${step}u`];
  });
  return terms.length === 0 ? '0u' : terms.join(' + ');
}
