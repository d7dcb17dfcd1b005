/** Measures on calibration data how the inputs of each layer go together, for rounding its weight with feedback. */

import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { tensor } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount, tensorType } from '../../ir/types.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { collectInputs } from '../calibrate/collect-inputs.ts';
import { Memo } from '../calibrate/memo.ts';
import { costOfGraph } from '../cost.ts';
import type { PassContext } from '../pass.ts';
import { fewerRuns } from './compensation-diagnostics.ts';
import { Gram } from './gram.ts';
import { hasRows, rowsOf } from './layer-inputs.ts';
import { runInLockstep } from './lockstep.ts';
import { memoryScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';
import { chosenWeights } from './weights.ts';
import type { Choice, LayerWeight } from './weights.ts';

/** Columns whose errors are made good for together; wider weights have several such blocks. */
export const BLOCK = 576;
/** Places of a layer's result that are looked at, in all runs together. */
const MOST_PLACES = 4096;
const MOST_RUNS = 16;
/** Activations that are held at once. */
const MOST_BYTES = 384 << 20;

/** What is known of a weight's columns: operands of the ops that round with feedback. */
export interface Feedback {
  readonly block: number;
  readonly factor: Constant;
  readonly order: Constant;
  /** The mean square of what each column is multiplied with; broadcasts to the weight. */
  readonly importance: Constant;
}

interface Layer {
  readonly weight: LayerWeight;
  readonly node: Node;
}

/** Measures a graph, and graphs of the same form later on, once: the first choice has the weights of later ones. */
export class LayerFeedback {
  readonly #calibration: Calibration;
  readonly #scratch: Scratch;
  readonly #mostBytes: number;
  readonly #memo = new Memo<Feedback>();
  readonly #known = new WeakMap<Value, Feedback>();

  /** `mostBytes` of activations are held at a time. */
  constructor(
    calibration: Calibration,
    scratch: Scratch = memoryScratch,
    mostBytes: number = MOST_BYTES,
  ) {
    this.#calibration = calibration;
    this.#scratch = scratch;
    this.#mostBytes = mostBytes;
  }

  /** Of a weight that was measured. */
  get(weight: Value): Feedback | undefined {
    return this.#known.get(weight);
  }

  /** Faults of the calibration data are reported. */
  async measure(graph: Graph, choice: Choice, context: PassContext): Promise<void> {
    const layers = new Map<Value, Layer>();
    for (const weight of chosenWeights(graph, choice)) {
      const [node] = weight.value.users;
      const [result] = node?.results ?? [];
      if (node !== undefined && result !== undefined && hasRows(node)) {
        layers.set(result, { weight, node });
      }
    }
    const found = await this.#memo.of(graph, '', () => this.#run(graph, layers, context));
    for (const [result, { weight }] of layers) {
      const own = found?.get(result);
      if (own !== undefined) this.#known.set(weight.value, own);
    }
  }

  async #run(
    graph: Graph,
    layers: ReadonlyMap<Value, Layer>,
    context: PassContext,
  ): Promise<ReadonlyMap<Value, Feedback> | undefined> {
    const given = await collectInputs(graph, this.#calibration, context);
    if (given === undefined) return undefined;
    const most = Math.min(
      MOST_RUNS,
      Math.max(1, Math.floor(this.#mostBytes / (costOfGraph(graph).peakActivationBytes || 1))),
    );
    const count = Math.min(most, given.length);
    if (count < Math.min(MOST_RUNS, given.length)) context.report(fewerRuns(count, given.length));
    const inputs = Array.from({ length: count }, (_, index) =>
      given.at(placeOf(index, given.length, count)),
    ).filter((own) => own !== undefined);
    const found = new Map<Value, Feedback>();
    await runInLockstep(graph, inputs, {
      signal: context.signal,
      progress: (done, total) => context.progress?.('measuring layers', done, total),
      before: async (node, seen) => {
        const [result] = node.results;
        const layer = result && layers.get(result);
        const [input] = node.operands;
        if (result === undefined || layer === undefined || input === undefined) return;
        found.set(result, await this.#feedbackOf(layer, seen(input)));
      },
    });
    return found;
  }

  async #feedbackOf(
    { weight: { constant, output }, node }: Layer,
    inputs: readonly Tensor[],
  ): Promise<Feedback> {
    const { shape } = constant.type;
    const columns = elementCount(shape) / (shape[output] ?? 1);
    const block = Math.min(BLOCK, columns);
    const gram = new Gram(columns, block);
    for (const input of inputs) {
      const most = Math.ceil(MOST_PLACES / inputs.length);
      rowsOf(node, input, shape)(most, (rows, count) => gram.add(rows, count));
    }
    const { factor, order, importance } = gram.factors();
    const bytes = new Uint8Array(factor.buffer, factor.byteOffset, factor.byteLength);
    const { store, offset } = await this.#scratch.keep(bytes);
    return {
      block,
      factor: {
        type: tensorType('f32', [factor.length]),
        source: { kind: 'bytes', store, offset, length: bytes.length },
      },
      order: dataConstant(tensor('i32', [columns], order)),
      importance: dataConstant(tensor('f32', shape.with(output, 1), importance)),
    };
  }
}

/** One of each part of the data, later and later in it, so that data along trajectories is met in all its phases. */
export function placeOf(part: number, length: number, parts: number): number {
  const first = Math.floor((part * length) / parts);
  const next = Math.floor(((part + 1) * length) / parts);
  return first + (part % (next - first));
}
