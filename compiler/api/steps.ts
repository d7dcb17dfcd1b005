/** Built-in passes by name, for the pipeline of a target of one's own. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { PassStep } from '../pass.ts';
import { passes } from '../passes/index.ts';
import { parseSteps } from '../passes/parse-steps.ts';

/** `steps('fold-constants {limit=4096}, canonicalize')`. Throws a DiagnosticError for names and options that are none. */
export function steps(text: string): readonly PassStep[] {
  const parsed = parseSteps(text, passes);
  if (!parsed.ok) throw new DiagnosticError(...parsed.diagnostics);
  return parsed.value;
}
