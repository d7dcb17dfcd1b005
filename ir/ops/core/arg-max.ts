/** The place of the greatest element along an axis, as i64 (ONNX ArgMax-13). */

import { extremum } from '../../extremum.ts';

export const arg_max = extremum({
  name: 'arg_max',
  better: (x, best) => x > best,
  onnx: 'ArgMax',
});
