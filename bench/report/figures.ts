/** From measurements to the figures of the report. */

import type { Case } from '../cases/case.ts';
import { REFERENCE } from '../errors.ts';
import type { PeerName } from '../protocol.ts';
import type { Measurement, Measurements } from '../rounds.ts';
import { ROOF_FLOPS } from '../sessions/roof-shader.ts';
import { spreadOf } from '../statistics.ts';
import type { CaseReport, PeerFigures, PeerReport, ShadersAlone, Throughput } from './report.ts';

/** Each peer is compared with snapc in the same surroundings: Node with Node, a page with a page. */
const COUNTERPARTS: Readonly<Record<PeerName, PeerName>> = {
  'onnxruntime CPU': 'snapc',
  'onnxruntime WebGPU': 'snapc',
  snapc: 'snapc',
  'snapc in Chromium': 'snapc',
  'jax-js in Chromium': 'snapc in Chromium',
};

export async function reportCase(
  prepared: Case,
  measurements: Measurements,
  { peers, inSoftware }: { readonly peers: readonly PeerName[]; readonly inSoftware: boolean },
  errorOf: (peer: PeerName) => Promise<number | undefined>,
): Promise<CaseReport> {
  const { modelFile: _, folder: __, ...facts } = prepared;
  const measuredRoof = measurements.get('roof') ?? { failure: 'it was not measured' };
  const roof = 'failure' in measuredRoof ? measuredRoof : throughputOf(ROOF_FLOPS, measuredRoof);
  const reports: PeerReport[] = [];
  for (const peer of peers) {
    const measured = measurements.get(peer) ?? { failure: 'it was not measured' };
    if ('failure' in measured) {
      reports.push({ peer, failure: measured.failure });
      continue;
    }
    const counterpart = measurements.get(COUNTERPARTS[peer]);
    const reference =
      counterpart === undefined || 'failure' in counterpart ? undefined : counterpart;
    reports.push({
      ...figuresOf(peer, measured, prepared.flops, roof, inSoftware),
      largestError: await errorOf(peer),
      timesSnapc: reference === undefined ? undefined : ratiosOf(measured, reference),
    });
  }
  return { ...facts, roof, peers: reports, shadersAlone: shadersOf(measurements) };
}

function shadersOf(measurements: Measurements): ShadersAlone | undefined {
  const measured = measurements.get('shaders alone');
  if (measured === undefined || 'failure' in measured) return undefined;
  const { load, parts, firstRun, peakBytes } = measured.started;
  return { load, parts, deferred: firstRun, peakBytes };
}

function figuresOf(
  peer: PeerName,
  measurement: Measurement,
  flops: number,
  roof: CaseReport['roof'],
  inSoftware: boolean,
): Omit<PeerFigures, 'largestError' | 'timesSnapc'> {
  const { started, samples, runsPerSample } = measurement;
  const { load, parts, firstRun, peakBytes } = started;
  const mainThread = samples.flatMap(({ mainThreadSeconds: seconds }) => seconds ?? []);
  const throughput = throughputOf(flops, measurement);
  const onAdapter = peer !== REFERENCE && !('failure' in roof);
  return {
    peer,
    runsPerSample,
    samples,
    wallMs: spreadOf(samples.map(({ wallMs }) => wallMs)),
    cpuSeconds: spreadOf(samples.map(({ cpuSeconds }) => cpuSeconds)),
    mainThreadSeconds: mainThread.length === 0 ? undefined : spreadOf(mainThread).median,
    throughput,
    shareOfRoof: onAdapter ? share(throughput, roof, inSoftware) : undefined,
    firstResultMs: load.wallMs + firstRun.wallMs,
    load,
    parts,
    firstRun,
    peakBytes,
  };
}

/** By processor time, which other load hardly moves; but not where a GPU does the work. */
function share(own: Throughput, roof: Throughput, inSoftware: boolean): number {
  return inSoftware ? own.gflopsPerCpuSecond / roof.gflopsPerCpuSecond : own.gflops / roof.gflops;
}

function throughputOf(flops: number, { samples }: Measurement): Throughput {
  return {
    gflops: flops / spreadOf(samples.map(({ wallMs }) => wallMs)).median / 1e6,
    gflopsPerCpuSecond: flops / spreadOf(samples.map(({ cpuSeconds }) => cpuSeconds)).median / 1e9,
  };
}

function ratiosOf(measured: Measurement, reference: Measurement): PeerFigures['timesSnapc'] {
  const ratio = (of: (sample: Measurement['samples'][number]) => number): number =>
    spreadOf(measured.samples.map(of)).median / spreadOf(reference.samples.map(of)).median;
  return { wall: ratio(({ wallMs }) => wallMs), cpu: ratio(({ cpuSeconds }) => cpuSeconds) };
}
