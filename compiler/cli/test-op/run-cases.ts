/** Uses of an op on a target: one graph of them all, compiled into a folder of its own and run as `snapc run` does. */

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrors } from '../../../ir/diagnostics.ts';
import { hasTrait } from '../../../ir/define.ts';
import type { OpDefinition } from '../../../ir/define.ts';
import { Graph } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { FLOATS } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import type { Device } from '../../../targets/devices/index.ts';
import type { Target } from '../../../targets/target.ts';
import type { OpCase } from '../../fuzz/op-cases.ts';
import { emit, lower } from '../../compile-target.ts';
import { MANIFEST } from '../../host/output.ts';
import { temporaryFolder } from '../../host/node-temporary.ts';
import { stageOutput } from '../../host/node.ts';
import { buildManifest, printManifest } from '../../manifest.ts';
import { interfaceOf, prepareTargets } from '../../prepare.ts';
import type { Precision } from '../../target.ts';
import { refuse, take } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { runCompiled } from '../run-compiled.ts';
import type { RunChoices, RunTarget } from '../run-compiled.ts';

export interface OpRun extends RunChoices {
  readonly target: Target & { readonly name: RunTarget };
  readonly device: Device;
  readonly compute: Precision;
}

interface Joined {
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, Tensor>;
}

/** What the cases give on the target. Ends the command with a CommandFault where the target refuses. */
export async function runCases(
  context: CommandContext,
  cases: readonly OpCase[],
  run: OpRun,
): Promise<readonly ReadonlyMap<string, Tensor>[]> {
  const { graph, inputs } = joined(cases);
  const folder = await temporaryFolder('op');
  try {
    const inside = join(folder, 'compiled');
    await compileInto(context, graph, inside, run);
    const { outputs } = await runCompiled(context, inside, run.target.name, inputs, run);
    return cases.map(({ graph: { outputs: wanted } }, index) => {
      const found = wanted.map(({ name }) => [name, outputs.get(nameIn(index, name))] as const);
      return new Map(
        found.flatMap(([name, tensor]) =>
          tensor === undefined ? [] : ([[name, tensor]] as const),
        ),
      );
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const nameIn = (index: number, name: string): string => `c${index}_${name}`;

const neighbour = Object.values<OpDefinition>(builtinOps).find(
  (op) =>
    hasTrait(op, 'pointwise') &&
    Object.keys(op.operands).length === 1 &&
    Object.keys(op.attributes).length === 0,
);

/** Every second result goes through another op, so that the op is also fused with a neighbour. */
function neighbourOf(index: number, dtype: DType): OpDefinition | undefined {
  return index % 2 === 1 && FLOATS.includes(dtype) ? neighbour : undefined;
}

/** What a result of a case becomes by the neighbour that it has on the target. */
export function asRun(tensor: Tensor, index: number): Tensor {
  const op = neighbourOf(index, tensor.dtype);
  return op?.evaluate(namedOperands(op, [tensor]), {}, [tensor])[0] ?? tensor;
}

function joined(cases: readonly OpCase[]): Joined {
  const graph = new Graph('cases');
  const inputs = new Map<string, Tensor>();
  const outputs = cases.flatMap((one, index) => {
    const values = new Map<Value, Value>();
    for (const input of one.graph.inputs) {
      const name = nameIn(index, input.name ?? '');
      values.set(input, graph.addInput(name, input.type));
      const tensor = one.inputs.get(input.name ?? '');
      if (tensor !== undefined) inputs.set(name, tensor);
    }
    for (const { op, operands, attributes, results } of one.graph.nodes()) {
      const given = operands.map(
        (operand) =>
          operand && (operand.constant ? graph.addConstant(operand.constant) : values.get(operand)),
      );
      const made = graph.insert({ op, operands: namedOperands(op, given), attributes });
      results.forEach((result, at) => {
        const twin = made.results[at];
        if (twin !== undefined) values.set(result, twin);
      });
    }
    return one.graph.outputs.flatMap(({ name, value }) => {
      const twin = values.get(value);
      if (twin === undefined) return [];
      const op = neighbourOf(index, twin.type.dtype);
      const [after] = op ? graph.insert({ op, operands: namedOperands(op, [twin]) }).results : [];
      return [{ name: nameIn(index, name), value: after ?? twin }];
    });
  });
  graph.setOutputs(outputs);
  return { graph, inputs };
}

async function compileInto(
  context: CommandContext,
  graph: Graph,
  folder: string,
  { target, device, compute }: OpRun,
): Promise<void> {
  const { signal } = context;
  const request = { targets: [target], device, precision: compute, signal };
  const [prepared] = take(context, prepareTargets(request, graph, 'cases'));
  if (prepared === undefined) throw new Error('one target is prepared');
  const variants = [{ sizes: new Map<string, number>(), graph }] as const;
  const lowered = await lower(prepared, { variants }, { signal });
  if (hasErrors(lowered.found)) refuse(...lowered.found);
  context.diagnostics.push(...lowered.found);
  const stage = take(context, await stageOutput(folder));
  try {
    const manifest = buildManifest({
      model: { file: 'cases.ir', sha256: '0'.repeat(64), opset: 0, irVersion: 0, producer: '' },
      device: device.name,
      precision: compute,
      dims: new Map(),
      shapes: [],
      adapters: [],
      interface: interfaceOf(graph),
      targets: [await emit(lowered.target, lowered.graph, graph.size, stage, {})],
    });
    const file = stage.file(MANIFEST);
    await file.write(new TextEncoder().encode(printManifest(manifest)));
    await file.close();
    take(context, await stage.commit());
  } catch (error) {
    await stage.abort();
    throw error;
  }
}
