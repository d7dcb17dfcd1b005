/** The recipe ops by name; kept in step with this folder by `npm run generate`. */

import { magnitude_mask } from './magnitude-mask.ts';
import { masked_values } from './masked-values.ts';
import { palette_indices } from './palette-indices.ts';
import { palette_table } from './palette-table.ts';
import { quantization_scale } from './quantization-scale.ts';
import { quantization_zero_point } from './quantization-zero-point.ts';
import { sparse_to_dense } from './sparse-to-dense.ts';

export const recipeOps = {
  magnitude_mask,
  masked_values,
  palette_indices,
  palette_table,
  quantization_scale,
  quantization_zero_point,
  sparse_to_dense,
};
