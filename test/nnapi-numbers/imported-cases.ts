/** Models with their inputs and what onnxruntime gives for them, ready to be lowered. */

import type { Graph } from '../../ir/graph.ts';
import { oracleOf } from '../numbers/cases.ts';
import type { Case } from '../numbers/cases.ts';
import { readTensors } from '../numbers/product.ts';
import type { Tensors } from '../numbers/product.ts';
import { importedGraph } from './lower.ts';

export interface ImportedCase {
  readonly name: string;
  readonly graph: Graph;
  readonly inputs: Tensors;
  readonly oracle: Tensors;
  /** Whether the model itself computes in fp16. */
  readonly half: boolean;
}

export interface ImportedCases {
  readonly imported: readonly ImportedCase[];
  /** The files of the models are open until then. */
  readonly close: () => Promise<void>;
}

export async function importedCases(cases: readonly Case[]): Promise<ImportedCases> {
  const closers: (() => Promise<void>)[] = [];
  const imported: ImportedCase[] = [];
  for (const { name, model, inputs: file } of cases) {
    const inputs = readTensors(file);
    const { graph, close } = await importedGraph(model, inputs);
    closers.push(close);
    const oracle = await oracleOf(name, model, inputs);
    const half = [...oracle.values()].some(({ dtype }) => dtype === 'f16');
    imported.push({ name, graph, inputs, oracle, half });
  }
  const close = async (): Promise<void> => {
    await Promise.all(closers.map((one) => one()));
  };
  return { imported, close };
}
