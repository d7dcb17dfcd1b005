/** Times the candidates of each family on the heaviest problems of a model and says which is best. */

import type { FamilyProblems } from './collect.ts';
import { FamilySearch } from './family-search.ts';
import type { FamilyResult, SearchOptions, Workbench } from './trial.ts';

/** Families get time by their shares; what is not finished then is given up. */
export async function searchTiles(
  families: readonly FamilyProblems[],
  bench: Workbench,
  options: SearchOptions,
): Promise<readonly FamilyResult[]> {
  const end = bench.now() + options.budgetMilliseconds;
  let share = families.reduce((sum, family) => sum + family.share, 0);
  const results: FamilyResult[] = [];
  for (const family of families) {
    const now = bench.now();
    const deadline = now + ((end - now) * family.share) / share;
    share -= family.share;
    results.push(await new FamilySearch(family, bench, options, deadline).run());
  }
  return results;
}
