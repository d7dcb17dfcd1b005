/** How far numbers may differ through no fault of a pass: by rounding, and by what follows the place that it changed. */

import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { GraphRun, evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { getElement, setElement } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import { seededInputs } from '../validate.ts';

/** Largest |a-b| / (1 + |b|) where b is a number: what overflows before the pass may do anything after it. */
export function finiteError(actual: Tensor, expected: Tensor): number {
  if (actual.data.length !== expected.data.length) return Infinity;
  let worst = 0;
  for (let index = 0; index < expected.data.length; index++) {
    const b = Number(getElement(expected, index));
    if (!Number.isFinite(b)) continue;
    const error = Math.abs(Number(getElement(actual, index)) - b) / (1 + Math.abs(b));
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  return worst;
}

/** How far each output moves when inputs and constants move by about their last bit, up and down. */
export async function sensitivity(
  graph: Graph,
  expected: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, number>> {
  const worst = new Map<string, number>();
  for (const direction of [1, -1]) {
    const inputs = [...seededInputs(graph)].map(
      ([name, value]) => [name, nudged(value, direction)] as const,
    );
    const read = async (constant: Constant): Promise<Tensor> =>
      nudged(await materialize(constant), direction);
    const moved = await evaluateGraph(graph, new Map(inputs), { materialize: read });
    for (const [name, value] of moved) {
      const own = expected.get(name);
      const error = own === undefined ? 0 : finiteError(value, own);
      worst.set(name, Math.max(worst.get(name) ?? 0, error));
    }
  }
  return worst;
}

function nudged(value: Tensor, direction: number): Tensor {
  const { kind, bits } = DTYPES[value.dtype];
  if (kind !== 'float') return value;
  const copy: Tensor = { ...value, data: value.data.slice() };
  const by = direction * (bits === 16 ? 2 ** -10 : 2 ** -22);
  for (let index = 0; index < copy.data.length; index++) {
    const sign = index % 2 === 0 ? 1 : -1;
    setElement(copy, index, Number(getElement(value, index)) * (1 + sign * by));
  }
  return copy;
}

/** How far each output moves when every value on the way moves by the tolerance: what comes after may make it larger. */
export async function growth(
  graph: Graph,
  expected: ReadonlyMap<string, Tensor>,
  tolerance: number,
): Promise<ReadonlyMap<string, number>> {
  const worst = new Map<string, number>();
  if (!Number.isFinite(tolerance)) return worst;
  const constants = new Map<Value, Tensor>();
  for (const value of graph.constants()) {
    if (value.constant !== undefined) constants.set(value, await materialize(value.constant));
  }
  for (const direction of [1, -1]) {
    const run = new GraphRun(graph);
    const inputs = seededInputs(graph);
    for (const input of graph.inputs) run.set(input, inputs.get(input.name ?? ''));
    for (const [value, tensor] of constants) run.set(value, tensor);
    for (const node of graph.nodes()) {
      const results = run.node(node);
      node.results.forEach((result, index) => {
        const tensor = results[index];
        if (tensor !== undefined) run.set(result, shifted(tensor, direction * tolerance));
      });
    }
    for (const { name, value } of graph.outputs) {
      const own = expected.get(name);
      const error = own === undefined ? 0 : finiteError(run.get(value), own);
      worst.set(name, Math.max(worst.get(name) ?? 0, error));
    }
  }
  return worst;
}

/** Each number by so much of 1 + |itself|. */
function shifted(value: Tensor, by: number): Tensor {
  if (DTYPES[value.dtype].kind !== 'float') return value;
  const copy: Tensor = { ...value, data: value.data.slice() };
  for (let index = 0; index < copy.data.length; index++) {
    const number = Number(getElement(value, index));
    setElement(copy, index, number + by * (1 + Math.abs(number)));
  }
  return copy;
}
