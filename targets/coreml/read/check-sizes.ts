/** A flexible function at sizes that its interface allows: types that depend on them are inferred as numbers. */

import { isError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { checkFunction } from './check-function.ts';
import type { FunctionOptions } from './check-function.ts';
import type { MilPackage } from './package.ts';
import { badStructure } from './program-diagnostics.ts';
import type { Block, Feature, FunctionInterface, ProgramFunction } from './spec.ts';

/** Of a long list of shapes so many are looked at. */
const MOST_SIZES = 8;

type Shapes = ReadonlyMap<string, readonly number[]>;

/** What is wrong at the first sizes at which anything is. */
export async function checkSizes(
  milPackage: MilPackage,
  item: ProgramFunction,
  block: Block,
  options: FunctionOptions,
): Promise<readonly Diagnostic[]> {
  const own = milPackage.model.interfaces.find(({ name }) => name === item.name);
  for (const sizes of own === undefined ? [] : sizesOf(own)) {
    options.signal?.throwIfAborted();
    const request = { ...options, strict: false, sizes };
    const faults = (await checkFunction(milPackage, item, block, request)).filter(isError);
    if (faults.length === 0) continue;
    const at = Array.from(sizes, ([name, shape]) => `${name} [${shape.join(', ')}]`).join(', ');
    return faults.map(({ message, hint, place }) => {
      const where = { function: item.name, ...(place?.op && { type: place.op }) };
      return badStructure(where, `with ${at}: ${message}`, hint ?? '');
    });
  }
  return [];
}

/** The lists of shapes by position, and the ends of ranges. */
function sizesOf({ inputs }: FunctionInterface): readonly Shapes[] {
  const count = Math.max(0, ...inputs.map((input) => arrayOf(input)?.enumerated.length ?? 0));
  const ranged = inputs.some((input) => arrayOf(input)?.ranges.length);
  const at = (choose: (array: ArrayOf) => readonly number[] | undefined): Shapes => {
    const entries = inputs.flatMap((input) => {
      const array = arrayOf(input);
      return array ? [[input.name, choose(array) ?? array.shape] as const] : [];
    });
    return new Map(entries);
  };
  return [
    ...Array.from({ length: Math.min(count, MOST_SIZES) }, (_, index) =>
      at(({ enumerated }) => enumerated[index]),
    ),
    ...(ranged ? [at(lowerEnds), at(upperEnds)] : []),
  ];
}

type ArrayOf = Extract<Feature['type'], { readonly kind: 'array' }>;

function arrayOf({ type }: Feature): ArrayOf | undefined {
  return type.kind === 'array' ? type : undefined;
}

function lowerEnds({ ranges, shape }: ArrayOf): readonly number[] {
  return shape.map((size, axis) => ranges[axis]?.lower ?? size);
}

/** Of a range without end, its usual size. */
function upperEnds({ ranges, shape }: ArrayOf): readonly number[] {
  return shape.map((size, axis) => ranges[axis]?.upper ?? size);
}
