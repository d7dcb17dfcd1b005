/** The recipe ops by name; kept in step with this folder by `npm run generate`. */

import { compensated_indices } from './compensated-indices.ts';
import { compensated_integers } from './compensated-integers.ts';
import { magnitude_mask } from './magnitude-mask.ts';
import { masked_values } from './masked-values.ts';
import { palette_indices } from './palette-indices.ts';
import { palette_table } from './palette-table.ts';
import { quantization_scale } from './quantization-scale.ts';
import { quantization_zero_point } from './quantization-zero-point.ts';
import { sparse_to_dense } from './sparse-to-dense.ts';

export const recipeOps = {
  compensated_indices,
  compensated_integers,
  magnitude_mask,
  masked_values,
  palette_indices,
  palette_table,
  quantization_scale,
  quantization_zero_point,
  sparse_to_dense,
};
