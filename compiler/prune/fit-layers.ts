/**
 * Refits a model that lost channels, layer by layer in the order of the graph: each weight is the least squares fit
 * of what the layer computed in the whole model, from what it reads in the narrower one as it has been refitted up
 * to there, so that errors do not add up. Zhang et al. 2015 fit so ("asymmetric"), He et al. 2017 and ThiNet prune so.
 */

import type { Constant } from '../../ir/constant.ts';
import { dataConstant, materialize } from '../../ir/constant.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { shapeEquals } from '../../ir/types.ts';
import { numbers, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';
import type { PassContext } from '../pass.ts';
import type { Scratch } from '../quantize/scratch.ts';
import type { ChannelAnalysis, Consumer } from './analyse.ts';
import { layerOf } from './fitted-layer.ts';
import type { FittedLayer } from './fitted-layer.ts';
import { guessedWeight } from './guess-channels.ts';
import { measureLayer } from './measure-layer.ts';
import type { Cut } from './measure-layer.ts';
import { runSideBySide } from './side-by-side.ts';
import type { Step } from './side-by-side.ts';

/** Places of a layer's result that are looked at, in all runs together. */
const MOST_PLACES = 8192;

export interface Models {
  readonly original: Graph;
  readonly narrow: Graph;
  /** The nodes of the original that the analysis knows, in order. */
  readonly known: readonly Node[];
}

export interface FitSettings extends Cut {
  readonly analysis: ChannelAnalysis;
  readonly scratch: Scratch;
  /**
   * What it costs to change a weight, as a share of the mean square of what it is multiplied with. Undefined: channels
   * that went are only guessed from those that stay, as they go together in the whole model.
   */
  readonly ridge: number | undefined;
}

/** Resolves to the readers of removed channels that are not refitted. */
export async function fitLayers(
  { original, narrow, known }: Models,
  settings: FitSettings,
  inputs: readonly CalibrationInputs[],
  { signal, progress }: PassContext,
): Promise<readonly Consumer[]> {
  const fitting = new Fitting(settings, narrow, Math.ceil(MOST_PLACES / inputs.length));
  await runSideBySide(original, narrow, inputs, {
    signal,
    progress: (done, total) => progress?.('fitting layers', done, total),
    between: async (step) => {
      const node = known[step.index];
      if (node !== undefined) await fitting.visit(step, node);
    },
  });
  return fitting.left;
}

class Fitting {
  readonly left: Consumer[] = [];
  readonly #settings: FitSettings;
  readonly #graph: Graph;
  readonly #most: number;
  readonly #consumers = new Map<Node, readonly Consumer[]>();
  /** Of the narrow graph: what is not as it was. */
  readonly #differs = new Set<Value>();

  constructor(settings: FitSettings, graph: Graph, most: number) {
    this.#settings = settings;
    this.#graph = graph;
    this.#most = most;
    for (const consumer of settings.analysis.consumers) {
      const { node } = consumer;
      this.#consumers.set(node, [...(this.#consumers.get(node) ?? []), consumer]);
    }
  }

  async visit(step: Step, known: Node): Promise<void> {
    const { original, changed } = step;
    const differs = changed.operands.some((value, at) => {
      const shape = original.operands[at]?.type.shape ?? [];
      return value && (this.#differs.has(value) || !shapeEquals(value.type.shape, shape));
    });
    if (!differs) return;
    for (const result of changed.results) this.#differs.add(result);
    const [consumer, ...more] = this.#consumers.get(known) ?? [];
    if (consumer === undefined) return;
    const layer = more.length > 0 ? undefined : layerOf(this.#graph, step, known, consumer);
    if (layer !== undefined && !this.#differs.has(layer.input)) return;
    const { ridge } = this.#settings;
    if (layer?.rows !== undefined && ridge !== undefined) await this.#fit(step, layer, ridge);
    else if (consumer.ids.some((id) => !this.#settings.narrowing.stays(id))) {
      const guess = layer && (await guessedWeight(step, layer, this.#settings));
      if (layer === undefined || guess === undefined) this.left.push(consumer);
      else this.#replace(changed, layer.weight.value, guess);
    }
  }

  /** The whole weight, and the bias; never so that the layer is further off than before. */
  async #fit(step: Step, layer: FittedLayer, ridge: number): Promise<void> {
    const { changed, weight, outputs, bias } = layer;
    const products = await measureLayer(step, layer, this.#settings, this.#most);
    if (products === undefined) return;
    const guess = await guessedWeight(step, layer, this.#settings);
    const before = await materialize(weight.constant);
    const intercept = new Float64Array(outputs.count);
    if (bias?.isPart === true) intercept.set(numbers(await materialize(bias.constant)));
    const asItWas = { weight: asColumns(before, outputs), intercept };
    const prior =
      guess === undefined ? asItWas.weight : asColumns(await materialize(guess), outputs);
    await step.breathe();
    const found = products.fit(prior, ridge, bias !== undefined);
    if (products.errorOf(found) > products.errorOf(asItWas)) return;
    const made = tensorFrom(before.dtype, before.shape, fromColumns(found.weight, outputs));
    this.#replace(changed, weight.value, await this.#kept(made));
    if (bias !== undefined) await this.#shift(bias, found.intercept);
  }

  async #shift(
    { node, value, constant, isPart }: NonNullable<FittedLayer['bias']>,
    intercept: Float64Array,
  ): Promise<void> {
    const before = await materialize(constant);
    const values = intercept.map((own, at) => own + (isPart ? 0 : Number(before.data[at] ?? 0)));
    this.#replace(node, value, dataConstant(tensorFrom(before.dtype, before.shape, values)));
  }

  /** Out of memory, until weights are written. */
  async #kept(weight: Tensor): Promise<Constant> {
    const { data } = weight;
    if (weight.dtype !== 'f32') return dataConstant(weight);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const { store, offset } = await this.#settings.scratch.keep(bytes);
    const { dtype, shape } = weight;
    return {
      type: { dtype, shape },
      source: { kind: 'bytes', store, offset, length: bytes.length },
    };
  }

  #replace(node: Node, value: Value, constant: Constant): void {
    this.#graph.replaceOperand(node, value, this.#graph.addConstant(constant, value.name));
  }
}

type Outputs = FittedLayer['outputs'];

/** Columns x outputs. */
function asColumns(weight: Tensor, { axis, count }: Outputs): Float64Array {
  const data = Float64Array.from(numbers(weight));
  return axis === 0 ? transposed(data, count, data.length / count) : data;
}

function fromColumns(values: Float64Array, { axis, count }: Outputs): Float64Array {
  return axis === 0 ? transposed(values, values.length / count, count) : values;
}

function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column] ?? 0;
    }
  }
  return result;
}
