/** Gated GELU: the first half of an axis times gelu of the second half (Shazeer, arXiv 2002.05202). */

import { arithmetic, sliceAxis } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { lanes } from '../../lanes.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { roundedTensor } from '../../rounded.ts';
import { normalizeAxis, sizeAt } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import { FLOATS, elementCount, tensorType } from '../../types.ts';
import { GELU_FORMS, decomposeGelu, geluOf } from '../../gelu-forms.ts';

export const geglu = defineComposite({
  name: 'geglu',
  operands: { input: operand(FLOATS) },
  attributes: { axis: attr.int(-1), approximate: attr.oneOf(GELU_FORMS, 'none') },
  traits: ['pure'],
  infer: ({ input }, { axis }) => {
    const at = normalizeAxis(axis, input.shape.length);
    const size = sizeAt(input.shape, at);
    if (size % 2 !== 0) {
      fail(
        `axis ${axis} has ${size} elements, which cannot be halved`,
        'the axis holds the values and then as many gates',
      );
    }
    return tensorType(input.dtype, input.shape.with(at, size / 2));
  },
  evaluate: ({ input }, { axis, approximate }, [type]) => {
    const shape = type?.shape ?? [];
    const values = new Float64Array(elementCount(shape));
    const at = normalizeAxis(axis, input.shape.length);
    const x = numbers(input);
    const to = lanes(shape, at);
    for (const from of lanes(input.shape, at)) {
      const { start = 0 } = to.next().value ?? {};
      const half = from.size / 2;
      for (let index = 0; index < half; index++) {
        const value = x[from.start + index * from.step] ?? 0;
        const gate = x[from.start + (index + half) * from.step] ?? 0;
        values[start + index * from.step] = value * geluOf(gate, approximate);
      }
    }
    return roundedTensor(input.dtype, shape, values);
  },
  cost: pointwiseCost(9),
  decompose: (b, { input }, { axis, approximate }) => {
    const m = arithmetic(b);
    const at = normalizeAxis(axis, input.type.shape.length);
    const size = sizeAt(input.type.shape, at);
    const value = sliceAxis(m, input, at, 0, size / 2);
    const gate = sliceAxis(m, input, at, size / 2, size);
    return m.mul(value, decomposeGelu(m, gate, approximate));
  },
  samples: [
    { operands: { input: { shape: [2, 3, 8], range: [-3, 3] } } },
    { operands: { input: { shape: [2, 6, 3] } }, attributes: { axis: 1, approximate: 'tanh' } },
  ],
});
