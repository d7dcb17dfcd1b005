/** Tells people what the guard did, what is left, and which weights lose numbers. */

import type { PassContext } from '../pass.ts';
import {
  guardLeft,
  guardRepaired,
  guardSummary,
  guardUndecided,
  weightsBeyond,
  weightsVanish,
} from './diagnostics.ts';
import { entryOf } from './report.ts';
import type { GuardReport, GuardSite } from './report.ts';
import type { Site } from './sites.ts';

/** More are not named. */
const NAMED = 6;

export function tellAll(
  report: GuardReport,
  sites: readonly Site[],
  repaired: readonly GuardSite[],
  tell: PassContext['report'],
): void {
  const { weights, unbounded } = report;
  for (const repair of ['scores', 'norm', 'factor', 'island'] as const) {
    const done = repaired.filter((site) => site.repair === repair);
    if (done.length > 0) tell(guardRepaired(repair, done));
  }
  const left = sites.filter(({ verdict, kind }) => verdict === 'risk' && kind !== 'weight');
  const seen = left.filter(({ observed }) => observed !== undefined);
  const unknown = left.filter(({ observed }) => observed === undefined);
  const entries = (of: readonly Site[]): readonly GuardSite[] =>
    of.slice(0, NAMED).map((site) => entryOf(site));
  if (seen.length > 0) tell(guardLeft(entries(seen), seen.length));
  if (unknown.length > 0) tell(guardUndecided(entries(unknown), unknown.length, unbounded));
  const beyond = weights.filter((weight) => weight.beyond > 0);
  if (beyond.length > 0) tell(weightsBeyond(beyond));
  const vanishing = weights
    .filter((weight) => weight.vanished > 0)
    .toSorted((a, b) => b.vanished / b.elements - a.vanished / a.elements);
  if (vanishing.length > 0) tell(weightsVanish(vanishing));
  // Where nothing computes in fp16, as on a device without it, there is nothing to tell.
  if (sites.length > 0 || repaired.length > 0) tell(guardSummary(report));
}
