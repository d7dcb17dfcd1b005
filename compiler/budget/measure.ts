/** What each layer of a graph costs and loses in each form, measured once. */

import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';
import { bitsPerElement, compressedForm, storedBits } from '../compressed/form.ts';
import { costOfGraph, heldElements } from '../cost.ts';
import type { PassContext } from '../pass.ts';
import { hasRows } from '../quantize/layer-inputs.ts';
import { runInLockstep } from '../quantize/lockstep.ts';
import type { LayerWeight } from '../quantize/weights.ts';
import type { Choice } from './choose.ts';
import { columnSquares, meanSquare, relativeError } from './layer-error.ts';
import { qualityOf } from './quality.ts';

/** A form by what it makes of a weight. */
export type MakeForm = (weight: LayerWeight) => Constant;

export interface MeasuredLayer {
  readonly weight: LayerWeight;
  /** In the order of the forms. */
  readonly choices: readonly Choice[];
}

export interface Measurement {
  readonly layers: readonly MeasuredLayer[];
  /** Of each of the inputs. */
  readonly reference: readonly ReadonlyMap<string, Tensor>[];
}

export interface MeasureSettings {
  readonly inputs: readonly CalibrationInputs[];
  readonly forms: readonly MakeForm[];
  /** Bytes of a float that is stored. */
  readonly floatBytes: number;
}

/** Up to so many operations each layer is tried alone on the whole model; beyond, errors count where they arise. */
const MOST_OPERATIONS = 2e11;
/** A loss in which errors of layers add up, and rounding of the evaluation does not show. */
const TYPICAL = 1e-3;

export async function measureLayers(
  graph: Graph,
  weights: readonly LayerWeight[],
  { inputs, forms, floatBytes }: MeasureSettings,
  context: PassContext,
): Promise<Measurement> {
  const byNode = new Map<Node, LayerWeight>();
  for (const weight of weights) for (const node of weight.value.users) byNode.set(node, weight);
  const squares = new Map<LayerWeight, Float64Array>();
  const powers = new Map<LayerWeight, number>();
  const reference = await runInLockstep(graph, inputs, {
    signal: context.signal,
    progress: (done, total) => context.progress?.('measuring layers', done, total),
    before: async (node, seen) => {
      const weight = byNode.get(node);
      const [input] = node.operands;
      if (weight === undefined || input === undefined || !hasRows(node)) return;
      squares.set(weight, columnSquares(node, seen(input), weight));
    },
    after: (node, seen) => {
      const weight = byNode.get(node);
      const [result] = node.results;
      if (weight !== undefined && result !== undefined)
        powers.set(weight, meanSquare(seen(result)));
    },
  });
  const layers: MeasuredLayer[] = [];
  const alone = (costOfGraph(graph).flops ?? Infinity) * weights.length <= MOST_OPERATIONS;
  for (const [index, weight] of weights.entries()) {
    context.signal?.throwIfAborted();
    context.progress?.('measuring forms of layers', index, weights.length);
    const original = await materialize(weight.constant);
    const made = forms.map((make) => make(weight));
    const errors: number[] = [];
    for (const constant of made) {
      const rounded = constant === weight.constant ? original : await materialize(constant);
      errors.push(
        relativeError(original, rounded, weight, squares.get(weight), powers.get(weight)),
      );
    }
    const gain = alone ? await gainOf(graph, weight, made, errors, inputs, reference) : 1;
    const choices = made.map((constant, form) => ({
      bytes: bytesOf(constant, floatBytes),
      noise: gain * (errors[form] ?? 0),
    }));
    layers.push({ weight, choices });
  }
  return { layers, reference };
}

/** How the error of the model's outputs comes from that of the layer's. */
async function gainOf(
  graph: Graph,
  { value }: LayerWeight,
  made: readonly Constant[],
  errors: readonly number[],
  inputs: readonly CalibrationInputs[],
  reference: readonly ReadonlyMap<string, Tensor>[],
): Promise<number> {
  const distance = (error: number): number => Math.abs(Math.log(error / TYPICAL));
  const places = [...made.keys()].filter((place) => (errors[place] ?? 0) > 0);
  const place = places.sort((a, b) => distance(errors[a] ?? 0) - distance(errors[b] ?? 0))[0];
  const [first, expected] = [inputs[0], reference[0]];
  if (place === undefined || first === undefined || expected === undefined) return 1;
  const outputs = await evaluateGraph(graph, first, {
    materialize: (constant) =>
      materialize(constant === value.constant ? (made[place] ?? constant) : constant),
  });
  return qualityOf(outputs, expected).noise / (errors[place] ?? 1);
}

function bytesOf(constant: Constant, floatBytes: number): number {
  const count = elementCount(constant.type.shape);
  const form = compressedForm(constant);
  if (form === undefined) return count * floatBytes;
  const data = bitsPerElement(form) * count;
  const parameters = (storedBits(form) - data) * (floatBytes / 4);
  return Math.ceil((data + parameters) / 8);
}

/** Bytes of all constants but these; what an exporter expanded counts as what it is expanded from. */
export function otherBytes(
  graph: Graph,
  weights: readonly LayerWeight[],
  floatBytes: number,
): number {
  const own = new Set<Value>(weights.map(({ value }) => value));
  return graph
    .constants()
    .flatMap((value) => (own.has(value) || value.constant === undefined ? [] : [value.constant]))
    .reduce((sum, constant) => {
      const held = heldElements(constant) * floatBytes;
      return sum + Math.min(held, bytesOf(constant, floatBytes));
    }, 0);
}
