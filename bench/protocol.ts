/** What the benchmark and the processes of its peers say to each other. */

import type { AdapterChoice } from '../targets/webgpu/host/adapter.ts';

export type BenchAdapter = Extract<AdapterChoice, 'swiftshader' | 'lavapipe'> | 'default';

/** Never a software adapter in place of a GPU, because onnxruntime would not take the same one. */
export function choiceOf(adapter: BenchAdapter): AdapterChoice {
  return adapter === 'default' ? 'gpu' : adapter;
}

export const PEERS = [
  'onnxruntime CPU',
  'onnxruntime WebGPU',
  'snapc',
  'snapc in Chromium',
  'jax-js in Chromium',
] as const;
export type PeerName = (typeof PEERS)[number];

export interface Task {
  readonly peer: PeerName | 'roof' | 'shaders alone';
  readonly adapter: BenchAdapter;
  /** What pages are served. */
  readonly root: string;
  /** Below it: the compiled model, the inputs and, after the first run, the outputs of each peer. */
  readonly folder: string;
  /** The ONNX file, wherever it lies. */
  readonly modelFile: string;
}

export type Request =
  | { readonly kind: 'start'; readonly task: Task }
  | { readonly kind: 'measure'; readonly runs: number };

/** A step of loading, from the beginning of it to its end. Steps may overlap. */
export interface Part {
  readonly name: string;
  readonly ms: number;
  /** Absent where other steps go on meanwhile. */
  readonly cpuSeconds?: number;
}

export interface Sample {
  /** Of one run. */
  readonly wallMs: number;
  readonly cpuSeconds: number;
  /** Of them, those of Node's event loop, which polls while Dawn in Node has work; undefined for pages. */
  readonly mainThreadSeconds: number | undefined;
}

export interface Started {
  readonly kind: 'started';
  /** The adapter's name, where the peer tells it. */
  readonly adapter: string | undefined;
  readonly load: Sample;
  readonly parts: readonly Part[];
  readonly firstRun: Sample;
  readonly secondRun: Sample;
  /** Of loading and two runs, above the process or page before. */
  readonly peakBytes: number | undefined;
}

export type Reply =
  | Started
  | ({ readonly kind: 'measured' } & Sample)
  | { readonly kind: 'failed'; readonly message: string };

/** Where a peer leaves its outputs, in the model's folder. */
export function outputsFile(peer: string): string {
  return `outputs-${peer.replaceAll(/\W+/g, '-')}.npz`;
}
