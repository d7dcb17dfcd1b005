/** The resizing of versions 7 to 10: coordinates are divided by the scale, without half pixels. */

import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { RESIZE_MODES } from '../../../../ir/resize.ts';
import type { RuleContext } from '../rule.ts';
import { gridOfScales } from './resizing.ts';

/** `bilinear` is what older writers call linear. */
const MODES = [...RESIZE_MODES, 'bilinear'] as const;

export function upsampled(node: RuleContext, scales: readonly number[]): Value {
  const input = node.input(0);
  const mode = node.attributes.word('mode', MODES, 'nearest');
  const shrinks = scales.some((scale) => scale < 1);
  if (shrinks && mode === 'nearest' && scales.some((scale) => scale > 1)) {
    fail('it grows one axis and shrinks another', 'export the model with opset 11 or later');
  }
  return node.b.resize(
    { input },
    {
      ...gridOfScales(input.type.shape, scales),
      mode: mode === 'bilinear' ? 'linear' : mode,
      coordinates: 'asymmetric',
      // The versions do not say how to round; onnxruntime takes the next element when it shrinks.
      rounding: shrinks ? 'ceil' : 'floor',
    },
  );
}
