/** Applies actions to the list of blocks: marks what goes, puts in what is copied. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { matchesGlob } from '../globs.ts';
import type { BlockAction } from './actions.ts';
import { badPlace, unknownBlock } from './diagnostics.ts';
import { isBlock, isStep } from './plan.ts';
import type { Entry, Step } from './plan.ts';

type Report = (diagnostic: Diagnostic) => void;

/** Addresses are those of the model as it came, and of copies that were named. */
export function applyActions(
  entries: Entry[],
  actions: readonly BlockAction[],
  report: Report,
): void {
  for (const action of actions) {
    if (action.kind === 'remove') remove(entries, action.glob, report);
    else copy(entries, action, report);
  }
}

function remove(entries: readonly Entry[], glob: string, report: Report): void {
  const found = entries.filter(isBlock).filter(({ address }) => matchesGlob(address, glob));
  for (const step of found) step.removed = true;
  if (found.length === 0) report(unknownBlock(glob, addressesOf(entries)));
}

function copy(
  entries: Entry[],
  action: Extract<BlockAction, { kind: 'copy' }>,
  report: Report,
): void {
  const find = (address: string): Step | undefined =>
    entries.filter(isBlock).find((step) => step.address === address);
  const source = find(action.source);
  if (source === undefined) {
    report(unknownBlock(action.source, addressesOf(entries)));
    return;
  }
  const at = 'as' in action ? placeOf(entries, source, action.as) : behind(entries, action.after);
  if (typeof at === 'string') {
    report(badPlace(action.source, 'as' in action ? action.as : action.after, at));
    return;
  }
  const { part, join } = source;
  const address = 'as' in action ? action.as : `copy of ${action.source}`;
  entries.splice(at, 0, { part, join, address, copied: true, removed: false });
}

/** Behind the block of that kind with the next lower number, or at the end of the stage; a reason where it cannot be. */
function placeOf(entries: readonly Entry[], source: Step, address: string): number | string {
  const [, stage, kind, number] = /^(.+)\.(res|attn)\.(\d+)$/.exec(address) ?? [];
  if (stage === undefined || kind !== (source.part.kind === 'resnet' ? 'res' : 'attn')) {
    return 'that is no address of its kind';
  }
  const inStage = entries.filter(
    (entry): entry is Step => isBlock(entry) && stageOf(entry) === stage,
  );
  if (inStage.length === 0) return `there is no stage ${stage}`;
  if (inStage.some((step) => step.address === address)) return 'there is a block already';
  const lower = inStage.findLast(({ address: other }) => {
    const [, , otherKind, otherNumber] = /^(.+)\.(res|attn)\.(\d+)$/.exec(other) ?? [];
    return otherKind === kind && Number(otherNumber) < Number(number);
  });
  const anchor = lower ?? inStage.at(-1);
  let at = entries.findIndex((entry) => entry === anchor) + 1;
  // A ResNet comes behind the attention of the one before it.
  if (kind === 'res') while (isAttention(entries[at])) at++;
  return at;
}

function behind(entries: readonly Entry[], address: string): number | string {
  const at = entries.findIndex((entry) => isStep(entry) && entry.address === address);
  return at < 0 ? 'there is no such block' : at + 1;
}

function isAttention(entry: Entry | undefined): boolean {
  return entry !== undefined && isStep(entry) && entry.part.kind === 'attention';
}

function stageOf({ address, part }: Step): string {
  const [, stage] = /^(.+)\.(?:res|attn)\.\d+$/.exec(address) ?? [];
  return stage ?? part.stage;
}

function addressesOf(entries: readonly Entry[]): readonly string[] {
  return entries.filter(isBlock).map(({ address }) => address);
}
