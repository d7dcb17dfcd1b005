/** Graphs through the package: lowered as they are, written, read back by what shares no code with that, and run. */

import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { LowerContext } from '../../targets/coreml/lowering.ts';
import { packageFromBytes } from '../../targets/coreml/read/files.ts';
import { interpret } from '../../targets/coreml/read/interpret.ts';
import { readPackage } from '../../targets/coreml/read/package.ts';
import { validate } from '../../targets/coreml/read/validate.ts';
import type { MilFunction } from '../../targets/coreml/syntax.ts';
import { packageOf } from './written-package.ts';

export interface RunChoices {
  readonly precision?: 'declared' | 'fp32';
}

/** The outputs by the graph's names, in the graph's types. Throws where the validator finds anything. */
export async function runProgram(
  graph: Graph,
  context: LowerContext,
  inputs: ReadonlyMap<string, Tensor>,
  choices: RunChoices = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const program = lowerGraph(graph, context);
  const { sink } = await packageOf({
    ...program,
    functions: program.functions.map(withPlainNames),
  });
  const given = graph.inputs.flatMap(({ name = '' }, index) => {
    const tensor = inputs.get(name);
    return tensor === undefined ? [] : [[`in${index}`, tensor] as const];
  });
  const outputs = await runFiles(sink.files, new Map(given), choices);
  return new Map(
    graph.outputs.map(({ name, value: { type } }, index) => {
      const output = outputs.get(`out${index}`);
      if (output === undefined || !isStaticType(type)) throw new Error(`no output ${name}`);
      return [name, withShape(castTensor(output, type.dtype), type.shape)];
    }),
  );
}

/** Names of the model need not be identifiers. */
function withPlainNames(one: MilFunction): MilFunction {
  return {
    ...one,
    inputs: one.inputs.map((port, index) => ({ ...port, name: `in${index}` })),
    outputs: one.outputs.map((port, index) => ({ ...port, name: `out${index}` })),
  };
}

/** The files of a package, by paths that begin with its own. Throws where the validator finds anything. */
export async function runFiles(
  files: ReadonlyMap<string, Uint8Array>,
  inputs: ReadonlyMap<string, Tensor>,
  { precision = 'declared' }: RunChoices = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const inside = Array.from(files, ([path, bytes]) => {
    return [path.slice(path.indexOf('/') + 1), Uint8Array.from(bytes)] as const;
  });
  const milPackage = must(await readPackage(packageFromBytes(Object.fromEntries(inside))));
  const found = await validate(milPackage);
  if (found.length > 0) throw new Error(found.map(formatDiagnostic).join('\n'));
  const given = Array.from(inputs, ([name, tensor]) => [name, asPort(tensor)] as const);
  return must(await interpret(milPackage, new Map(given), { precision }));
}

/** Inputs are fp32, fp16 or int32, and have one axis at least. */
function asPort(given: Tensor): Tensor {
  const float = given.dtype === 'f32' || given.dtype === 'f16';
  const tensor = float ? given : castTensor(given, 'i32');
  return tensor.shape.length === 0 ? withShape(tensor, [1]) : tensor;
}

/** The value, or an error that says all that is wrong. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result.value;
}
