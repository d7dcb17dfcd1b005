/** What a call gave that has no business to fail in a benchmark. */

import { DiagnosticError } from '../compiler/api/node.ts';
import type { Result } from '../compiler/api/node.ts';

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new DiagnosticError(...result.diagnostics);
  return result.value;
}
