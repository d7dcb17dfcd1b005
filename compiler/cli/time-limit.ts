/** How long code of a config may take, from its text. */

import { TIME_LIMIT } from '../pipeline.ts';
import { refuse } from './command.ts';
import { badRuns } from './diagnostics.ts';

export function readTimeLimit(given: string | undefined): number {
  const seconds = given === undefined ? TIME_LIMIT : Number(given);
  return seconds > 0 && seconds <= 1e6 ? seconds : refuse(badRuns('--time-limit', given ?? '', 1));
}
