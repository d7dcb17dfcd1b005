/** What each part of a pipeline says of its weights and activations; paths go from the declaration's folder. */

import { dirname } from 'node:path';
import type { Registry } from '../api/registry.ts';
import { unusedCalibration } from '../calibrate/diagnostics.ts';
import { partOf } from '../diffusion/declaration.ts';
import type { PipelineDeclaration } from '../diffusion/declaration.ts';
import { PART_NAMES } from '../diffusion/roles.ts';
import type { PartName } from '../diffusion/roles.ts';
import type { GuardMode } from '../guard/halves.ts';
import type { MeasureWeight } from '../guard/measure-weight.ts';
import type { GuardRequest } from '../guard/place-guard.ts';
import type { AddedPass } from '../prepare.ts';
import { LayerFeedback } from '../quantize/layer-feedback.ts';
import type { Scratch } from '../quantize/scratch.ts';
import type { Precision } from '../target.ts';
import { readCalibrate } from './calibrate.ts';
import type { CommandContext } from './command.ts';
import { readCompress } from './compress.ts';
import { pathOf } from './files.ts';
import { readGuard } from './guard.ts';

export interface PartOptions {
  /** The declaration's. */
  readonly file: string;
  /** Of parts that name none. */
  readonly compress: string | undefined;
  readonly precision: Precision;
  readonly guard: GuardMode;
  readonly registry: Registry;
  readonly scratch: Scratch;
  readonly measure: MeasureWeight;
}

/** What a part is compiled with, whatever the target. */
export interface PartExtras {
  readonly passes: readonly AddedPass[];
  readonly guard: GuardRequest | undefined;
}

export async function readPartExtras(
  context: CommandContext,
  declaration: PipelineDeclaration,
  { file, registry, scratch, measure, ...usual }: PartOptions,
): Promise<ReadonlyMap<PartName, PartExtras>> {
  const beside = { ...context, io: { ...context.io, folder: dirname(pathOf(context, file)) } };
  const found = new Map<PartName, PartExtras>();
  for (const part of PART_NAMES) {
    const declared = declaration[part];
    if (declared === undefined) continue;
    const { compress, calibrate, precision = usual.precision, ...own } = partOf(declared);
    const calibration = await readCalibrate(beside, calibrate, registry);
    const extras = {
      methods: registry.calibrationMethods,
      scratch,
      ...(calibration && { calibration, feedback: new LayerFeedback(calibration, scratch) }),
    };
    const passes =
      compress === undefined
        ? await readCompress(context, usual.compress, extras)
        : await readCompress(beside, compress, extras);
    const mode = own.guard ?? usual.guard;
    const range = own.range === undefined ? [] : [own.range];
    const guard = readGuard({ guard: mode, range }, precision, calibration, measure);
    const uses = passes.length > 0 || guard !== undefined;
    if (calibrate !== undefined && !uses) context.diagnostics.push(unusedCalibration());
    found.set(part, { passes, guard });
  }
  return found;
}
