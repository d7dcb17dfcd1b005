/** `snapc tune`: times tiles for the heavy kernels of a compiled folder and writes the best into a device file. */

import { Option } from 'commander';
import { parseDevice } from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import { openWorkbench } from '../../targets/webgpu/host/workbench.ts';
import { heavyProblems } from '../../targets/webgpu/tune/collect.ts';
import type { FamilyProblems } from '../../targets/webgpu/tune/collect.ts';
import { tunedDevice } from '../../targets/webgpu/tune/device-file.ts';
import { searchTiles } from '../../targets/webgpu/tune/search.ts';
import type { Manifest } from '../manifest.ts';
import { ADAPTERS, RUNNABLE, damagedFiles, readManifest } from './artifact.ts';
import type { AdapterName } from './artifact.ts';
import { defineCommand, examples, refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import {
  badUsage,
  noBaseDevice,
  nothingToRun,
  nothingToTune,
  nothingTuned,
} from './diagnostics.ts';
import { pathOf, readNamedFile, writeNamedFile } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { declareConfig, readDevice } from './options.ts';
import { visible } from './present.ts';
import { readTrace } from './profile.ts';
import { shellCommand } from './shell.ts';
import { table } from './table.ts';
import { COLUMNS, rowOf, toldOf, whyNot } from './tune-report.ts';

interface TuneArguments {
  readonly out?: string;
  readonly device?: string;
  readonly adapter?: AdapterName;
  readonly budget: string;
  readonly config?: string;
}

const TOLERANCE = { fp32: 1e-3, fp16: 3e-2 } as const;

export const tuneCommand = defineCommand({
  declare: (command) =>
    declareConfig(
      command
        .argument('<dir>', 'a folder compiled for webgpu')
        .option('--out <device.json>', 'the device file to write; DIR-device.json if left out')
        .option(
          '--device <name|file.json>',
          'what the file starts from; the device that the folder was compiled for if left out',
        )
        .addOption(
          new Option('--adapter <name>', 'the WebGPU adapter to time on').choices([...ADAPTERS]),
        )
        .option('--budget <seconds>', 'begin nothing new after this time', '60'),
    ).addHelpText(
      'after',
      examples(
        'snapc tune out/unet --out my-device.json',
        'snapc compile unet.onnx --target webgpu --device my-device.json --precision fp32 --out out/unet',
      ),
    ),
  run: async (command, context) => {
    const [folder = ''] = command.args;
    const given = command.opts<TuneArguments>();
    const { signal, progress, timings } = context;
    const seconds = Number(given.budget);
    if (!(seconds > 0)) {
      refuse(badUsage(`"${given.budget}" is no number of seconds for --budget`, 'snapc tune'));
    }
    const manifest = await readManifest(context, folder);
    const families = await problemsOf(context, folder, manifest);
    const base = await baseDevice(context, manifest, given);
    progress.phase('opening a WebGPU device');
    const bench = await openWorkbench({
      precision: manifest.precision,
      ...(given.adapter === undefined ? {} : { adapter: given.adapter }),
    });
    const results = await timings.time('tune', () =>
      searchTiles(families, bench, {
        device: base,
        budgetMilliseconds: 1000 * seconds,
        tolerance: TOLERANCE[manifest.precision],
        signal,
        onTrial: (family, done, total) => progress.count(`tiles of ${family}`, done, total),
      }),
    );
    if (results.every(({ best }) => best === undefined))
      return refuse(nothingTuned(whyNot(results)));
    const out = given.out ?? `${folder.replace(/[/\\]+$/, '')}-device.json`;
    const made = tunedDevice(base, results, bench.adapter, manifest.model.file);
    const device = take(context, parseDevice(made, out));
    await writeNamedFile(context, out, `${JSON.stringify(device, undefined, 2)}\n`);
    const rows = results.map((result) => rowOf(result, base));
    return {
      status: 'ok',
      result: {
        adapter: bench.adapter,
        file: out,
        device: device.name,
        families: results.map(toldOf),
      },
      text: `${table(COLUMNS, rows)}\ntimed on ${visible(bench.adapter)}; wrote ${visible(out)}; compile again with ${visible(shellCommand(['--device', out]))}\n`,
    };
  },
});

async function problemsOf(
  context: CommandContext,
  folder: string,
  manifest: Manifest,
): Promise<readonly FamilyProblems[]> {
  const targets = Object.keys(manifest.targets);
  if (!targets.includes(RUNNABLE)) return refuse(nothingToRun(RUNNABLE, targets));
  const faults = await damagedFiles(pathOf(context, folder), folder, manifest);
  if (faults.length > 0) return refuse(...faults);
  const trace = await readNamedFile(context, `${folder}/${RUNNABLE}/trace.json`, 'compile again');
  const families = heavyProblems(readTrace(take(context, trace, 'usage')));
  return families === undefined || families.length === 0 ? refuse(nothingToTune(folder)) : families;
}

async function baseDevice(
  context: CommandContext,
  manifest: Manifest,
  given: TuneArguments,
): Promise<Device> {
  const registry = await loadRegistry(context, given.config);
  if (given.device !== undefined) return readDevice(context, registry, given.device);
  const found = registry.devices.find(({ name }) => name === manifest.device);
  return found ?? refuse(noBaseDevice(manifest.device));
}
