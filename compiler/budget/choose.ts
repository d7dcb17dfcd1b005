/** Picks a form for each layer: the fewest bytes for a loss, or the least loss for as many bytes. */

export interface Choice {
  readonly bytes: number;
  /** A share of the power of the outputs; shares of layers add up. */
  readonly noise: number;
}

export interface Totals {
  readonly bytes: number;
  readonly noise: number;
}

export interface Picked extends Totals {
  /** Of each layer, which of its choices. */
  readonly choices: readonly number[];
}

/** Both bounds are held where that can be; what is left of the bytes is spent. */
export interface Bounds {
  readonly bytes: number;
  readonly noise: number;
}

/**
 * Layers start with their smallest choice; the step that takes most noise away for each byte is made as long as
 * bytes allow, and where they are not bounded, until the noise is low enough. On the lower convex hulls of the
 * choices that is the best for every number of bytes that it passes (Everett 1963; Shoham and Gersho 1988).
 */
export function chooseForms(layers: readonly (readonly Choice[])[], bounds: Bounds): Picked {
  const hulls = layers.map(lowerHull);
  const at = hulls.map(() => 0);
  let { bytes, noise } = totals(
    layers,
    hulls.map(([first = 0]) => first),
  );
  const bounded = Number.isFinite(bounds.bytes);
  const steps = hulls
    .flatMap((hull, layer) => stepsOf(hull, layers[layer] ?? [], layer))
    .sort((a, b) => b.slope - a.slope || a.layer - b.layer || a.to - b.to);
  const stuck = new Set<number>();
  for (const { layer, to, bytes: more, noise: less } of steps) {
    if (!bounded && noise <= bounds.noise) break;
    // A later step of a layer stands on the ones before it.
    if (stuck.has(layer)) continue;
    if (bytes + more > bounds.bytes) {
      stuck.add(layer);
      continue;
    }
    at[layer] = to;
    bytes += more;
    noise -= less;
  }
  const choices = hulls.map((hull, layer) => hull[at[layer] ?? 0] ?? 0);
  return { choices, ...totals(layers, choices) };
}

export function totals(layers: readonly (readonly Choice[])[], choices: readonly number[]): Totals {
  let [bytes, noise] = [0, 0];
  layers.forEach((layer, index) => {
    const own = layer[choices[index] ?? 0];
    bytes += own?.bytes ?? 0;
    noise += own?.noise ?? 0;
  });
  return { bytes, noise };
}

interface Step extends Choice {
  readonly layer: number;
  /** A place on the hull. */
  readonly to: number;
  readonly slope: number;
}

function stepsOf(hull: readonly number[], choices: readonly Choice[], layer: number): Step[] {
  return hull.slice(1).map((place, index) => {
    const [from, own] = [choices[hull[index] ?? 0], choices[place]];
    const bytes = (own?.bytes ?? 0) - (from?.bytes ?? 0);
    const noise = (from?.noise ?? 0) - (own?.noise ?? 0);
    return { layer, to: index + 1, bytes, noise, slope: noise / bytes };
  });
}

/** Choices from the smallest to the one of least noise, between which noise falls ever more slowly. */
function lowerHull(choices: readonly Choice[]): readonly number[] {
  const order = Array.from(choices.keys()).sort(
    (a, b) => bytesOf(a) - bytesOf(b) || noiseOf(a) - noiseOf(b),
  );
  const hull: number[] = [];
  for (const place of order) {
    const last = hull.at(-1);
    if (last !== undefined && noiseOf(place) >= noiseOf(last)) continue;
    while (
      hull.length >= 2 &&
      slope(hull.at(-2) ?? 0, hull.at(-1) ?? 0) <= slope(hull.at(-1) ?? 0, place)
    ) {
      hull.pop();
    }
    hull.push(place);
  }
  return hull;

  function bytesOf(place: number): number {
    return choices[place]?.bytes ?? 0;
  }
  function noiseOf(place: number): number {
    return choices[place]?.noise ?? 0;
  }
  function slope(from: number, to: number): number {
    return (noiseOf(from) - noiseOf(to)) / (bytesOf(to) - bytesOf(from));
  }
}
