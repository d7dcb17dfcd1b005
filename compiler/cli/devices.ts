/** `snapc devices`: the devices that are known, files for new ones, and the page that measures a phone. */

import type { Command } from 'commander';
import { defineCommand, examples } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { newDevice, writePage } from './devices-new.ts';
import type { NewArguments } from './devices-new.ts';
import { loadRegistry } from './load-config.ts';
import { declareConfig } from './options.ts';
import { table } from './table.ts';
import { formatBytes } from '../units.ts';

interface DevicesArguments extends NewArguments {
  readonly config?: string;
}

export const devicesCommand = defineCommand({
  declare: (command) => {
    declareConfig(command);
    command.command('list', { isDefault: true }).description('list the devices');
    command
      .command('new')
      .description('write the device file of a new phone')
      .argument('<name>', 'small letters, digits and hyphens')
      .requiredOption('--out <file.json>', 'the file to write')
      .option('--like <name|file.json>', 'start from the figures of a similar device')
      .option('--from <measured.json>', 'fill in what the page of "snapc devices page" measured')
      .addHelpText('after', examples(...NEW_EXAMPLES));
    command
      .command('page')
      .description('write a page that measures the phone it is opened on')
      .requiredOption('--out <dir>', 'the folder for index.html')
      .addHelpText('after', examples('snapc devices page --out out/page'));
    return command.addHelpText(
      'after',
      examples('snapc devices --json | jq ".result.devices[].name"', ...NEW_EXAMPLES),
    );
  },
  run: (command, context) => {
    const given = command.optsWithGlobals<DevicesArguments>();
    if (command.name() === 'new') return makeNew(command, context, given);
    return command.name() === 'page' ? writePage(context, given.out) : list(context, given);
  },
});

const NEW_EXAMPLES = [
  'snapc devices page --out out/page',
  'snapc devices new my-phone --like pixel-9 --from measured.json --out my-phone.json',
];

async function makeNew(
  command: Command,
  context: CommandContext,
  given: DevicesArguments,
): Promise<Outcome> {
  const [name = ''] = command.args;
  return newDevice(context, name, given, await loadRegistry(context, given.config));
}

async function list(context: CommandContext, { config }: DevicesArguments): Promise<Outcome> {
  const { devices } = await loadRegistry(context, config);
  const rows = devices.map((device) => [
    device.name,
    device.title,
    device.soc ?? '-',
    device.webgpu === null ? '-' : (device.webgpu.browser?.value ?? 'yes'),
    device.webgpu?.features.value.includes('shader-f16') === true ? 'yes' : 'no',
    device.memory === null ? '-' : formatBytes(device.memory.budgetBytes.page.value),
    [device.coreml && 'Core ML', device.nnapi && 'NNAPI'].filter(Boolean).join(', ') || '-',
  ]);
  const head = ['name', 'device', 'chip', 'WebGPU', 'fp16', 'page memory', 'also'];
  return { status: 'ok', result: { devices }, text: table(head, rows) };
}
