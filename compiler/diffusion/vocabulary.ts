/** Whether the text encoder has a row for every token of the tokenizer. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { OnnxModel, OnnxNode } from '../import/onnx/model.ts';
import { tooManyTokens } from './diagnostics.ts';
import type { TokenizerTables } from './tokenizer/read-tokenizer.ts';

/** What exporters put between the ids and the table of embeddings. */
const BETWEEN = ['Cast', 'Reshape', 'Identity', 'Flatten'];

/** The rows of the table that the ids choose from; undefined where no such table is found. */
export function vocabularySize({ graph }: OnnxModel, ids: string): number | undefined {
  const names = new Set([ids]);
  const isRead = ({ inputs }: OnnxNode, place: number): boolean => names.has(inputs[place] ?? '');
  for (let found = true; found;) {
    const next = graph.nodes.find(
      (node) =>
        BETWEEN.includes(node.opType) && isRead(node, 0) && !names.has(node.outputs[0] ?? ''),
    );
    found = next !== undefined;
    if (next !== undefined) names.add(next.outputs[0] ?? '');
  }
  const gather = graph.nodes.find((node) => node.opType === 'Gather' && isRead(node, 1));
  const table = graph.initializers.get(gather?.inputs[0] ?? '');
  return table?.type.shape[0];
}

export function checkVocabulary(
  file: string,
  rows: number | undefined,
  { largest }: TokenizerTables,
): readonly Diagnostic[] {
  return rows === undefined || largest < rows ? [] : [tooManyTokens(file, largest, rows)];
}
