/** How far the result of a layer moves when its weight is rounded, from what the weight is multiplied with. */

import type { Node } from '../../ir/graph.ts';
import { splitAt } from '../../ir/shapes.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { rowsOf } from '../quantize/layer-inputs.ts';
import type { LayerWeight } from '../quantize/weights.ts';

/** Places of a layer's result that are looked at, in each run. */
const PLACES = 256;

/** Of each column of the weight, the mean square of what it is multiplied with. */
export function columnSquares(
  node: Node,
  inputs: readonly Tensor[],
  weight: LayerWeight,
): Float64Array {
  const { shape } = weight.constant.type;
  const columns = elementCount(shape) / (shape[weight.output] ?? 1);
  const sums = new Float64Array(columns);
  let places = 0;
  for (const input of inputs) {
    rowsOf(
      node,
      input,
      shape,
    )(PLACES, (rows, count) => {
      places += count;
      for (let at = 0; at < count * columns; at++) {
        sums[at % columns] = (sums[at % columns] ?? 0) + (rows[at] ?? 0) ** 2;
      }
    });
  }
  return sums.map((sum) => sum / Math.max(1, places));
}

export function meanSquare(tensors: readonly Tensor[]): number {
  let [sum, count] = [0, 0];
  for (const tensor of tensors) {
    for (const value of numbers(tensor)) sum += value * value;
    count += tensor.data.length;
  }
  return sum / Math.max(1, count);
}

/**
 * Of the layer's result, as a share of its power, with the errors of columns as if they were independent; of the
 * weight itself where its inputs are not known.
 */
export function relativeError(
  original: Tensor,
  rounded: Tensor,
  { output }: LayerWeight,
  squares: Float64Array | undefined,
  power: number | undefined,
): number {
  const [from, to] = [numbers(original), numbers(rounded)];
  const { size, inner } = splitAt(original.shape, output);
  let [error, whole] = [0, 0];
  for (let at = 0; at < from.length; at++) {
    const line = Math.floor(at / inner);
    const column = Math.floor(line / size) * inner + (at - line * inner);
    const square = squares?.[column] ?? 1;
    error += square * ((from[at] ?? 0) - (to[at] ?? 0)) ** 2;
    whole += square * (from[at] ?? 0) ** 2;
  }
  const total = squares === undefined || power === undefined ? whole : power * size;
  return total === 0 ? 0 : error / total;
}
