/** The parts of a UNet as a list that edits work on, with the places at which skip connections start. */

import type { Value } from '../../ir/graph.ts';
import type { BlockPart } from './recognize.ts';

export interface Step {
  /** A block, with what joins a skip connection to its input, or something between blocks. */
  readonly part: BlockPart;
  readonly join: BlockPart | undefined;
  readonly address: string;
  readonly copied: boolean;
  removed: boolean;
}

/** A skip connection starts behind the entry before it; `value` is what it carried in the model. */
export interface Push {
  readonly push: Value;
  dropped: boolean;
}

export type Entry = Step | Push;

export function isStep(entry: Entry): entry is Step {
  return 'part' in entry;
}

export function isAlive(entry: Entry): boolean {
  return isStep(entry) ? !entry.removed : !entry.dropped;
}

export function planOf(parts: readonly BlockPart[]): Entry[] {
  const skips = new Set(parts.flatMap(({ skip }) => skip ?? []));
  const entries: Entry[] = [];
  let join: BlockPart | undefined;
  const add = (part: BlockPart, joined: BlockPart | undefined): void => {
    const { address } = part;
    entries.push({ part, join: joined, address, copied: false, removed: false });
    if (skips.has(part.output)) entries.push({ push: part.output, dropped: false });
  };
  for (const [index, part] of parts.entries()) {
    if (part.kind !== 'join') {
      add(part, join);
      join = undefined;
    } else if (parts[index + 1]?.kind === 'resnet') join = part;
    else add(part, part);
  }
  return entries;
}

export function isResnet(entry: Entry | undefined): entry is Step {
  return entry !== undefined && isStep(entry) && entry.part.kind === 'resnet';
}

/** ResNets and attention; samplers and what is between blocks stay. */
export function isBlock(entry: Entry): entry is Step {
  return isStep(entry) && (entry.part.kind === 'resnet' || entry.part.kind === 'attention');
}
