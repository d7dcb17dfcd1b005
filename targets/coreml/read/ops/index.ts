/** All operations that the reader knows, by name. */

import { activations } from './activation.ts';
import { attention } from './attention.ts';
import { einsum } from './einsum.ts';
import { elementwise } from './elementwise.ts';
import { gathering } from './gathering.ts';
import { joining } from './joining.ts';
import { matrices } from './matrix.ts';
import { movement } from './movement.ts';
import { normalizations } from './normalization.ts';
import { convolutions } from './convolution.ts';
import { generation } from './generation.ts';
import { ordering } from './ordering.ts';
import { palettes } from './palettes.ts';
import { pooling } from './pooling.ts';
import { quantization } from './quantization.ts';
import { resizing } from './resizing.ts';
import { padding } from './padding.ts';
import { pairs } from './pairs.ts';
import { places } from './places.ts';
import { scaledWeights } from './scaled-weights.ts';
import { sparseWeights } from './sparse.ts';
import { views } from './views.ts';
import { conv_transpose } from './transposed-convolution.ts';
import { sorting } from './sorting.ts';
import { split } from './split.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { reductions } from './reduction.ts';
import { slicing } from './slicing.ts';
import { states } from './state.ts';

export const OPERATIONS: OpTable = {
  ...activations,
  ...attention,
  ...elementwise,
  ...gathering,
  ...joining,
  ...matrices,
  ...movement,
  ...normalizations,
  ...reductions,
  ...slicing,
  ...convolutions,
  ...generation,
  ...ordering,
  ...palettes,
  ...pooling,
  ...quantization,
  ...resizing,
  ...padding,
  ...pairs,
  ...places,
  ...scaledWeights,
  ...sparseWeights,
  ...views,
  ...sorting,
  ...states,
  conv_transpose,
  einsum,
  split,
};

export function opOf(type: string): OpDefinition | undefined {
  return Object.hasOwn(OPERATIONS, type) ? OPERATIONS[type] : undefined;
}
