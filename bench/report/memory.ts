/** The table of memory: what a run needs, what it took, and what of that every program or the shaders alone take. */

import { OWN_PEERS } from '../footprints.ts';
import { isMeasured } from './report.ts';
import type { Report } from './report.ts';
import { megabytes } from './text.ts';

export const MEMORY = [
  'model',
  'peer',
  'weights + arena MB',
  'peak MB',
  'one kernel MB',
  'its shaders alone MB',
  'peak over weights + arena',
  'above one kernel',
  'above its shaders',
];

export function memoryRows({ cases, oneKernel }: Report): string[][] {
  return cases.flatMap(({ name, compiled, peers, shadersAlone }) => {
    if ('failure' in compiled) return [];
    const needed = compiled.weightBytes + compiled.arenaBytes;
    return OWN_PEERS.flatMap((own) => {
      const peak = peers.filter(isMeasured).find(({ peer }) => peer === own)?.peakBytes;
      if (peak === undefined) return [];
      const shaders = own === 'snapc' ? shadersAlone?.peakBytes : undefined;
      const ratio = (below: number | undefined): string =>
        below === undefined ? '' : ((peak - below) / needed).toFixed(2);
      const bytes = [needed, peak, oneKernel[own], shaders].map(megabytes);
      return [[name, own, ...bytes, ratio(0), ratio(oneKernel[own]), ratio(shaders)]];
    });
  });
}
