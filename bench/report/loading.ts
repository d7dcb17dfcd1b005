/** The table of loading: what a first result is made of, and what it costs beside the compiling of shaders. */

import type { Part, PeerName, Sample } from '../protocol.ts';
import { isMeasured } from './report.ts';
import type { CaseReport, PeerFigures, ShadersAlone } from './report.ts';
import { milliseconds, significant, times } from './text.ts';

export const LOADING = [
  'model',
  'peer',
  'load ms',
  'load CPU s',
  'of it',
  'first run ms',
  'first run CPU s',
  'first result over shaders, wall',
  'CPU',
];

interface Cost {
  readonly wallMs: number;
  readonly cpuSeconds: number;
}

export function loadingRows({ name, peers, shadersAlone }: CaseReport): string[][] {
  const rows = peers.filter(isMeasured).map((figures) => {
    const { peer, load, parts, firstRun } = figures;
    const ratios = overShaders(figures, shadersAlone).map(times);
    return [name, peer, ...steps(load, parts, firstRun, inPage(peer)), ...ratios];
  });
  if (shadersAlone === undefined) return rows;
  const { load, parts, deferred } = shadersAlone;
  return [...rows, [name, 'its shaders alone', ...steps(load, parts, deferred, false)]];
}

function steps(load: Sample, parts: readonly Part[], run: Sample, page: boolean): string[] {
  return [
    milliseconds(load.wallMs),
    // The load of a page is counted in its browser's processes, which this process does not see.
    page ? '' : significant(load.cpuSeconds),
    parts.map((part) => `${part.name} ${milliseconds(part.ms)}`).join(', '),
    milliseconds(run.wallMs),
    significant(run.cpuSeconds),
  ];
}

/** Wall and processor time, where they are known. A device is there before; it is the page's own. */
function overShaders(
  { peer, load, parts, firstRun }: PeerFigures,
  shaders: ShadersAlone | undefined,
): (number | undefined)[] {
  const result = added(load, parts, firstRun);
  if (peer === 'snapc' && shaders !== undefined) {
    const alone = added(shaders.load, shaders.parts, shaders.deferred);
    return [result.wallMs / alone.wallMs, result.cpuSeconds / alone.cpuSeconds];
  }
  const pipelines = parts.find(({ name }) => name === 'pipelines');
  return [pipelines && result.wallMs / pipelines.ms];
}

function added(load: Sample, parts: readonly Part[], run: Sample): Cost {
  const device = parts.find(({ name }) => name === 'device');
  return {
    wallMs: load.wallMs - (device?.ms ?? 0) + run.wallMs,
    cpuSeconds: load.cpuSeconds - (device?.cpuSeconds ?? 0) + run.cpuSeconds,
  };
}

function inPage(peer: PeerName): boolean {
  return peer.endsWith('in Chromium');
}
