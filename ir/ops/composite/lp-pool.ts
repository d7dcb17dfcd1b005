/** The p-norm of each window, per channel: (sum of |x|^p)^(1/p); pads count as zeros (ONNX LpPool-18). */

import { arithmetic, inWorkingPrecision } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { pool, pooledShape } from '../../pooling.ts';
import { allocate } from '../../tensor.ts';
import { FLOATS, elementCount, tensorType } from '../../types.ts';
import { joinLayout, windowAttributes, windowSpan, windowsOf } from '../../windows.ts';

export const lp_pool = defineComposite({
  name: 'lp_pool',
  operands: { input: operand(FLOATS) },
  attributes: {
    kernel: attr.ints(),
    ...windowAttributes,
    ceil_mode: attr.bool(false),
    p: attr.int(2),
  },
  traits: ['pure'],
  infer: ({ input }, attributes) => {
    if (attributes.p < 1) fail(`there is no norm of p = ${attributes.p}`, 'p must be 1 or more');
    return tensorType(input.dtype, pooledShape(input.shape, attributes));
  },
  evaluate: ({ input }, attributes, [type]) => {
    const { p } = attributes;
    const result = allocate(input.dtype, type?.shape ?? []);
    pool(input, result, windowsOf(attributes.kernel, attributes), attributes.layout, {
      start: 0,
      step: (sum, x) => sum + Math.abs(x) ** p,
      finish: (sum) => sum ** (1 / p),
    });
    return result;
  },
  cost: (_, { kernel }, [result]) => ({
    flops: elementCount(result?.shape ?? []) * (3 * elementCount(kernel) + 3),
  }),
  /**
   * The mean over whole windows times their size, of an input that is padded beforehand: by as much more as
   * the last window of ceil_mode can reach.
   */
  decompose: (b, { input }, attributes) => {
    const m = arithmetic(b);
    const { kernel, strides, dilations, layout, ceil_mode, p } = attributes;
    const windows = windowsOf(kernel, attributes);
    const after = windows.after.map((pad, axis) => {
      const room = windowSpan(windows, axis) - 1 - pad;
      return ceil_mode ? pad + Math.min((windows.strides[axis] ?? 1) - 1, room) : pad;
    });
    const pads = [windows.before, after].flatMap((spatial) =>
      joinLayout({ batch: 0, channels: 0, spatial }, layout),
    );
    return inWorkingPrecision(m, input, (x) => {
      const powers = p === 2 ? m.mul(x, x) : p === 1 ? m.abs(x) : m.pow(m.abs(x), p);
      const padded = pads.every((pad) => pad === 0) ? powers : b.pad({ input: powers }, { pads });
      const means = b.avg_pool({ input: padded }, { kernel, strides, dilations, layout });
      const sums = m.mul(means, elementCount(kernel));
      return p === 1 ? sums : p === 2 ? m.sqrt(sums) : m.pow(sums, 1 / p);
    });
  },
  samples: [
    {
      operands: { input: { shape: [1, 2, 6, 5] } },
      attributes: { kernel: [2, 2], strides: [2, 2] },
    },
    {
      name: 'pads, channels last',
      operands: { input: { shape: [2, 5, 6, 3] } },
      attributes: { kernel: [3, 2], pads: [1, 0, 1, 1], p: 1, layout: 'channels_last' },
    },
    {
      name: 'ceil mode',
      operands: { input: { shape: [1, 2, 8] } },
      attributes: { kernel: [3], strides: [2], pads: [1, 0], ceil_mode: true, p: 3 },
    },
  ],
});
