/** The built-in passes by name. */

import type { Pass } from '../pass.ts';
import { eliminateDeadCode } from './eliminate-dead-code.ts';

export const passes: Readonly<Record<string, Pass>> = {
  'eliminate-dead-code': eliminateDeadCode,
};
