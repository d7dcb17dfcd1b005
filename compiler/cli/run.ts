/** `snapc run`: a compiled folder on its target, or a model on the reference evaluator. */

import { Option } from 'commander';
import type { Command } from 'commander';
import type { Tensor } from '../../ir/tensor.ts';
import { printType } from '../../ir/types.ts';
import { findDevice } from '../../targets/devices/index.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { writeNpz } from '../npz.ts';
import { defineCommand, examples, refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { needsArtifact, needsModel } from './diagnostics.ts';
import { evaluateReference } from './evaluate.ts';
import { isFolder, readTensors, writeNamedFile } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { lowerInMemory } from './lowered.ts';
import { importModel, withModel } from './model.ts';
import { declareConfig, declareDims, readDims } from './options.ts';
import type { DimArguments } from './dims.ts';
import { RUN_TARGETS, declareRunChoices, runCompiled } from './run-compiled.ts';
import type { Ran, RunChoices, RunTarget } from './run-compiled.ts';
import { profileCommand } from './run-profile.ts';
import { table } from './table.ts';
import { visible } from './present.ts';

interface RunArguments extends DimArguments, RunChoices {
  readonly target?: RunTarget | typeof REFERENCE;
  readonly inputs?: string;
  readonly outputs?: string;
  /** A number of runs where one is given. */
  readonly profile?: string | true;
  readonly config?: string;
}

const REFERENCE = 'reference';

export const runCommand = defineCommand({
  declare: (command) =>
    declareRunChoices(
      declareConfig(
        declareDims(
          command
            .argument('<dir|model.onnx>', 'a compiled folder, or a model')
            .addOption(
              new Option(
                '--target <target>',
                'what the folder was compiled for, webgpu if several; the reference evaluator for a model',
              ).choices([...RUN_TARGETS, REFERENCE]),
            )
            .option('--inputs <in.npz>', 'arrays under the names of the ONNX inputs')
            .option('--outputs <out.npz>', 'written with the names of the ONNX outputs')
            .option(
              '--profile [runs]',
              'of a folder: the time of each kernel, the median of 3 runs unless said otherwise; inputs are made up and outputs not written unless they are named',
            ),
        ),
      ),
    ).addHelpText(
      'after',
      examples(
        'snapc run out/unet --inputs inputs.npz --outputs outputs.npz',
        'snapc run out/unet --profile --adapter lavapipe',
        'snapc run UNet.mlpackage --precision fp32 --inputs inputs.npz --outputs outputs.npz',
        'snapc run out/unet --target nnapi --inputs inputs.npz --outputs outputs.npz',
        'snapc run unet.onnx --inputs inputs.npz --outputs reference.npz',
      ),
    ),
  run: async (command, context) => {
    const [file = ''] = command.args;
    const given = command.opts<RunArguments>();
    if (given.profile !== undefined) return profileCommand(context, file, given.profile, given);
    const inputs = await readTensors(context, needed(command, 'inputs', given.inputs));
    const written = needed(command, 'outputs', given.outputs);
    const { outputs, on } = (await isFolder(context, file))
      ? await runFolder(context, file, inputs, given)
      : await runModel(context, file, inputs, given);
    await writeNamedFile(context, written, writeNpz(outputs));
    const rows = Array.from(outputs, ([name, tensor]) => [visible(name), printType(tensor)]);
    return {
      status: 'ok',
      result: {
        on,
        outputs: Array.from(outputs, ([name, { dtype, shape }]) => ({ name, dtype, shape })),
        file: written,
      },
      text: `${table(['output', 'type'], rows)}\nran on ${visible(on)}; wrote ${visible(written)}\n`,
    };
  },
});

/** Told as commander tells of options that are always required. */
function needed(command: Command, name: string, value: string | undefined): string {
  if (value !== undefined) return value;
  const flags = command.options.find((option) => option.attributeName() === name)?.flags ?? name;
  return command.error(`error: required option '${flags}' not specified`);
}

function runFolder(
  context: CommandContext,
  folder: string,
  inputs: ReadonlyMap<string, Tensor>,
  { target, ...choices }: RunArguments,
): Promise<Ran> {
  if (target === REFERENCE) return refuse(needsModel());
  return runCompiled(context, folder, target, inputs, choices);
}

/** Dims are bound by the shapes of the inputs. */
async function runModel(
  context: CommandContext,
  file: string,
  inputs: ReadonlyMap<string, Tensor>,
  given: RunArguments,
): Promise<Ran> {
  if (given.target === 'coreml' || given.target === 'nnapi') {
    return refuse(needsArtifact(file, given.target));
  }
  const registry = await loadRegistry(context, given.config);
  const { dims, inputShapes } = await readDims(context, given);
  const shapes = inputShapes ?? new Map(Array.from(inputs, ([name, { shape }]) => [name, shape]));
  return withModel(context, file, async (source) => {
    const samplesAreInputs = inputShapes === undefined;
    const named = dims === undefined ? {} : { dims };
    const bound = { ...named, inputShapes: shapes, samplesAreInputs };
    const { graph } = await importModel(context, source, registry, bound);
    if (given.target !== 'webgpu') {
      const outputs = await evaluateReference(graph, inputs, context);
      return { outputs, on: 'the reference evaluator' };
    }
    const device = take(context, findDevice('webgpu-default'));
    const request = { target: webgpu, device, precision: 'fp32' as const };
    const lowered = await lowerInMemory(context, registry, graph, request);
    const { runGraph } = await import('../../targets/webgpu/host/run-graph.ts');
    const { signal, timings, progress } = context;
    progress.phase('running on WebGPU');
    const outputs = await timings.time('run', () =>
      runGraph(lowered, inputs, {
        device,
        signal,
        ...(given.adapter === undefined ? {} : { adapter: given.adapter }),
      }),
    );
    return { outputs, on: 'WebGPU' };
  });
}
