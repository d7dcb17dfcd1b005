/** The trace file: from each operation of the package back to the passes and the nodes of the model. */

import type { NamedOperation } from './package/program.ts';

/** One line for each operation, so that a difference of two traces is readable. */
export function printTrace(model: string, operations: readonly NamedOperation[]): string {
  const lines = operations.map(({ function: within, name, operation }) => {
    const { onnx, passes } = operation.origin;
    return `    ${JSON.stringify({ function: within, name, type: operation.type, onnx, passes })}`;
  });
  return `{\n  "model": ${JSON.stringify(model)},\n  "operations": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
