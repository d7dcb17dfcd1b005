/** ResnetBlock2D: norm, SiLU, conv, twice, with the time embedding added between and a residual around. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { silu } from '../layers/activations.ts';
import { conv2d } from '../layers/conv2d.ts';
import { groupNorm } from '../layers/group-norm.ts';
import type { GroupNormOptions } from '../layers/group-norm.ts';
import { vectorLinear } from '../layers/linear.ts';
import { add, divide, scalar } from '../operators/elementwise.ts';
import { staticDim, unsqueeze } from '../operators/shape.ts';

export interface ResnetBlockOptions {
  readonly width: number;
  readonly norm: GroupNormOptions;
  /** The embedded timestep; autoencoders have none. */
  readonly time?: Value;
}

export function resnetBlock(g: GraphWriter, x: Value, options: ResnetBlockOptions): Value {
  const { width, norm, time } = options;
  const activate = (value: Value) => silu(g.module('nonlinearity'), value);
  let hidden = activate(groupNorm(g.module('norm1'), x, norm));
  hidden = conv2d(g.module('conv1'), hidden, { width, kernel: 3 });
  if (time !== undefined) {
    const shift = vectorLinear(g.module('time_emb_proj'), activate(time), width);
    hidden = add(g, hidden, unsqueeze(g, unsqueeze(g, shift, 2), 3));
  }
  hidden = activate(groupNorm(g.module('norm2'), hidden, norm));
  hidden = conv2d(g.module('conv2'), hidden, { width, kernel: 3 });
  const shortcut =
    staticDim(x, 1) === width ? x : conv2d(g.module('conv_shortcut'), x, { width, kernel: 1 });
  const outputScaleFactor = scalar(g, x.dtype, 1);
  return divide(g, add(g, shortcut, hidden), outputScaleFactor);
}
