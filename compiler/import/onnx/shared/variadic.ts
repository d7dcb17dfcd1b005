/** Operators of any number of inputs as a chain of binary ops. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import type { Value } from '../../../../ir/graph.ts';
import { missingInput } from '../diagnostics.ts';
import type { RuleContext } from '../rule.ts';

export function combined(node: RuleContext, combine: (a: Value, b: Value) => Value): Value {
  const [first, ...rest] = node.inputs();
  if (first === undefined) throw new DiagnosticError(missingInput(0, node.place));
  return rest.reduce(combine, first);
}
