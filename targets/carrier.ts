/** Values of a lowered graph by the types in which a target carries them. */

import { DiagnosticError } from '../ir/diagnostics.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Node, Origin, Value } from '../ir/graph.ts';
import { elementCount } from '../ir/types.ts';
import type { StaticTensorType } from '../ir/types.ts';
import { staticTypeOf } from './shape.ts';

export function isEmpty(value: Value): boolean {
  return elementCount(staticTypeOf(value).shape) === 0;
}

export interface Carriers<T> {
  /** Undefined for a type that the target has nothing for. */
  readonly carrierType: (type: StaticTensorType) => T | undefined;
  readonly noCarrier: (
    dtype: string,
    name: string | undefined,
    origin: Origin | undefined,
  ) => Diagnostic;
}

/** Throws a DiagnosticError where there is none, which tells the node that needs it, or the one that makes it. */
export function carrierOf<T>(
  { carrierType, noCarrier }: Carriers<T>,
  value: Value,
  node?: Node,
): T {
  const type = staticTypeOf(value);
  const carried = carrierType(type);
  if (carried !== undefined) return carried;
  throw new DiagnosticError(noCarrier(type.dtype, value.name, (node ?? value.producer)?.origin));
}
