/** The trace file: from each operation of the library back to the passes and the nodes of the model. */

import type { NnModel } from './syntax.ts';

/** One line for each operation, so that a difference of two traces is readable. */
export function printTrace(model: string, { featureLevel, relaxed, operations }: NnModel): string {
  const lines = operations.map(({ code, origin: { onnx, passes } }, operation) =>
    JSON.stringify({ operation, code, onnx, passes }),
  );
  const head = Object.entries({ model, featureLevel, relaxed }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`,
  );
  return `{\n${head.join('')}  "operations": [\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ]\n}\n`;
}
