/** A rule of one operation, broken by a package of little else. */

import type { Bindings, TestOpset, TestPackage } from '../../support/mil-package.ts';
import type { TestType } from '../../support/mil-wire.ts';
import { f32 } from './operation-case.ts';

export interface BrokenRule {
  readonly op: string;
  readonly x?: TestType;
  readonly opset?: TestOpset;
  readonly given: (p: TestPackage) => Bindings;
  readonly output: TestType;
  readonly words: string;
  /** Where it is not a rule of the operation's own. */
  readonly code?: string;
  readonly attributes?: Readonly<Record<string, Uint8Array>>;
}

export const windows = (p: TestPackage, changes: Bindings = {}): Bindings => ({
  strides: p.ints(1, 1),
  pad_type: p.text('valid'),
  pad: p.ints(0, 0, 0, 0),
  dilations: p.ints(1, 1),
  groups: p.number('int32', 1),
  ...changes,
});
export const IMAGE = f32(1, 4, 3, 3);
export const weight = (p: TestPackage, ...shape: number[]): string =>
  p.constant(f32(...shape), Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));
export const axis = (p: TestPackage, value: number): string => p.number('int32', value);
