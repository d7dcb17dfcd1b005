/** Names the parts of a UNet by the level of resolution they work at, as the paper counts its stages. */

import { scaleOf } from './region.ts';
import { computes } from './trunk.ts';
import type { TrunkPart } from './trunk.ts';

export interface StagedPart extends TrunkPart {
  /** `down.0` has the full resolution, `mid` the lowest, `up.0` twice that. */
  readonly stage: string;
}

export function staged(parts: readonly TrunkPart[]): readonly StagedPart[] {
  const levels: number[] = [];
  let level = 0;
  const sampled = parts.map((part): TrunkPart => {
    levels.push(level);
    const scale = part.kind === 'join' ? 1 : scaleOf(part.input, part.output);
    if (scale === 1) return part;
    level += scale < 1 ? 1 : -1;
    return part.kind === 'passage' && computes(part) ? { ...part, kind: 'sampler' } : part;
  });
  const lowest = Math.max(...levels, level);
  const first = [...levels, level].indexOf(lowest);
  const last = [...levels, level].lastIndexOf(lowest);
  return sampled.map((part, index) => {
    const own = levels[index] ?? 0;
    if (index < first) return { ...part, stage: `down.${own}` };
    return { ...part, stage: index <= last ? 'mid' : `up.${lowest - own - 1}` };
  });
}
