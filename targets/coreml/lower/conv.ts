/** Convolution over one to three axes. */

import { convolve, imagesFirst, imagesLast, windowsOfNode } from '../build/windows.ts';
import { integerConvolution } from '../build/integer-convolution.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, isFloat } from '../terms.ts';

export const conv = lowering((request) => {
  const { attributes, required, operand, type } = request;
  const x = imagesFirst(request, required(0));
  const geometry = {
    ...windowsOfNode(request, type(1).shape.slice(2)),
    groups: attributes.int('groups'),
  };
  const layer = { weight: required(1), bias: operand(2) };
  if (!isFloat(dtypeOf(x))) {
    return imagesLast(request, integerConvolution(request, x, layer, geometry));
  }
  return imagesLast(request, convolve(request, x, layer, geometry));
});
