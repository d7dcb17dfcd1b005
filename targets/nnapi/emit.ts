/** Writes the artifact of a lowered model: a library in C++ and Kotlin, and a trace. */

import { writeWhole } from '../../compiler/output.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import type { Emitted, TargetContext } from '../target.ts';
import { writeLibrary } from './library.ts';
import type { SizedModel } from './library.ts';
import { libraryName } from './names.ts';
import type { options } from './options.ts';
import type { NnModel } from './syntax.ts';
import { printTrace } from './trace.ts';

/** `model` is what the graph was lowered to, `others` the same at other sizes. */
export async function emitModel(
  model: NnModel,
  others: readonly SizedModel[],
  graph: Graph,
  context: TargetContext<typeof options>,
  sink: OutputSink,
): Promise<Emitted> {
  const { modelName: title, encode, signal } = context;
  const library = libraryName(context.options.name || title);
  const { figures, weights } = await writeLibrary(
    {
      library,
      title,
      isPart: context.options.runtime === 'shared',
      model,
      interface: context.interface,
      others,
      maxPoolBytes: context.options.max_pool_bytes,
      encode,
      signal,
    },
    sink,
  );
  await writeWhole(sink, 'trace.json', printTrace(title, model));
  if (context.options.write_ir) await writeWhole(sink, 'model.ir', printGraph(graph));
  return {
    inputs: model.inputs.map(({ name }) => name),
    outputs: model.outputs.map(({ name }) => name),
    figures: {
      nodes: graph.size,
      operations: model.operations.length,
      featureLevel: model.featureLevel,
      ...figures,
    },
    weights,
  };
}
