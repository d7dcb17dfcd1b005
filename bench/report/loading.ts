/** The table of loading: what a first result is made of, and what it costs beside the pipelines. */

import type { Part } from '../protocol.ts';
import { isMeasured } from './report.ts';
import type { CaseReport } from './report.ts';
import { milliseconds, significant, times } from './text.ts';

export const LOADING = [
  'model',
  'peer',
  'load ms',
  'of it',
  'first run ms',
  'first run CPU s',
  'first result over pipelines',
];

export function loadingRows({ name, peers }: CaseReport): string[][] {
  return peers
    .filter(isMeasured)
    .map(({ peer, loadMs, parts, firstRun }) => [
      name,
      peer,
      milliseconds(loadMs),
      parts.map((part) => `${part.name} ${milliseconds(part.ms)}`).join(', '),
      milliseconds(firstRun.wallMs),
      significant(firstRun.cpuSeconds),
      overPipelines(loadMs + firstRun.wallMs, parts),
    ]);
}

/** Of a result, once the device is there, which is the page's own. */
function overPipelines(wallMs: number, parts: readonly Part[]): string {
  const partOf = (wanted: string) => parts.find(({ name }) => name === wanted)?.ms;
  const pipelines = partOf('pipelines');
  if (pipelines === undefined) return '';
  return times((wallMs - (partOf('device') ?? 0)) / pipelines);
}
