/** Times the candidates of each family on the heaviest problems of a model and says which is best. */

import type { FamilyProblems } from './collect.ts';
import { withCandidate } from './candidates.ts';
import { FamilySearch } from './family-search.ts';
import type { FamilyResult, SearchOptions, Workbench } from './trial.ts';

/** Below it, the time would not do for the shaders of two tiles. */
const LEAST_SHARE = 0.2;

/**
 * Families get time by their shares; what is not finished then is given up. The heaviest decides how many invocations
 * the device wants, and the others are timed with as many.
 */
export async function searchTiles(
  families: readonly FamilyProblems[],
  bench: Workbench,
  options: SearchOptions,
): Promise<readonly FamilyResult[]> {
  const end = bench.now() + options.budgetMilliseconds;
  const shares = families.map(({ share }) => Math.max(share, LEAST_SHARE));
  let left = shares.reduce((sum, share) => sum + share, 0);
  const results: FamilyResult[] = [];
  let { device } = options;
  for (const [index, family] of families.entries()) {
    const share = shares[index] ?? 0;
    const now = bench.now();
    const deadline = now + ((end - now) * share) / left;
    left -= share;
    const search = new FamilySearch(family, bench, { ...options, device }, deadline);
    const result = await search.run(index === 0);
    results.push(result);
    const { best } = result;
    if (best?.invocations !== undefined) device = withCandidate(device, family.family, best);
  }
  return results;
}
