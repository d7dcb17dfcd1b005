/** The notation of einsum: terms of one letter per axis, and the size that each letter stands for. */

import { fail } from './define.ts';
import { dimEquals } from './dim.ts';
import type { Dim } from './dim.ts';
import { dimAt, printShape } from './shapes.ts';

export type Label = string;

export interface Einsum {
  /** One term per operand, one label per axis. */
  readonly terms: readonly (readonly Label[])[];
  readonly output: readonly Label[];
}

/**
 * Reads `ij,jk->ik`. Without an arrow the output is all labels that occur once, in alphabetical order.
 * Calls `fail` for anything else, an ellipsis included.
 */
export function parseEinsum(equation: string): Einsum {
  const [left = '', right, ...more] = equation.replaceAll(' ', '').split('->');
  const valid = [...left.split(','), right ?? ''].every((term) => /^[A-Za-z]*$/.test(term));
  if (!valid || more.length > 0) {
    return fail(
      `cannot read the equation ${JSON.stringify(equation)}`,
      'write one letter per axis, commas between operands, and an arrow before the result',
    );
  }
  const terms = left.split(',').map((term) => Array.from(term));
  const all = terms.flat();
  const once = all.filter((label) => all.indexOf(label) === all.lastIndexOf(label)).sort();
  const output = right === undefined ? once : Array.from(right);
  const repeated = output.find((label, index) => output.indexOf(label) !== index);
  if (repeated !== undefined) {
    fail(`the result of ${equation} has ${repeated} twice`, 'name each of its axes once');
  }
  const unknown = output.find((label) => !all.includes(label));
  if (unknown !== undefined) {
    fail(`${unknown} of the result of ${equation} is in no operand`, 'its size would be unknown');
  }
  return { terms, output };
}

/** The dim of each label; an axis of size 1 broadcasts. Calls `fail` where operands do not fit. */
export function labelDims(
  { terms }: Einsum,
  shapes: readonly (readonly Dim[])[],
): ReadonlyMap<Label, Dim> {
  if (terms.length !== shapes.length) {
    fail(
      `${terms.length} terms do not fit ${shapes.length} operands`,
      'write one term for each operand, with commas between them',
    );
  }
  const dims = new Map<Label, Dim>();
  terms.forEach((term, index) => {
    const shape = shapes[index] ?? [];
    if (term.length !== shape.length) {
      fail(
        `term ${term.join('')} does not fit an operand ${printShape(shape)}`,
        'write one letter for each axis',
      );
    }
    term.forEach((label, axis) => {
      const dim = dimAt(shape, axis);
      if (!dimEquals(dim, dimAt(shape, term.indexOf(label)))) {
        fail(
          `the axes ${label} of an operand ${printShape(shape)} have different sizes`,
          'a diagonal needs axes of one size',
        );
      }
      const known = dims.get(label) ?? 1;
      if (known === 1) dims.set(label, dim);
      else if (dim !== 1 && !dimEquals(known, dim)) {
        fail(
          `the axes ${label} of ${shapes.map(printShape).join(' and ')} have different sizes`,
          'axes of one letter must have one size, or size 1',
        );
      }
    });
  });
  return dims;
}

/** The dims of labels that are known to occur. */
export function dimsOfLabels<D extends Dim>(
  labels: readonly Label[],
  dims: ReadonlyMap<Label, D>,
): readonly D[] {
  return labels.map((label) => {
    const dim = dims.get(label);
    if (dim === undefined) throw new Error(`label ${label} has no dim`);
    return dim;
  });
}
