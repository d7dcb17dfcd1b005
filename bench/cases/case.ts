/** A model that is ready to be measured: its files, what it costs, and what snapc made of it. */

export interface Case {
  readonly name: string;
  readonly title: string;
  /** Of its files, below the benchmark's root. */
  readonly folder: string;
  /** Absolute, because a model of the user's stays where it is. */
  readonly modelFile: string;
  readonly modelBytes: number;
  readonly parameters: number;
  /** Floating-point operations of one run by the cost model; 0 where a shape is not known. */
  readonly flops: number;
  readonly compiled: Compiled | { readonly failure: string };
}

export interface Compiled {
  readonly seconds: number;
  readonly weightBytes: number;
  readonly arenaBytes: number;
  readonly kernels: number;
  readonly dispatches: number;
  /** Of what a page loads besides the weights. */
  readonly downloadGzipBytes: number;
}
