/** Packages of ours changed in one place each: what the validator must tell, and what gives another valid package. */

import { assert, asyncProperty, nat } from 'fast-check';
import { expect } from 'vitest';
import type { Model } from '../../../targets/coreml/schema/model.ts';
import { problemsOf } from '../../support/mil-package.ts';
import type { PackageInMemory } from '../written-package.ts';
import type { Mutation } from './mutated.ts';

export const CHANGES = { numRuns: 800, seed: 20_261_123 };

/** Changes that give another package that is valid. */
const HARMLESS: readonly RegExp[] = [
  // For people.
  /^\.description\.metadata /,
  /^\.description without metadata$/,
  /^\.description\.metadata[.<]/,
  /shortDescription changed$/,
  /^\.itemInfoEntries\.[-\w]+\.description /,
  // An output without a shape is one of a flexible shape.
  /^\.description\.output\[\]\.type\.multiArrayType\.shape without one$/,
  // Operations that do not need each other; values of one type that change places.
  /\.operations swapped$/,
  /\[split\]\.outputs swapped$/,
  /\[concat\]\.inputs<values>\.arguments swapped$/,
  // An operation's own name, which nothing refers to.
  /\.attributes<name>\.immediateValue\.tensor\.strings\.values\[\] changed$/,
  // A parameter of another value that the operation takes as well, as another axis may be.
  /\[const\]\.attributes<val>\.immediateValue\.tensor\.(ints|bools)\.values(\[\])? /,
];

export interface Packed {
  readonly model: Model;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export function packed({ model, sink }: PackageInMemory): Packed {
  const inside = [...sink.files].flatMap(([path, bytes]) => {
    const at = path.indexOf('.mlpackage/');
    return at < 0 ? [] : [[path.slice(at + '.mlpackage/'.length), Uint8Array.from(bytes)] as const];
  });
  return { model, files: Object.fromEntries(inside) };
}

export const MODEL = 'Data/com.apple.CoreML/model.mlmodel';
export const WEIGHTS = 'Data/com.apple.CoreML/weights/weight.bin';
export const MANIFEST = 'Manifest.json';

/** Each of the mutations that were drawn is refused, or is harmless. */
export async function checkMutations(
  { files }: Packed,
  all: readonly Mutation[],
  path: string,
  write: (changed: unknown) => Uint8Array,
  runs = CHANGES.numRuns,
): Promise<void> {
  expect(await problemsOf(files)).toEqual([]);
  const own = Buffer.from(files[path] ?? []);
  await assert(
    asyncProperty(nat(all.length - 1), async (index) => {
      const { what = '', changed } = all[index] ?? {};
      const bytes = write(changed);
      // A field may be written as its default is.
      if (own.equals(bytes) || HARMLESS.some((rule) => rule.test(what))) return;
      expect(await problemsOf({ ...files, [path]: bytes }), what).not.toEqual([]);
    }),
    { ...CHANGES, numRuns: runs },
  );
}
