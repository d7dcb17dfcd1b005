/** Ends the current part of the reading. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../../ir/diagnostics.ts';

/** Without a diagnostic where the fault is told elsewhere. */
export function refuse(...diagnostics: readonly Diagnostic[]): never {
  throw new DiagnosticError(...diagnostics);
}
