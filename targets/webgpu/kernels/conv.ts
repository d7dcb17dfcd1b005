/** Convolutions by register tiles where the image lies channels last, by a general kernel elsewhere. */

import { volumeOf } from '../../../ir/windows.ts';
import { attributesOf } from '../../attributes.ts';
import type { LowerRequest, Strided } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { directConv } from './conv/direct.ts';
import { generalConv } from './conv/general.ts';
import { convProblem, upsampledProblem } from './conv/problem.ts';
import { paysWinograd, winogradConv } from './conv/winograd.ts';
import { geometryOf } from './windows.ts';

export function convKernels(request: LowerRequest): readonly Kernel[] {
  const problem = convProblem(request);
  if (problem !== undefined) {
    if (paysWinograd(request, problem)) return winogradConv(request, problem);
    return [directConv(request, problem)];
  }
  const attributes = attributesOf(request.node);
  const [, , ...sizes] = request.required(1).type.shape;
  const general = generalConv(request, {
    ...geometryOf(request, sizes),
    groups: attributes.int('groups'),
    channelsLast: attributes.string('layout') === 'channels_last',
    zoom: 1,
  });
  return [general];
}

export function upsampleConvKernel(request: LowerRequest): Kernel {
  const problem = upsampledProblem(request);
  if (problem !== undefined) return directConv(request, problem);
  const [batch = 1, height = 1, width = 1, channels = 1] = request.required(0).type.shape;
  return generalConv(request, {
    from: volumeOf([batch, 2 * height, 2 * width, channels], 'channels_last'),
    to: volumeOf(request.resultTypes[0]?.shape ?? [], 'channels_last'),
    kernel: [1, 3, 3],
    strides: [1, 1, 1],
    dilations: [1, 1, 1],
    before: [0, 1, 1],
    after: [0, 1, 1],
    groups: 1,
    channelsLast: true,
    zoom: 2,
  });
}

/** Images whose innermost axis is dense, in whole vec4s: parts of a concatenation and slices. */
export const stridedImages: Strided = {
  reads: (index, { offset, strides }) => index === 0 && isDense(offset, strides),
  writes: ({ offset, strides }) => isDense(offset, strides),
};

function isDense(offset: number, strides: readonly number[]): boolean {
  const outer = strides.slice(0, -1);
  return strides.at(-1) === 1 && [offset, ...outer].every((step) => step >= 0 && step % 4 === 0);
}
