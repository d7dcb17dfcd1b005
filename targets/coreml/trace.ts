/** The trace file: from each operation of the package back to the passes and the nodes of the model. */

import type { LowerContext } from './lowering.ts';
import type { NamedOperation } from './package/program.ts';

export interface TracedPackage {
  readonly name: string;
  readonly operations: readonly NamedOperation[];
}

/** One line for each operation, so that a difference of two traces is readable. */
export function printTrace(
  model: string,
  { opset, attention }: LowerContext,
  packages: readonly TracedPackage[],
): string {
  const lines = packages.flatMap(({ name: file, operations }) =>
    operations.map(({ function: within, name, operation: { type, origin } }) => {
      const { onnx, passes } = origin;
      return `    ${JSON.stringify({ package: file, function: within, name, type, onnx, passes })}`;
    }),
  );
  const head = Object.entries({ model, opset, attention }).map(
    ([key, text]) => `  ${JSON.stringify(key)}: ${JSON.stringify(text)},\n`,
  );
  return `{\n${head.join('')}  "operations": [\n${lines.join(',\n')}\n  ]\n}\n`;
}
