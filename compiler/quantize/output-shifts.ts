/** How far the means of what layers compute lie from those in floats, for the same inputs of the layer. */

import { createBuilder } from '../../ir/builder.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { operandsOf, resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { observe } from '../calibrate/observe.ts';
import type { PassContext } from '../pass.ts';
import { originalActivation, originalWeight } from './float-original.ts';
import { layerOf } from './sites.ts';

/** By the results of layers, one number for each channel; layers that compute in floats have none. */
export async function measureShifts(
  graph: Graph,
  axes: ReadonlyMap<Node, number>,
  calibration: Calibration,
  context: PassContext,
): Promise<ReadonlyMap<Value, readonly number[]> | undefined> {
  const probed = cloneGraph(graph);
  const probes = new Map<Value, Value>();
  const originals = Array.from(graph.nodes());
  for (const [index, node] of Array.from(probed.nodes()).entries()) {
    const original = originals[index];
    const axis = original && axes.get(original);
    if (original === undefined || axis === undefined) continue;
    const probe = insertProbe(probed, node, axis);
    if (probe !== undefined) probes.set(probe, resultOf(original));
  }
  const sums = new Map<Value, Float64Array>();
  let runs = 0;
  const fits = await observe(probed, calibration, context, (value, tensor, { index }) => {
    runs = index + 1;
    const result = probes.get(value);
    if (result === undefined) return;
    const sum = sums.get(result) ?? new Float64Array(tensor.data.length);
    toNumbers(tensor).forEach((shift, at) => (sum[at] = (sum[at] ?? 0) + shift));
    sums.set(result, sum);
  });
  if (!fits) return undefined;
  return new Map(
    Array.from(sums, ([result, sum]) => [result, Array.from(sum, (shift) => shift / runs)]),
  );
}

/** The layer in floats beside it, and the mean of the difference along all axes but one. */
function insertProbe(graph: Graph, node: Node, axis: number): Value | undefined {
  const layer = layerOf(node);
  const result = resultOf(node);
  if (layer?.weight.constant === undefined) return undefined;
  const weight = originalWeight(layer.weight.constant);
  const before = nextUser(graph, result);
  const b = createBuilder(builtinOps, graph, before === undefined ? {} : { before });
  const value = inFloats(layer.value, (parts, at) => b.concat({ inputs: parts }, { axis: at }));
  if (weight === layer.weight.constant && value === undefined) return undefined;
  const replaced = new Map([
    [layer.weight, graph.addConstant(weight)],
    [layer.value, value ?? layer.value],
  ]);
  const operands = Object.entries(operandsOf(node)).map(([name, operand]) => [
    name,
    operand !== undefined && 'id' in operand ? (replaced.get(operand) ?? operand) : operand,
  ]);
  const [twin] = b.node(node.op, Object.fromEntries(operands), node.attributes);
  if (twin === undefined) return undefined;
  const axes = Array.from(result.type.shape.keys()).filter((at) => at !== axis);
  const difference = b.sub({ a: twin, b: result });
  return b.reduce_mean({ input: difference }, { axes, keep_dims: false });
}

function inFloats(
  value: Value,
  join: (parts: readonly Value[], axis: number) => Value,
): Value | undefined {
  const { producer } = value;
  if (producer?.op !== concat) return originalActivation(value);
  const parts = producer.operands.map((part) => part && originalActivation(part));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return join(known, Number(producer.attributes['axis']));
}

/** The first node in order that reads the value. */
function nextUser(graph: Graph, value: Value): Node | undefined {
  for (const node of graph.nodes()) if (value.users.has(node)) return node;
  return undefined;
}
