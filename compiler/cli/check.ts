/** `snapc check`: every problem of a model at once, without compiling it. */

import { checkOnnx } from '../import/onnx/check.ts';
import { readOnnx } from '../import/onnx/read.ts';
import { CommandFault, statusOf } from './status.ts';
import { defineCommand, examples } from './command.ts';
import { hasColour } from './io.ts';
import { loadRegistry } from './load-config.ts';
import { withModel } from './model.ts';
import { declareConfig, declareDims, readDims } from './options.ts';
import type { DimArguments } from './options.ts';
import { countDiagnostics, presentDiagnostics, visible } from './present.ts';

interface CheckArguments extends DimArguments {
  readonly config?: string;
}

export const checkCommand = defineCommand({
  declare: (command) =>
    declareConfig(declareDims(command.argument('<model.onnx>', 'the model'))).addHelpText(
      'after',
      examples(
        'snapc check unet.onnx',
        'snapc check unet.onnx --dim batch=1 --dim height=64 --dim width=64',
        'snapc check unet.onnx --json | jq ".diagnostics[].code"',
      ),
    ),
  run: async (command, context) => {
    const [file = ''] = command.args;
    const given = command.opts<CheckArguments>();
    const { ownOps: ops } = await loadRegistry(context, given.config);
    const dims = await readDims(context, given);
    const { signal, timings, progress, io } = context;
    const found = await withModel(context, file, async (source) => {
      progress.phase(`reading ${file}`);
      const read = await timings.time('read', () => readOnnx(source, { signal }));
      if (!read.ok) return read.diagnostics;
      progress.phase(`checking ${file}`);
      const options = { ...dims, signal, ops };
      const checked = await timings.time('check', () => checkOnnx(read.value, options));
      return [...read.diagnostics, ...checked];
    });
    const status = statusOf(found);
    const counted = found.length === 0 ? 'no problems' : countDiagnostics(found);
    if (status === 'usage') throw new CommandFault(status, found);
    // The problems are what was asked for, so they are data; the envelope has a place of its own for them.
    if (command.opts<{ json?: boolean }>().json === true) context.diagnostics.push(...found);
    return {
      status,
      result: { file, compiles: status === 'ok' },
      text: `${presentDiagnostics(found, hasColour(io, io.stdout))}${visible(file)}: ${counted}\n`,
    };
  },
});
