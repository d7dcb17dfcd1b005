/** `snapc report`: what became of a model in a compiled folder and why, as one page and as JSON. */

import { join } from 'node:path';
import { sha256 } from '../host/node.ts';
import { reportPage } from '../report/page.ts';
import type { ReportData } from '../report/data.ts';
import { readManifest } from './artifact.ts';
import { readCalibrate } from './calibrate.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { writeIntoFolder } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { importModel, withModel } from './model.ts';
import { declareConfig, readDevice } from './options.ts';
import { visible } from './present.ts';
import { buildReport } from './report/build.ts';
import { RULES } from './report/command-words.ts';
import { reportOfOther, severalVariants } from './report/diagnostics.ts';
import { readExtras } from './report/extras.ts';
import type { ReportArguments } from './report/extras.ts';
import { table } from './table.ts';
import { formatBytes } from '../units.ts';

export const reportCommand = defineCommand({
  declare: (command) =>
    declareConfig(
      command
        .argument('<model.onnx>', 'the model')
        .argument('<dir>', 'the folder that was compiled from it')
        .option('--out <dir>', 'where report.html and report.json are written', 'report')
        .option(
          '--profile <file.json>',
          'what snapc run DIR --profile --json printed: times that were measured, beside the estimates',
        )
        .option(
          '--sensitivity <file.json>',
          'what snapc compile --budget measured of each layer; DIR.sensitivity.json if left out and there',
        )
        .option(
          '--calibrate <data>',
          'as for snapc compile, where the folder was compiled with it: inputs.npz or trajectory',
        )
        .option(
          '--device <file.json>',
          'the file of the device, where it is neither built in nor in the config',
        ),
    ).addHelpText(
      'after',
      `${examples(
        'snapc report unet.onnx out/unet',
        'snapc report unet.onnx out/unet --out out/unet-report',
        'snapc run out/unet --profile --json > profile.json && snapc report unet.onnx out/unet --profile profile.json',
        'snapc report unet.onnx out/unet --sensitivity out/unet.sensitivity.json',
      )}
The page needs no network and runs no script. It shows the model before and after the compile by blocks, the
precision and sensitivity of layers, the memory plan, the time of kernels on the device, and every decision
with its reason. report.json holds all of it as data.`,
    ),
  run: async (command, context) => {
    const [file = '', folder = ''] = command.args;
    const given = command.opts<ReportArguments>();
    const registry = await loadRegistry(context, given.config);
    const manifest = await readManifest(context, folder);
    const device = await readDevice(context, registry, given.device ?? manifest.device);
    const extras = await readExtras(context, folder, manifest, given);
    const calibration = await readCalibrate(context, given.calibrate, registry);
    const data = await withModel(context, file, async (source) => {
      const { model, inputs, shapes, adapters } = manifest;
      const digest = await sha256(source.model, { signal: context.signal });
      if (digest !== model.sha256) refuse(reportOfOther(source.model.name, model.file));
      if (shapes !== undefined) context.diagnostics.push(severalVariants(`${shapes.length} sizes`));
      if (adapters !== undefined) context.diagnostics.push(severalVariants('adapters'));
      const inputShapes = new Map(inputs.map(({ name, shape }) => [name, shape]));
      const { graph: imported } = await importModel(context, source, registry, { inputShapes });
      const subject = { registry, manifest, device, calibration, imported };
      return buildReport(context, { ...subject, file, folder, extras });
    });
    context.progress.phase('drawing');
    return write(context, data, given.out);
  },
});

async function write(context: CommandContext, data: ReportData, out: string): Promise<Outcome> {
  const rules = data.targets.flatMap(({ name, repeat: { compression } }): [string, string][] =>
    compression === null
      ? []
      : [[`${name}.${RULES}`, `${JSON.stringify(compression, undefined, 2)}\n`]],
  );
  const files: readonly (readonly [name: string, text: string])[] = [
    ...rules,
    ['report.json', `${JSON.stringify(data)}\n`],
    ['report.html', reportPage(data)],
  ];
  await writeIntoFolder(context, out, files);
  const written = files.map(([name, text]) => ({
    file: join(out, name),
    bytes: new TextEncoder().encode(text).length,
  }));
  const rows = written.map(({ file, bytes }) => [visible(file), formatBytes(bytes)]);
  return { status: 'ok', result: { files: written }, text: table(['file', 'size'], rows) };
}
