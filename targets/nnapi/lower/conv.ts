/** Convolution of images [batch, height, width, channels]; the filter is [outputs, height, width, inputs]. */

import { convRewrite } from '../decompose/convolutions.ts';
import { convolution, quantisedConvolution } from '../build/convolution.ts';
import { lowering } from '../lowering.ts';

export const conv = lowering(convolution, {
  rewrite: convRewrite,
  quantised: quantisedConvolution,
});
