/** Several sizes of named dims in one artifact, for targets that can have them. */

/** One size for each of some dims, by the model's names. */
export type Sizes = ReadonlyMap<string, number>;

export type ModelShapes =
  /** Any of these; the first is the usual one. All bind the same dims. */
  | { readonly kind: 'enumerated'; readonly sizes: readonly Sizes[] }
  /** From one size to another, both included. */
  | { readonly kind: 'ranges'; readonly ranges: ReadonlyMap<string, readonly [number, number]> };

/**
 * The sizes that a target gets to see: all that are enumerated; of ranges the lower ends, the upper ends, and for each
 * dim one size between that differs from those, so that sizes which depend on different dims differ somewhere.
 */
export function samplesOf(shapes: ModelShapes): readonly Sizes[] {
  if (shapes.kind === 'enumerated') return shapes.sizes;
  const ends = (end: 0 | 1): Sizes =>
    new Map(Array.from(shapes.ranges, ([name, r]) => [name, r[end]]));
  const between = Array.from(
    shapes.ranges,
    ([name, range]) => new Map([...ends(0), [name, sizeBetween(range)]]),
  );
  return [ends(0), ends(1), ...between];
}

/** A multiple of what divides both ends, since models often halve a size several times. */
function sizeBetween([low, high]: readonly [number, number]): number {
  let [step, rest] = [low, high];
  while (rest > 0) [step, rest] = [rest, step % rest];
  return Math.min(low + step, high);
}

/**
 * The same samples with no size of 1 where a dim has several: passes simplify what a size of 1 allows, so that the
 * programs at other sizes are alike more often. Undefined where there is no such size.
 */
export function withoutOnes(samples: readonly Sizes[]): readonly Sizes[] | undefined {
  const others = new Map<string, number>();
  for (const name of samples[0]?.keys() ?? []) {
    const sizes = new Set(samples.map((sample) => sample.get(name)));
    if (!sizes.has(1) || sizes.size === 1) continue;
    let free = 2;
    while (sizes.has(free)) free++;
    others.set(name, free);
  }
  if (others.size === 0) return undefined;
  const sizeOf = (name: string, size: number): number => (size === 1 && others.get(name)) || size;
  return samples.map(
    (sample) => new Map(Array.from(sample, ([name, size]) => [name, sizeOf(name, size)])),
  );
}
