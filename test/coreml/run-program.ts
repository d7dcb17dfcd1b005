/** Graphs through the package: lowered as they are, written, read back by what shares no code with that, and run. */

import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { writePackage } from '../../targets/coreml/package/package.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { LowerContext } from '../../targets/coreml/lowering.ts';
import { packageFromBytes } from '../../targets/coreml/read/files.ts';
import { interpret } from '../../targets/coreml/read/interpret.ts';
import { readPackage } from '../../targets/coreml/read/package.ts';
import { validate } from '../../targets/coreml/read/validate.ts';
import type { MilProgram } from '../../targets/coreml/syntax.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';

export interface RunChoices {
  readonly precision?: 'declared' | 'fp32';
}

/** The outputs by the graph's names, in the graph's types. Throws where the validator finds anything. */
export async function runProgram(
  graph: Graph,
  context: LowerContext,
  inputs: ReadonlyMap<string, Tensor>,
  { precision = 'declared' }: RunChoices = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const program = lowerGraph(graph, context);
  const milPackage = must(await readPackage(packageFromBytes(await writtenFiles(program))));
  const found = await validate(milPackage);
  if (found.length > 0) throw new Error(found.map(formatDiagnostic).join('\n'));
  const given = Array.from(inputs, ([name, tensor]) => [name, asPort(tensor)] as const);
  const outputs = must(await interpret(milPackage, new Map(given), { precision }));
  return new Map(
    graph.outputs.map(({ name, value: { type } }) => {
      const output = outputs.get(name);
      if (output === undefined || !isStaticType(type)) throw new Error(`no output ${name}`);
      return [name, withShape(castTensor(output, type.dtype), type.shape)];
    }),
  );
}

/** The files of a package by their paths in it. */
async function writtenFiles(program: MilProgram): Promise<Record<string, Uint8Array>> {
  const sink = new MemorySink();
  const metadata = {
    shortDescription: '',
    versionString: '',
    author: '',
    license: '',
    userDefined: new Map<string, string>(),
  };
  await writePackage(
    { name: 'Sample', program, metadata, encode: encodeConstant, signal: undefined },
    sink,
  );
  return Object.fromEntries(
    Array.from(
      sink.files,
      ([path, bytes]) => [path.slice(path.indexOf('/') + 1), Uint8Array.from(bytes)] as const,
    ),
  );
}

/** Inputs are fp32, fp16 or int32, and have one axis at least. */
function asPort(given: Tensor): Tensor {
  const float = given.dtype === 'f32' || given.dtype === 'f16';
  const tensor = float ? given : castTensor(given, 'i32');
  return tensor.shape.length === 0 ? withShape(tensor, [1]) : tensor;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result.value;
}
