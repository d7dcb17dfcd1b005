/** Small parts of the WGSL of products. */

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The sum of an expression and a number known here. */
export function plus(text: string, number: number): string {
  return number === 0 ? text : `${text} + ${number}u`;
}
