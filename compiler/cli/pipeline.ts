/** `snapc pipeline`: text encoder, UNet, decoder and tokenizer in, one package per target out that draws from words. */

import { Option } from 'commander';
import { join } from 'node:path';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { CompileProgress } from '../compile-request.ts';
import { compilePictures } from '../diffusion/compile-pictures.ts';
import type { PicturesManifest } from '../diffusion/compile-pictures.ts';
import { readDeclaration } from '../diffusion/declaration.ts';
import type { PipelineDeclaration } from '../diffusion/declaration.ts';
import { PipelineFolder, textOf } from '../diffusion/folder.ts';
import { planPipeline } from '../diffusion/plan.ts';
import type { PartName } from '../diffusion/roles.ts';
import { MODEL_INDEX, readDiffusersFolder } from '../diffusion/read-diffusers.ts';
import { readSchedulerOf } from '../diffusion/read-scheduler-file.ts';
import { stepTables } from '../diffusion/step-tables.ts';
import { checkVocabulary } from '../diffusion/vocabulary.ts';
import { readTokenizerOf } from '../diffusion/tokenizer/read-tokenizer-folder.ts';
import {
  openEncoders,
  openModelFile,
  openScratch,
  outputFolderState,
  sha256,
  stageOutput,
} from '../host/node.ts';
import type { GuardMode } from '../guard/halves.ts';
import { PRECISIONS } from '../target.ts';
import type { Precision } from '../target.ts';
import { defineCommand, examples, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { compileProgress } from './compile-progress.ts';
import { isFolder, pathOf } from './files.ts';
import { guardOption } from './guard.ts';
import { loadRegistry } from './load-config.ts';
import {
  DEVICE_HELP,
  TARGET_HELP,
  gather,
  readDevice,
  readTargetOptions,
  readTargets,
} from './options.ts';
import { readPartExtras } from './part-passes.ts';
import { readSizes } from './sizes.ts';
import { table } from './table.ts';
import { formatBytes } from '../units.ts';

/** CLIP's. */
const USUAL_TOKENS = 77;

interface PipelineArguments {
  readonly target: readonly string[];
  readonly device: string;
  readonly precision: Precision;
  readonly compress?: string;
  readonly guard: GuardMode;
  readonly targetOption?: readonly string[];
  readonly sizes?: readonly string[];
  readonly out: string;
}

export const pipelineCommand = defineCommand({
  declare: (command) =>
    command
      .argument(
        '<pipeline.json|folder>',
        'names the models; or a folder as diffusers and optimum write it, with model_index.json',
      )
      .requiredOption('--target <names>', TARGET_HELP, gather)
      .requiredOption('--device <name|file.json>', DEVICE_HELP)
      .addOption(
        new Option('--precision <precision>', 'of parts that do not say theirs')
          .choices([...PRECISIONS])
          .default('fp16'),
      )
      .addOption(guardOption('of fp16 against overflow, of parts that do not say theirs'))
      .option('--compress <form>', 'store weights in few bits, of parts that do not say how')
      .option(
        '--target-option <target.name=value>',
        'an option of a target; may be repeated',
        gather,
      )
      .option(
        '--sizes <WIDTHxHEIGHT>',
        'of pictures in pixels, with commas between them, the usual one first; all share their weights',
        gather,
      )
      .requiredOption('--out <dir>', 'the folder to write; replaced only as a whole')
      .addHelpText('after', FIELDS)
      .addHelpText(
        'after',
        examples(
          'snapc pipeline pictures.json --target webgpu --device pixel-9 --out out/pictures',
          'snapc pipeline pictures.json --target webgpu --device pixel-9 --sizes 512x512,768x512 --out out/pictures',
          'snapc pipeline stable-diffusion-onnx --target webgpu --device pixel-9 --precision fp16 --out out/sd',
        ),
      ),
  run: async (command, context) => {
    const [named = ''] = command.args;
    const given = command.opts<PipelineArguments>();
    const registry = await loadRegistry(context, undefined);
    const targets = readTargets(registry, given.target);
    const targetOptions = readTargetOptions(targets, given.targetOption ?? []);
    const device = await readDevice(context, registry, given.device);
    const out = pathOf(context, given.out);
    take(context, await outputFolderState(out), 'usage');
    const sizes = readSizes(given.sizes);
    const file = (await isFolder(context, named)) ? join(named, MODEL_INDEX) : named;
    const anchor = take(context, await openModelFile(pathOf(context, file)), 'usage');
    const encoders = openEncoders();
    const scratch = openScratch(out);
    try {
      const folder = new PipelineFolder(anchor);
      const text = take(context, await textOf(anchor.model), 'usage');
      const declared = take(
        context,
        file === named ? readDeclaration(text, file) : await readDiffusersFolder(folder),
        'usage',
      );
      const declaration = sizes === undefined ? declared : { ...declared, sizes };
      const inputs = await readInputs(context, declaration, file, folder);
      const { compress, precision, guard } = given;
      const how = {
        file,
        compress,
        precision,
        guard,
        registry,
        scratch,
        measure: encoders.measure,
      };
      const extras = await readPartExtras(context, declaration, how);
      const result = await compilePictures(
        inputs,
        {
          targets,
          device,
          precision,
          targetOptions,
          passes: (part) => extras.get(part)?.passes,
          guard: (part) => extras.get(part)?.guard,
          signal: context.signal,
          onProgress: progressByPart(context),
          encode: encoders.encode,
          sha256,
        },
        () => stageOutput(out, { inputs: anchor.paths() }),
      );
      return outcomeOf(take(context, result), given.out);
    } finally {
      await encoders.close();
      await scratch.close();
      await anchor.close();
    }
  },
});

/** Everything that is read before anything is compiled; the faults of all of it are told together. */
async function readInputs(
  context: CommandContext,
  declaration: PipelineDeclaration,
  file: string,
  folder: PipelineFolder,
) {
  const plan = await planPipeline(declaration, file, folder);
  const tokenizer = await readTokenizerOf(
    folder,
    declaration.tokenizer,
    // Without a plan nobody knows, and that is told already.
    plan.ok ? plan.value.tokens : USUAL_TOKENS,
  );
  const scheduler = await readSchedulerOf(folder, declaration, file);
  const tables = scheduler.ok ? stepTables(scheduler.value, declaration) : scheduler;
  const unknown =
    plan.ok && tokenizer.ok
      ? checkVocabulary(plan.value.text_encoder.model, plan.value.vocabulary, tokenizer.value)
      : [];
  const words = unknown.length > 0 ? failure(unknown) : success(undefined);
  takeAll(context, [plan, tokenizer, words, tables]);
  // Its warnings.
  take(context, scheduler);
  return {
    declaration,
    plan: take(context, plan),
    tokenizer: take(context, tokenizer),
    tables: take(context, tables),
  };
}

/** Ends the command with the faults of all, if there are any. */
function takeAll(context: CommandContext, results: readonly Result<unknown>[]): void {
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  const diagnostics = failed.flatMap((result) => result.diagnostics);
  take(context, { ok: false, diagnostics });
}

function progressByPart(context: CommandContext): (part: PartName, event: CompileProgress) => void {
  const reporters = new Map<PartName, (event: CompileProgress) => void>();
  return (part, event) => {
    const report = reporters.get(part) ?? compileProgress(context, part);
    reporters.set(part, report);
    report(event);
  };
}

function outcomeOf(manifest: PicturesManifest, folder: string): Outcome {
  const rows = Object.entries(manifest.targets).flatMap(([target, { parts }]) =>
    Object.entries(parts).map(([part, made]) => {
      const own = made.targets[target];
      const format = (key: string): string => formatBytes(own?.figures[key] ?? 0);
      return [
        target,
        part,
        made.inputs.map(({ shape }) => `[${shape.join(',')}]`).join(' '),
        String(own?.figures['nodesAfter'] ?? 0),
        format('weightBytes'),
        format('arenaBytes'),
        formatBytes((own?.files ?? []).reduce((sum, { bytes }) => sum + bytes, 0)),
      ];
    }),
  );
  const head = ['target', 'part', 'inputs', 'nodes', 'weights', 'arena', 'size'];
  const written = [...Object.keys(manifest.targets).map((name) => `${name}/`), 'manifest.json'];
  return {
    status: 'ok',
    result: { out: folder, manifest },
    text: `${table(head, rows)}\nwrote ${folder}: ${written.join(', ')}\n`,
  };
}

const FIELDS = `
Fields of pipeline.json (paths go from its folder):
  text_encoder, unet, vae_decoder   ONNX files; or {"model": FILE, "precision": …, "compress": …, "calibrate": …,
                                    "guard": …, "range": "sample=-8..8,timestep=0..1000"}
  vae_encoder                       the same, for pictures to begin with
  tokenizer                         the folder of vocab.json and merges.txt
  scheduler                         {"config": FILE, "type": "ddim|dpm-solver++|euler|lcm", "options": {…}}
  latent                            {"height": 64, "width": 64}, where the UNet leaves them open
  sizes                             [{"width": 512, "height": 512}, …], of pictures in pixels, the usual one first
  scaling_factor, shift_factor      what latents are divided by and moved before they are decoded
  guidance, steps, step_counts      what is taken when nothing else is asked for, and what can be asked for
  guidance_batch                    "batched" or "two_calls"
  vae_tile                          decode in tiles of so many latents along an edge
  preview                           {"factors": [[r, g, b], …], "bias": [r, g, b]}, latents to colours`;
