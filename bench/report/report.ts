/** The results of a benchmark as values: what --json writes, and what the tables are made of. */

import type { Case } from '../cases/case.ts';
import type { PeakBytes } from '../footprints.ts';
import type { BenchAdapter, Part, PeerName, Sample } from '../protocol.ts';
import type { Spread } from '../statistics.ts';

export interface Report {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly adapter: BenchAdapter;
  /** As the adapter calls itself. */
  readonly adapterName: string;
  readonly device: string;
  readonly precision: string;
  readonly rounds: number;
  /** Of a page with jax-js, without the model. */
  readonly jaxGzipBytes: number;
  /** Peaks of a program of one kernel. */
  readonly oneKernel: PeakBytes;
  readonly cases: readonly CaseReport[];
}

export interface Machine {
  readonly processor: string;
  /** That the benchmark may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  /** Of the last minute, when the benchmark began. */
  readonly load: number;
}

export interface CaseReport extends Omit<Case, 'modelFile' | 'folder'> {
  /** Multiply-adds on values, measured in the same rounds. */
  readonly roof: Throughput | { readonly failure: string };
  readonly peers: readonly PeerReport[];
  /** Of Node when it makes snapc's shaders and no buffers; undefined where it was not measured. */
  readonly shadersAlone: ShadersAlone | undefined;
}

export interface ShadersAlone extends Pick<PeerFigures, 'load' | 'parts' | 'peakBytes'> {
  /** Each shader once on one workgroup: what the driver compiles only then. */
  readonly deferred: Sample;
}

export interface Throughput {
  /** Operations per second of wall time and of processor time, in thousands of millions. */
  readonly gflops: number;
  readonly gflopsPerCpuSecond: number;
}

export type PeerReport = PeerFigures | { readonly peer: PeerName; readonly failure: string };

export function isMeasured(report: PeerReport): report is PeerFigures {
  return !('failure' in report);
}

export interface PeerFigures {
  readonly peer: PeerName;
  readonly runsPerSample: number;
  readonly samples: readonly Sample[];
  readonly wallMs: Spread;
  readonly cpuSeconds: Spread;
  /** The median of those of Node's event loop. */
  readonly mainThreadSeconds: number | undefined;
  readonly throughput: Throughput;
  /** By processor time on a software adapter, else by wall time; the CPU's own path has no share in an adapter. */
  readonly shareOfRoof: number | undefined;
  /** From nothing to the first outputs. */
  readonly firstResultMs: number;
  readonly load: Sample;
  readonly parts: readonly Part[];
  readonly firstRun: Sample;
  readonly peakBytes: number | undefined;
  /** Against onnxruntime on the CPU. */
  readonly largestError: number | undefined;
  /** This peer's time over that of snapc in the same surroundings. */
  readonly timesSnapc: { readonly wall: number; readonly cpu: number } | undefined;
}
