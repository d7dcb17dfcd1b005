/** Graphs for the tests of blocks: exported UNets, right after the import. */

import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import type { Graph } from '../../ir/graph.ts';
import { readTensors, valueOf } from '../numbers/product.ts';

export const FIXTURES = join(import.meta.dirname, '../fixtures');

/** With the sizes of inputs.npz beside it. */
export async function importedFile(model: string): Promise<Graph> {
  const source = valueOf(await openModelFile(model));
  onTestFinished(() => source.close());
  const inputs = readTensors(join(dirname(model), 'inputs.npz'));
  const shapes = Array.from(inputs, ([name, { shape }]) => [name, shape] as const);
  return valueOf(await importOnnx(source, { inputShapes: new Map(shapes) })).graph;
}
