/** The part of a report about the weights of layers: their forms, and what each form loses. */

export interface PrecisionReport {
  readonly layers: readonly LayerReport[];
  /** Constants that are no layer's weights: biases, norms, tables. */
  readonly others: { readonly bytes: number };
  /** Results of nodes by dtype. */
  readonly activations: readonly { readonly dtype: string; readonly count: number }[];
}

export interface LayerReport {
  /** Of the model's nodes that it came from. */
  readonly names: readonly string[];
  readonly block: string;
  /** The product that reads it. */
  readonly op: string;
  /** `fp32`, `fp16`, `int8`, `int4`, `palette6`, `sparse`. */
  readonly form: string;
  readonly elements: number;
  /** With scales, zero points and tables. */
  readonly bytes: number;
  readonly reason: string;
}

export interface SensitivityReport {
  /** The file that it was read from. */
  readonly file: string;
  readonly forms: readonly string[];
  readonly layers: readonly {
    readonly name: string;
    /** Signal to noise in dB for each of the forms, that layer alone; null where nothing is lost. */
    readonly decibels: readonly (number | null)[];
    readonly bytes: readonly number[];
    /** What the artifact has. */
    readonly chosen: string | null;
  }[];
}
