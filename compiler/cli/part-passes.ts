/** What each part of a pipeline says of its weights and activations, as passes; paths go from the declaration's folder. */

import { dirname } from 'node:path';
import type { Registry } from '../api/check-config.ts';
import { unusedCalibration } from '../calibrate/diagnostics.ts';
import { partOf } from '../diffusion/declaration.ts';
import type { PipelineDeclaration } from '../diffusion/declaration.ts';
import { PART_NAMES } from '../diffusion/roles.ts';
import type { PartName } from '../diffusion/roles.ts';
import type { AddedPass } from '../prepare.ts';
import { LayerFeedback } from '../quantize/layer-feedback.ts';
import type { Scratch } from '../quantize/scratch.ts';
import { readCalibrate } from './calibrate.ts';
import type { CommandContext } from './command.ts';
import { readCompress } from './compress.ts';
import { pathOf } from './files.ts';

export interface PassesOptions {
  /** The declaration's. */
  readonly file: string;
  /** The form of parts that name none. */
  readonly compress: string | undefined;
  readonly registry: Registry;
  readonly scratch: Scratch;
}

export async function readPartPasses(
  context: CommandContext,
  declaration: PipelineDeclaration,
  { file, compress: usual, registry, scratch }: PassesOptions,
): Promise<ReadonlyMap<PartName, readonly AddedPass[]>> {
  const beside = { ...context, io: { ...context.io, folder: dirname(pathOf(context, file)) } };
  const passes = new Map<PartName, readonly AddedPass[]>();
  for (const part of PART_NAMES) {
    const declared = declaration[part];
    if (declared === undefined) continue;
    const { compress, calibrate } = partOf(declared);
    const calibration = await readCalibrate(beside, calibrate, registry);
    const extras = {
      methods: registry.calibrationMethods,
      scratch,
      ...(calibration && { calibration, feedback: new LayerFeedback(calibration, scratch) }),
    };
    const own =
      compress === undefined
        ? await readCompress(context, usual, extras)
        : await readCompress(beside, compress, extras);
    if (calibrate !== undefined && own.length === 0) context.diagnostics.push(unusedCalibration());
    passes.set(part, own);
  }
  return passes;
}
