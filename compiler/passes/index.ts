/** The built-in passes by name. */

import type { Pass } from '../pass.ts';
import { canonicalize } from './canonicalize.ts';
import { eliminateCommonSubexpressions } from './eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from './eliminate-dead-code.ts';
import { foldConstants } from './fold-constants.ts';

export const passes: Readonly<Record<string, Pass>> = {
  canonicalize,
  'eliminate-common-subexpressions': eliminateCommonSubexpressions,
  'eliminate-dead-code': eliminateDeadCode,
  'fold-constants': foldConstants,
};
