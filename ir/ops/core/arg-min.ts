/** The place of the smallest element along an axis, as i64 (ONNX ArgMin-13). */

import { extremum } from '../../extremum.ts';

export const arg_min = extremum({
  name: 'arg_min',
  better: (x, best) => x < best,
  onnx: 'ArgMin',
});
