/** Keeps skip connections consistent when ResNet blocks go: as many written as read, the last written read first. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { typeEquals } from '../../ir/types.ts';
import { partnerRemoved, skipDropped, unevenSkips } from './diagnostics.ts';
import { isAlive, isBlock, isResnet, isStep } from './plan.ts';
import type { Entry, Push, Step } from './plan.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Each joining step with the skip connection that it reads from now on; undefined after a fault. */
export function connectSkips(
  entries: Entry[],
  report: Report,
): ReadonlyMap<Step, Push> | undefined {
  const given = new Set(entries.filter(isStep).filter(isGoneReader));
  for (const { removed, push } of removedOnTheWayDown(entries)) {
    const other = [...given].find((step) => readsLike(step, push));
    if (other !== undefined) given.delete(other);
    else removePartner(entries, removed, push, report);
  }
  for (const step of given) {
    const pushes = entries.filter((entry): entry is Push => !isStep(entry) && !entry.dropped);
    const own = pushes.find(({ push }) => push === step.join?.skip);
    const push = own ?? pushes.findLast((one) => readsLike(step, one));
    if (push === undefined) continue;
    push.dropped = true;
    report(skipDropped(step.address, stageBefore(entries, push)));
  }
  moveLeadingAttention(entries);
  return matched(entries, report);
}

/** The block that read the skip connection goes, or another one of its kind that does not change the image's width. */
function removePartner(entries: readonly Entry[], removed: Step, push: Push, report: Report): void {
  const alike = entries.filter(isReader).filter((step) => readsLike(step, push));
  const own = alike.find(({ join }) => join?.skip === push.push);
  const partner = [own, ...alike].find(
    (step) => step?.join !== undefined && typeEquals(step.join.input.type, step.part.output.type),
  );
  const gone = partner ?? own;
  if (gone === undefined || !isBlock(gone)) return;
  gone.removed = true;
  report(partnerRemoved(gone.address, removed.address));
}

function readsLike({ join }: Step, { push }: Push): boolean {
  return join?.skip !== undefined && typeEquals(join.skip.type, push.type);
}

function isGoneReader({ join, copied, removed }: Step): boolean {
  return removed && !copied && join !== undefined;
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
