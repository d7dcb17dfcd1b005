/** `snapc diff`: the numbers of a compiled folder against those of its model, by output or by op. */

import { Option } from 'commander';
import type { Tensor } from '../../ir/tensor.ts';
import { printType } from '../../ir/types.ts';
import { sha256 } from '../host/node.ts';
import type { NodeModelSource } from '../host/node.ts';
import type { Manifest } from '../manifest.ts';
import { readManifest } from './artifact.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { differentInterface, otherModel, otherModelByOps, outputsDiffer } from './diagnostics.ts';
import { cureOf } from './diff-cure.ts';
import { diffOps } from './diff-ops.ts';
import { evaluateReference } from './evaluate.ts';
import { readTensors } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { importModel, withModel } from './model.ts';
import { declareConfig } from './options.ts';
import { visible } from './present.ts';
import { RUN_TARGETS, declareRunChoices, runCompiled } from './run-compiled.ts';
import type { RunChoices, RunTarget } from './run-compiled.ts';
import { table } from './table.ts';
import {
  DIFFERENCE_HEAD,
  TOLERANCES,
  compareTensors,
  differenceCells,
  jsonDifference,
  toleranceFor,
} from './tensors.ts';

interface DiffArguments extends RunChoices {
  readonly inputs: string;
  readonly ops?: boolean;
  readonly target?: RunTarget;
  readonly device?: string;
  readonly config?: string;
}

export const diffCommand = defineCommand({
  declare: (command) =>
    declareRunChoices(
      declareConfig(
        command
          .argument('<model.onnx>', 'the model, which the reference evaluator runs')
          .argument('<dir>', 'the folder that was compiled from it')
          .requiredOption('--inputs <in.npz>', 'arrays under the names of the ONNX inputs')
          .addOption(
            new Option(
              '--target <target>',
              'what the folder was compiled for, webgpu if several',
            ).choices([...RUN_TARGETS]),
          )
          .option('--ops', 'compare op by op on WebGPU and tell the first that differs')
          .option(
            '--device <file.json>',
            'with --ops: the file of the device, where it is not a built-in one',
          ),
      ),
    ).addHelpText(
      'after',
      `${examples(
        'snapc diff unet.onnx out/unet --inputs inputs.npz',
        'snapc diff unet.onnx out/unet --inputs inputs.npz --ops',
        'snapc diff unet.onnx out/unet --inputs inputs.npz --target nnapi',
      )}
The error of an element is |a-b| / (1 + |b|), b being the reference. More than ${TOLERANCES.fp32}, or ${TOLERANCES.fp16}
where the model or the artifact is in fp16, ends in exit code 3.`,
    ),
  run: async (command, context) => {
    const [file = '', folder = ''] = command.args;
    const given = command.opts<DiffArguments>();
    const registry = await loadRegistry(context, given.config);
    const manifest = await readManifest(context, folder);
    const inputs = await readTensors(context, given.inputs);
    return withModel(context, file, async (source) => {
      const isItsModel = await compareDigests(context, source, manifest, given.ops === true);
      const inputShapes = shapesOf(manifest, inputs);
      const { graph } = await importModel(context, source, registry, { inputShapes });
      if (given.ops === true) {
        const { adapter, device } = given;
        return diffOps(context, { graph, manifest, registry, inputs, adapter, device });
      }
      const expected = await evaluateReference(graph, inputs, context);
      const ran = await runCompiled(context, folder, given.target, inputs, given);
      const tolerance = toleranceFor(graph, manifest.precision);
      const cure = cureOf(manifest, ran.target, registry.passes, isItsModel);
      return diffOutputs(context, expected, ran.outputs, tolerance, cure);
    });
  },
});

/** A folder of several sizes is compared at those of the inputs, every other one at its own. */
function shapesOf(
  manifest: Manifest,
  inputs: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, readonly number[]> {
  const several = manifest.shapes !== undefined;
  return new Map(
    manifest.inputs.map(({ name, shape }) => [
      name,
      (several ? inputs.get(name)?.shape : undefined) ?? shape,
    ]),
  );
}

/** Whether the folder was compiled from this very file. */
async function compareDigests(
  context: CommandContext,
  source: NodeModelSource,
  { model }: Manifest,
  byOps: boolean,
): Promise<boolean> {
  const digest = await sha256(source.model, { signal: context.signal });
  if (digest === model.sha256) return true;
  if (byOps) refuse(otherModelByOps(source.model.name, model.file));
  context.diagnostics.push(otherModel(source.model.name, model.file));
  return false;
}

function diffOutputs(
  context: CommandContext,
  expected: ReadonlyMap<string, Tensor>,
  actual: ReadonlyMap<string, Tensor>,
  tolerance: number,
  cure: string,
): Outcome {
  const found = Array.from(expected, ([name, reference]) => {
    const given = actual.get(name);
    if (given === undefined || printType(given) !== printType(reference)) {
      const has = given === undefined ? 'missing' : printType(given);
      return refuse(differentInterface(name, printType(reference), has));
    }
    return { name, ...compareTensors(given, reference) };
  });
  const wrong = found.filter(({ error }) => !(error <= tolerance)).map(({ name }) => name);
  if (wrong.length > 0) context.diagnostics.push(outputsDiffer(wrong, tolerance, cure));
  const rows = found.map(({ name, ...difference }) => [
    visible(name),
    ...differenceCells(difference),
  ]);
  return {
    status: wrong.length > 0 ? 'mismatch' : 'ok',
    result: {
      tolerance,
      outputs: found.map(({ name, ...difference }) => ({ name, ...jsonDifference(difference) })),
    },
    text: `${table(['output', ...DIFFERENCE_HEAD], rows)}\ntolerance ${tolerance}: ${wrong.length === 0 ? 'ok' : 'exceeded'}\n`,
  };
}
