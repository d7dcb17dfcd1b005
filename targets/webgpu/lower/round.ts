/** Nearest integer; WGSL rounds ties to even as ONNX does. */

import { pointwise } from '../lowering.ts';

export const round = pointwise(([x]) => `round(${x})`);
