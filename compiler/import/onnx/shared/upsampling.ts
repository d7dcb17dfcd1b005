/** The resizing of versions 7 to 10: coordinates are divided by the scale, without half pixels. */

import type { Value } from '../../../../ir/graph.ts';
import { RESIZE_MODES } from '../../../../ir/resize.ts';
import type { RuleContext } from '../rule.ts';
import { gridOfScales } from './resizing.ts';

/** `bilinear` is what older writers call linear. */
const MODES = [...RESIZE_MODES, 'bilinear'] as const;

export function upsampled(
  node: RuleContext,
  scales: readonly number[],
  rounding: 'floor' | 'ceil',
): Value {
  const input = node.input(0);
  const mode = node.attributes.word('mode', MODES, 'nearest');
  return node.b.resize(
    { input },
    {
      ...gridOfScales(input.type.shape, scales),
      mode: mode === 'bilinear' ? 'linear' : mode,
      coordinates: 'asymmetric',
      rounding,
    },
  );
}
