/** Rules of quantisation and compressed weights. */

import { immediate } from '../../support/mil-wire.ts';
import { axis, weight } from './broken-rule.ts';
import type { BrokenRule } from './broken-rule.ts';
import { f32, t } from './operation-case.ts';

export const weightRules: readonly BrokenRule[] = [
  {
    op: 'quantize',
    opset: 'CoreML7',
    given: (p) => ({
      input: 'x',
      scale: p.number('fp32', 1),
      axis: axis(p, 0),
      output_dtype: p.text('int8'),
    }),
    output: t('int8', 1, 4, 3, 3),
    words: 'axis is given',
  },
  {
    op: 'quantize',
    opset: 'CoreML7',
    given: (p) => ({ input: 'x', scale: weight(p, 4), output_dtype: p.text('int8') }),
    output: t('int8', 1, 4, 3, 3),
    words: 'axis is missing',
  },
  {
    op: 'constexpr_blockwise_shift_scale',
    opset: 'CoreML8',
    given: (p) => ({ data: p.constant(t('int8', 3), [1, 2, 3]), scale: weight(p, 2) }),
    output: f32(3),
    words: 'does not divide into 2 blocks',
  },
  {
    op: 'constexpr_lut_to_dense',
    opset: 'CoreML8',
    given: (p) => ({ indices: p.constant(t('uint2', 2), [1, 2]), lut: weight(p, 1, 8, 1) }),
    output: f32(2),
    words: '8 entries for indices of 2 bits',
  },
  {
    op: 'constexpr_lut_to_dense',
    given: () => ({}),
    attributes: {
      indices: immediate(t('uint8', 1), [1]),
      lut: immediate(f32(16), Array<number>(16).fill(0)),
      shape: immediate(t('uint32', 1), [3]),
    },
    output: f32(3),
    words: 'need 2',
  },
  {
    op: 'constexpr_sparse_to_dense',
    opset: 'CoreML8',
    given: (p) => ({
      nonzero_data: weight(p, 2),
      mask: p.constant(t('uint1', 3), [1, 1, 1]),
    }),
    output: f32(3),
    words: 'marks 3 elements',
  },
  {
    op: 'constexpr_sparse_to_dense',
    given: () => ({}),
    attributes: {
      nonzero_data: immediate(f32(1), [5]),
      mask: immediate(t('uint8', 1), [0b1000]),
      shape: immediate(t('uint32', 1), [3]),
    },
    output: f32(3),
    words: 'behind the last one',
  },
];
