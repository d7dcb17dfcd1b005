/** `snapc compile`: an ONNX model in, a folder with one artifact per target out. */

import { unusedCalibration } from '../calibrate/diagnostics.ts';
import { compile } from '../compile.ts';
import type { CompileResult } from '../compile-request.ts';
import { openEncoders, openScratch, outputFolderState, sha256, stageOutput } from '../host/node.ts';
import { LayerFeedback } from '../quantize/layer-feedback.ts';
import { PRECISIONS } from '../target.ts';
import { Option } from 'commander';
import { withAdapters } from './adapters.ts';
import { readBudget } from './budget.ts';
import type { BudgetArguments } from './budget.ts';
import { readCalibrate } from './calibrate.ts';
import { compileProgress } from './compile-progress.ts';
import { compressionPasses, readCompress } from './compress.ts';
import { defineCommand, examples, take } from './command.ts';
import type { Outcome } from './command.ts';
import { readShapes } from './dims.ts';
import type { DimArguments } from './dims.ts';
import { pathOf } from './files.ts';
import { declareGuard, readGuard } from './guard.ts';
import type { GuardArguments } from './guard.ts';
import { readTimeLimit } from './time-limit.ts';
import { loadRegistry } from './load-config.ts';
import { withModel } from './model.ts';
import {
  DEVICE_HELP,
  TARGET_HELP,
  declareConfig,
  declareDims,
  gather,
  readDevice,
  readTargetOptions,
  readTargets,
} from './options.ts';
import { readBlocks, readPrune } from './prune.ts';
import { table } from './table.ts';
import { formatBytes } from '../units.ts';

interface CompileArguments extends DimArguments, BudgetArguments, GuardArguments {
  readonly target: readonly string[];
  readonly device: string;
  readonly targetOption?: readonly string[];
  readonly adapter?: readonly string[];
  readonly prune?: string;
  readonly calibrate?: string;
  readonly blocks?: string;
  readonly config?: string;
  readonly verifyEach?: boolean;
  readonly validateEach?: boolean;
  readonly timeLimit?: string;
}

export const compileCommand = defineCommand({
  declare: (command) =>
    declareGuard(
      declareConfig(
        declareDims(
          command
            .argument('<model.onnx>', 'the model; external data is found beside it')
            .requiredOption('--target <names>', TARGET_HELP, gather)
            .requiredOption('--device <name|file.json>', DEVICE_HELP)
            .addOption(
              new Option('--precision <precision>', 'of activations and arithmetic')
                .choices([...PRECISIONS])
                .default('fp32'),
            )
            .requiredOption('--out <dir>', 'the folder to write; replaced only as a whole'),
        ),
      )
        .option(
          '--target-option <target.name=value>',
          'an option of a target; may be repeated',
          gather,
        )
        .option(
          '--adapter <name=file.onnx>',
          'the same model with other weights, as a function that shares those that are equal (Core ML); may be repeated',
          gather,
        )
        .option(
          '--compress <form|rules.json>',
          'store weights in few bits: int8, int4, palette1 to palette8, sparse=SHARE, both as sparse=SHARE,int8, sparse=2:4 for two of each four inputs, or by rules of a file; w8a8 has activations in integers too',
        )
        .option(
          '--budget <bounds>',
          'choose bits per layer: as "size<600MB,psnr>45" for weights and outputs, or sqnr',
        )
        .option(
          '--budget-file <rules.json>',
          'where the choice is written, for --compress; OUT.compress.json if left out',
        )
        .option(
          '--prune <options>',
          'remove the least important channels: the options of the pass prune-channels, as ratio=0.5',
        )
        .option(
          '--blocks <actions>',
          'remove or copy ResNet and attention blocks of a UNet, as "remove down.0.attn.*"; snapc inspect --blocks names them',
        )
        .option(
          '--calibrate <data>',
          'inputs to measure activations on: inputs.npz[,more.npz|folder], or trajectory[:steps=8,runs=1,seed=0,prediction=epsilon,spacing=leading][,context.npz] for a diffusion UNet',
        )
        .option('--verify-each', 'check the graph after every pass')
        .option(
          '--time-limit <seconds>',
          'how long a pass, op or target of the config may take; 300 if left out',
        )
        .option('--validate-each', 'evaluate the graph before and after every pass and compare')
        .addHelpText(
          'after',
          examples(
            'snapc compile unet.onnx --target webgpu --device pixel-9 --precision fp32 --out out/unet',
            'snapc compile unet.onnx --target webgpu --device my-phone.json --dims-from inputs.npz --out out/unet',
            'snapc compile clip.onnx --target webgpu --device iphone-16-pro --dim batch=1 --dim sequence=77 --out out/clip',
            'snapc compile unet.onnx --target coreml --device iphone-16-pro --dim height=64,96 --dim width=64,96 --out out/unet',
            'snapc compile unet.onnx --target coreml --device iphone-16-pro --adapter sketch=unet-sketch.onnx --out out/unet',
            'snapc compile unet.onnx --target coreml --device iphone-16-pro --precision fp16 --compress palette6 --out out/unet',
            'snapc compile unet.onnx --target webgpu --device pixel-9 --compress w8a8 --calibrate trajectory:steps=8 --out out/unet',
            'snapc compile vae.onnx --target coreml --device iphone-16-pro --prune ratio=0.5 --out out/vae',
            'snapc compile unet.onnx --target coreml --device iphone-16-pro --blocks "remove down.0.attn.*" --out out/unet',
            'snapc compile vae.onnx --target coreml --device iphone-16-pro --precision fp16 --calibrate latents.npz --out out/vae',
          ),
        ),
    ),
  run: async (command, context) => {
    const [file = ''] = command.args;
    const given = command.opts<CompileArguments>();
    const registry = await loadRegistry(context, given.config);
    const targets = readTargets(registry, given.target);
    const targetOptions = readTargetOptions(targets, given.targetOption ?? []);
    const device = await readDevice(context, registry, given.device);
    const dims = await readShapes(context, given);
    const calibration = await readCalibrate(context, given.calibrate, registry);
    const measured = calibration === undefined ? {} : { calibration };
    const methods = registry.calibrationMethods;
    const encoders = openEncoders();
    const guard = readGuard(given, given.precision, calibration, encoders.measure);
    const uses = [given.compress, given.budget, given.prune, guard].some(
      (use) => use !== undefined,
    );
    if (given.calibrate !== undefined && !uses) context.diagnostics.push(unusedCalibration());
    const folder = pathOf(context, given.out);
    const scratch = openScratch(folder);
    const feedback = calibration && new LayerFeedback(calibration, scratch);
    const extras = { ...measured, methods, scratch, ...(feedback && { feedback }) };
    const pruning = [
      ...readBlocks(given.blocks),
      ...readPrune(context, given.prune, calibration, scratch),
    ];
    // A folder that must not be replaced is told before the work, not after it.
    take(context, await outputFolderState(folder), 'usage');
    const before = [...registry.added, ...pruning];
    const budget = { ...extras, file, dims, targets, before };
    const chosen = await readBudget(context, given, budget).catch(async (fault: unknown) => {
      await scratch.close();
      throw fault;
    });
    const compression =
      chosen === undefined
        ? await readCompress(context, given.compress, extras)
        : compressionPasses(chosen, extras);
    const result = await withModel(context, file, (source) =>
      withAdapters(context, given.adapter ?? [], (adapters) => {
        const inputs = [source, ...adapters.map((adapter) => adapter.source)];
        return compile(
          {
            ...dims,
            source,
            adapters,
            targets,
            device,
            precision: given.precision,
            targetOptions,
            passes: [...before, ...compression],
            ops: registry.ownOps,
            ...(guard === undefined ? {} : { guard }),
            verifyEach: given.verifyEach === true,
            validateEach: given.validateEach === true,
            timeLimit: readTimeLimit(given.timeLimit),
            ...(context.watch === undefined ? {} : { watch: context.watch }),
            signal: context.signal,
            onProgress: compileProgress(context, file),
            encode: encoders.encode,
            sha256,
          },
          () => stageOutput(folder, { inputs: inputs.flatMap((one) => one.paths()) }),
        );
      }),
    ).finally(async () => {
      await encoders.close();
      await scratch.close();
    });
    return outcomeOf(take(context, result), given.out);
  },
});

function outcomeOf({ manifest, passes }: CompileResult, folder: string): Outcome {
  const rows = Object.entries(manifest.targets).map(([name, { figures, files }]) => [
    name,
    `${figures['nodesBefore'] ?? 0} -> ${figures['nodesAfter'] ?? 0}`,
    ...FIGURES.map(([key, format]) => {
      const value = figures[key];
      return value === undefined ? '-' : format(value);
    }),
    String(files.length),
    formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0)),
  ]);
  const head = ['target', 'nodes', 'kernels', 'weights', 'arena', 'files', 'size'];
  const written = [...Object.keys(manifest.targets).map((name) => `${name}/`), 'manifest.json'];
  return {
    status: 'ok',
    result: { out: folder, manifest, passes: Object.fromEntries(passes) },
    text: `${table(head, rows)}\nwrote ${folder}: ${written.join(', ')}\n`,
  };
}

const FIGURES: readonly (readonly [string, (value: number) => string])[] = [
  ['kernels', String],
  ['weightBytes', formatBytes],
  ['arenaBytes', formatBytes],
];
