/** `snapc devices`: the built-in devices and those of the config. */

import { defineCommand, examples } from './command.ts';
import { loadRegistry } from './load-config.ts';
import { declareConfig } from './options.ts';
import { table } from './table.ts';
import { formatBytes } from './units.ts';

export const devicesCommand = defineCommand({
  declare: (command) =>
    declareConfig(command).addHelpText(
      'after',
      examples('snapc devices', 'snapc devices --json | jq ".result.devices[].name"'),
    ),
  run: async (command, context) => {
    const { config } = command.opts<{ readonly config?: string }>();
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
  },
});
