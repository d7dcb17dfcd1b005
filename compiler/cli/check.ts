/** `snapc check`: every problem of a model, an artifact or a Core ML package at once. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { checkOnnx } from '../import/onnx/check.ts';
import { readOnnx } from '../import/onnx/read.ts';
import { checkFolder } from './check-folder.ts';
import { CommandFault, statusOf } from './status.ts';
import { defineCommand, examples } from './command.ts';
import type { CommandContext } from './command.ts';
import { isFolder } from './files.ts';
import { hasColour } from './io.ts';
import { loadRegistry } from './load-config.ts';
import { withModel } from './model.ts';
import { declareConfig, declareDims, readDims } from './options.ts';
import type { DimArguments } from './dims.ts';
import { countDiagnostics, presentDiagnostics, visible } from './present.ts';

interface CheckArguments extends DimArguments {
  readonly config?: string;
}

export const checkCommand = defineCommand({
  declare: (command) =>
    declareConfig(
      declareDims(
        command.argument('<model.onnx|dir>', 'a model, a compiled folder, or a Core ML package'),
      ),
    ).addHelpText(
      'after',
      examples(
        'snapc check unet.onnx',
        'snapc check unet.onnx --dim batch=1 --dim height=64 --dim width=64',
        'snapc check out/unet',
        'snapc check UNet.mlpackage',
        'snapc check unet.onnx --json | jq ".diagnostics[].code"',
      ),
    ),
  run: async (command, context) => {
    const [file = ''] = command.args;
    const given = command.opts<CheckArguments>();
    const folder = await isFolder(context, file);
    const found = folder
      ? await checkFolder(context, file)
      : await checkModel(context, file, given);
    const status = statusOf(found);
    const counted = found.length === 0 ? 'no problems' : countDiagnostics(found);
    if (status === 'usage') throw new CommandFault(status, found);
    // The problems are what was asked for, so they are data; the envelope has a place of its own for them.
    if (command.opts<{ json?: boolean }>().json === true) context.diagnostics.push(...found);
    return {
      status,
      result: folder ? { file, valid: status === 'ok' } : { file, compiles: status === 'ok' },
      text: `${presentDiagnostics(found, hasColour(context.io, context.io.stdout))}${visible(file)}: ${counted}\n`,
    };
  },
});

async function checkModel(
  context: CommandContext,
  file: string,
  given: CheckArguments,
): Promise<readonly Diagnostic[]> {
  const { ownOps: ops } = await loadRegistry(context, given.config);
  const dims = await readDims(context, given);
  const { signal, timings, progress } = context;
  return withModel(context, file, async (source) => {
    progress.phase(`reading ${file}`);
    const read = await timings.time('read', () => readOnnx(source, { signal }));
    if (!read.ok) return read.diagnostics;
    progress.phase(`checking ${file}`);
    const options = { ...dims, signal, ops };
    const checked = await timings.time('check', () => checkOnnx(read.value, options));
    return [...read.diagnostics, ...checked];
  });
}
