/** Small parts of the WGSL of products. */

export const LANES = ['x', 'y', 'z', 'w'] as const;

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The sum of an expression and a number known here. */
export function plus(text: string, number: number): string {
  return number === 0 ? text : `${text} + ${number}u`;
}

/** Four vec4s the other way: all first elements, all second ones, and so on. */
export function turned(vectors: readonly string[]): readonly string[] {
  return LANES.map((lane) => `vec4(${vectors.map((name) => `${name}.${lane}`).join(', ')})`);
}
