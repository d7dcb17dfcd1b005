/** The recipe ops by name; kept in step with this folder by `npm run generate`. */

import { palette_indices } from './palette-indices.ts';
import { palette_table } from './palette-table.ts';
import { quantization_scale } from './quantization-scale.ts';
import { quantization_zero_point } from './quantization-zero-point.ts';

export const recipeOps = {
  palette_indices,
  palette_table,
  quantization_scale,
  quantization_zero_point,
};
