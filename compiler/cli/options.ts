/** Options that several commands share, from their text to values. */

import type { Command } from 'commander';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { TokenReader } from '../../ir/token-reader.ts';
import { parseDeviceText } from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import { unknownDevice } from '../../targets/devices/diagnostics.ts';
import { nearest } from '../../targets/devices/nearest.ts';
import type { Target } from '../../targets/target.ts';
import type { Registry } from '../api/registry.ts';
import { unknownTargetName } from '../api/config-diagnostics.ts';
import type { DimOptions } from '../import/onnx/dims.ts';
import { readOption } from '../passes/parse-steps.ts';
import { unknownOption } from '../compile-diagnostics.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badTargetOption, severalSizes } from './diagnostics.ts';
import { readShapes } from './dims.ts';
import type { DimArguments } from './dims.ts';
import { readNamedFile } from './files.ts';

export function declareDims(command: Command): Command {
  return command
    .option(
      '--dim <name=value>',
      'bind a symbolic dim; WebGPU and Core ML take several sizes (64,96), Core ML ranges too (2..77); may be repeated',
      gather,
    )
    .option('--dims-from <in.npz>', 'bind every symbolic dim from the shapes of sample inputs');
}

export function declareConfig(command: Command): Command {
  return command.option(
    '--config <file>',
    'a config; snapc.config.{ts,mts,js,mjs,json} of the current folder if left out',
  );
}

export const TARGET_HELP =
  'webgpu, coreml, nnapi or one of the config; several with commas between';
export const DEVICE_HELP =
  'the device to compile for: one that "snapc devices" lists, or a file of your own';

export function gather(word: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), word];
}

/** The dims of a command that takes one shape. */
export async function readDims(context: CommandContext, given: DimArguments): Promise<DimOptions> {
  const { shapes, ...dims } = await readShapes(context, given);
  return shapes === undefined ? dims : refuse(severalSizes());
}

/** A built-in device, one of the config, or a file of the user's. */
export async function readDevice(
  context: CommandContext,
  { devices }: Registry,
  given: string,
): Promise<Device> {
  const device = devices.find(({ name }) => name === given);
  if (device !== undefined) return device;
  if (!given.endsWith('.json')) {
    const known = devices.map(({ name }) => name);
    return refuse(unknownDevice(given, nearest(given, known), known));
  }
  const bytes = take(
    context,
    await readNamedFile(context, given, '"snapc devices" lists the built-in ones'),
    'usage',
  );
  return take(context, parseDeviceText(new TextDecoder().decode(bytes), given), 'usage');
}

/** `webgpu,coreml`, or the option repeated. */
export function readTargets({ targets }: Registry, given: readonly string[]): readonly Target[] {
  const known = targets.map(({ name }) => name);
  const words = given.flatMap((word) => word.split(',')).map((word) => word.trim());
  return words.map((word) => {
    const target = targets.find(({ name }) => name === word);
    return target ?? refuse(unknownTargetName(word, nearest(word, known), known));
  });
}

/** `TARGET.NAME=VALUE`, with the value written as in the IR; strings may do without their quotes. */
export function readTargetOptions(
  targets: readonly Target[],
  given: readonly string[],
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const options = new Map<string, Record<string, unknown>>();
  for (const text of given) {
    const [, targetName = '', name = '', value = ''] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
    const target = targets.find((candidate) => candidate.name === targetName);
    if (target === undefined) {
      const known = targets.map((candidate) => candidate.name).join(', ');
      const reason =
        name === '' ? 'it is not TARGET.NAME=VALUE' : 'that target is not compiled for';
      return refuse(badTargetOption(text, reason, `the targets of this command are ${known}`));
    }
    const spec = Object.hasOwn(target.options, name) ? target.options[name] : undefined;
    if (spec === undefined)
      return refuse(unknownOption(targetName, name, Object.keys(target.options)));
    const own = options.get(targetName) ?? {};
    options.set(targetName, own);
    // A word or a string needs no quotes here.
    if (!value.startsWith('"') && spec.check(value)) {
      own[name] = value;
      continue;
    }
    try {
      const reader = new TokenReader(value, undefined);
      own[name] = readOption(reader, spec);
      reader.end();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      return refuse(badTargetOption(text, error.message, `${name} is a ${spec.describe}`));
    }
  }
  return options;
}
