/** Convolutions by register tiles where the image lies channels last, by a general kernel elsewhere. */

import type { LowerRequest, Strided } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { directConv } from './conv/direct.ts';
import { generalConv } from './conv/general.ts';
import { convProblem } from './conv/problem.ts';

export function convKernel(request: LowerRequest): Kernel {
  const problem = convProblem(request);
  return problem === undefined ? generalConv(request) : directConv(request, problem);
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
