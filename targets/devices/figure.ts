/** A figure: a value that always says how sure it is and where it comes from. */

/**
 * How sure a figure is. `documented`: a specification, a vendor or the source code of a browser says so.
 * `measured`: somebody ran it on this device. `estimated`: neither; chosen so that relying on it is safe.
 */
export type FigureSource = 'documented' | 'measured' | 'estimated';

export interface Figure<T> {
  readonly value: T;
  readonly source: FigureSource;
  /** Where the value comes from, in words that let a reader find it again. */
  readonly from: string;
}

/** Builds a figure, for devices that are declared in TypeScript. */
export function figure<T>(value: T, source: FigureSource, from: string): Figure<T> {
  return { value, source, from };
}
