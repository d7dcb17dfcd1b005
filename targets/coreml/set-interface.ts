/**
 * Gives inputs and outputs dtypes that Core ML has for multi-arrays: floats of one width, and integers of
 * 32 bits for everything else. Inside nothing changes; casts stand at the border.
 */

import { attr } from '../../ir/attr.ts';
import { createBuilder } from '../../ir/builder.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { DTYPES } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { foldedConstants } from '../../compiler/invariants.ts';
import { definePass } from '../../compiler/pass.ts';

export const setInterface = definePass({
  name: 'set-interface',
  describe: 'gives inputs and outputs dtypes that multi-arrays have',
  options: { io: attr.oneOf(['fp32', 'fp16'], 'fp32') },
  breaks: [foldedConstants],
  tolerance: 1e-2,
  run: (graph, { io }) => {
    const wanted = (dtype: DType): DType => {
      if (DTYPES[dtype].kind !== 'float') return 'i32';
      return io === 'fp16' ? 'f16' : 'f32';
    };
    for (const input of graph.inputs) setInput(graph, input, wanted(input.type.dtype));
    graph.setOutputs(
      graph.outputs.map(({ name, value }) => {
        const dtype = wanted(value.type.dtype);
        return { name, value: dtype === value.type.dtype ? value : cast(graph, value, dtype) };
      }),
    );
  },
});

function setInput(graph: Graph, input: Value, dtype: DType): void {
  const before = input.type.dtype;
  if (before === dtype) return;
  const users = [...input.users];
  graph.retypeInput(input, { ...input.type, dtype });
  const [first] = graph.nodes();
  const own = cast(graph, input, before, first);
  for (const user of users) graph.replaceOperand(user, input, own);
  graph.setOutputs(
    graph.outputs.map(({ name, value }) => ({ name, value: value === input ? own : value })),
  );
}

function cast(graph: Graph, input: Value, to: DType, before?: Node): Value {
  const origin = mergeOrigins(
    input.producer === undefined ? [] : [input.producer.origin],
    'set-interface',
  );
  const place = before === undefined ? {} : { before };
  return createBuilder(builtinOps, graph, { ...place, origin }).cast({ input }, { to });
}
