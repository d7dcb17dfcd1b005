/** Keeps skip connections consistent when ResNet blocks go: as many written as read, the last written read first. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Value } from '../../ir/graph.ts';
import { partnerRemoved, skipDropped, unevenSkips } from './diagnostics.ts';
import { isAlive, isBlock, isResnet, isStep } from './plan.ts';
import type { Entry, Push, Step } from './plan.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Each joining step with the skip connection that it reads from now on; undefined after a fault. */
export function connectSkips(
  entries: Entry[],
  report: Report,
): ReadonlyMap<Step, Push> | undefined {
  const pushOf = new Map<Value, Push>();
  for (const entry of entries) if (!isStep(entry)) pushOf.set(entry.push, entry);
  const orphans = removedOnTheWayDown(entries);
  for (const { removed, push } of orphans) {
    if (countOf(entries, isPush) >= countOf(entries, isReader)) break;
    const partner = entries.filter(isReader).find(({ join }) => join?.skip === push.push);
    if (partner === undefined || !isBlock(partner)) continue;
    partner.removed = true;
    report(partnerRemoved(partner.address, removed.address));
  }
  for (const entry of entries) {
    if (countOf(entries, isPush) <= countOf(entries, isReader)) break;
    if (!isStep(entry) || !entry.removed || entry.copied || entry.join?.skip === undefined)
      continue;
    const push = pushOf.get(entry.join.skip);
    if (push === undefined || push.dropped) continue;
    push.dropped = true;
    report(skipDropped(entry.address, stageBefore(entries, push)));
  }
  moveLeadingAttention(entries);
  return matched(entries, report);
}

/**
 * A ResNet on the way down wrote a skip connection behind its attention. What is left of its group joins the group
 * before it, whose own skip connection goes; where there is none in the stage, that of the group itself goes.
 */
function removedOnTheWayDown(
  entries: readonly Entry[],
): readonly { readonly removed: Step; readonly push: Push }[] {
  const orphans: { removed: Step; push: Push }[] = [];
  let group: Step[] = [];
  let previous: { readonly push: Push; readonly hasResnet: boolean } | undefined;
  for (const entry of entries) {
    if (isStep(entry)) {
      if (entry.join !== undefined) break;
      group.push(entry);
      continue;
    }
    const [removed] = group.filter((step) => isResnet(step) && step.removed && !step.copied);
    const hasResnet = group.some((step) => isResnet(step) && !step.removed);
    if (removed !== undefined && !hasResnet) {
      orphans.push({ removed, push: entry });
      const merges = previous?.hasResnet === true;
      if (merges && previous !== undefined) previous.push.dropped = true;
      else entry.dropped = true;
      previous = { push: merges ? entry : (previous?.push ?? entry), hasResnet: merges };
    } else previous = { push: entry, hasResnet };
    group = [];
  }
  return orphans;
}

/** Attention whose ResNet went, and which would now come before any other of its stage, goes behind the next one. */
function moveLeadingAttention(entries: Entry[]): void {
  for (const step of entries.filter(isResnet)) {
    if (!step.removed) continue;
    const at = entries.indexOf(step);
    const { stage } = step.part;
    const inStage = (entry: Entry): boolean =>
      isResnet(entry) && !entry.removed && entry.part.stage === stage;
    if (entries.slice(0, at).some(inStage)) continue;
    const next = entries.findIndex((entry, index) => index > at && inStage(entry));
    if (next < 0) continue;
    const moved = entries.slice(at, next).filter((entry) => isBlock(entry) && !entry.removed);
    for (const entry of moved) entries.splice(entries.indexOf(entry), 1);
    entries.splice(next - moved.length + 1, 0, ...moved);
  }
}

/** Copies read what their originals read. */
function matched(entries: readonly Entry[], report: Report): ReadonlyMap<Step, Push> | undefined {
  const stack: Push[] = [];
  const reads = new Map<Step, Push>();
  const byPart = new Map<unknown, Push>();
  for (const entry of entries.filter(isAlive)) {
    if (!isStep(entry)) stack.push(entry);
    else if (isReader(entry)) {
      const push = stack.pop();
      if (push === undefined) continue;
      reads.set(entry, push);
      byPart.set(entry.part, push);
    }
  }
  const [written, read] = [countOf(entries, isPush), countOf(entries, isReader)];
  if (written !== read || stack.length > 0) {
    report(unevenSkips(written, read));
    return undefined;
  }
  for (const entry of entries.filter(isAlive)) {
    if (!isStep(entry) || entry.join === undefined || !entry.copied) continue;
    const original = entries.find(
      (other): other is Push => !isStep(other) && other.push === entry.join?.skip,
    );
    const push = byPart.get(entry.part) ?? original;
    if (push === undefined || push.dropped) report(unevenSkips(written, read + 1));
    else reads.set(entry, push);
  }
  return reads;
}

function isPush(entry: Entry): entry is Push {
  return !isStep(entry);
}

/** Reads a skip connection of its own. */
function isReader(entry: Entry): entry is Step {
  return isStep(entry) && entry.join !== undefined && !entry.copied && !entry.removed;
}

function countOf(entries: readonly Entry[], is: (entry: Entry) => boolean): number {
  return entries.filter((entry) => isAlive(entry) && is(entry)).length;
}

function stageBefore(entries: readonly Entry[], push: Push): string {
  const before = entries.slice(0, entries.indexOf(push)).findLast(isStep);
  return before?.part.stage ?? 'the input';
}
