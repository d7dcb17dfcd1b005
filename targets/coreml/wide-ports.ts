/**
 * Inputs and outputs of more axes than Core ML's tensors have, at several sizes: their first axes are one in the package,
 * and its size does not tell theirs.
 */

import type { InterfaceEntry, ModelInterface } from '../../compiler/output.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { TargetContext } from '../target.ts';
import { widePort } from './lower-diagnostics.ts';
import type { options } from './options.ts';
import { MAX_RANK, sameShape } from './terms.ts';

export function widePorts({
  interface: usual,
  shapes,
}: TargetContext<typeof options>): readonly Diagnostic[] {
  if (shapes === undefined) return [];
  const all = entriesOf(usual);
  return shapes.others
    .flatMap((other) =>
      entriesOf(other.interface).filter(({ type: { shape } }, at) => {
        const known = all[at]?.type.shape ?? shape;
        return shape.length > MAX_RANK && !sameShape(shape, known);
      }),
    )
    .filter(({ name }, at, found) => found.findIndex((one) => one.name === name) === at)
    .map(({ name, type }) => widePort(name, type.shape.length));
}

function entriesOf({ inputs, outputs }: ModelInterface): readonly InterfaceEntry[] {
  return [...inputs, ...outputs];
}
