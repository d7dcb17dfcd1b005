/** How little an integer model's result is worth: what the evaluator gives when every number is moved by almost nothing. */

import { hasTrait } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { hashUniform } from '../../ir/seeded.ts';
import { getElement, setElement } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';

type Tensors = ReadonlyMap<string, Tensor>;

/** Of each number: a bias that is rounded to an integer, or sums in another order, move it by as much. */
const MOVED = 3e-5;
const RUNS = 12;

/** Whatever rounds to integers tips over here and there, and what is behind it follows. */
export async function shaken(graph: Graph, inputs: Tensors): Promise<readonly Tensors[]> {
  const found: Tensors[] = [];
  for (let run = 0; run < RUNS; run++) {
    let seed = run * 1_000_003;
    const outputs = await evaluateGraph(graph, inputs, {
      onNode: ({ op }, results) => {
        if (hasTrait(op, 'movement') || hasTrait(op, 'conversion')) return;
        for (const tensor of results) move(tensor, seed++);
      },
    });
    found.push(outputs);
  }
  return found;
}

function move(tensor: Tensor, seed: number): void {
  if (DTYPES[tensor.dtype].kind !== 'float') return;
  for (let index = 0; index < tensor.data.length; index++) {
    const factor = 1 + MOVED * (2 * hashUniform(seed, index) - 1);
    setElement(tensor, index, Number(getElement(tensor, index)) * factor);
  }
}
