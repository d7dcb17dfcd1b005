/** RotaryEmbedding: pairs of elements of each head turned by an angle that depends on their place. */

import { arithmetic, sliceAxis } from '../../../../ir/arithmetic.ts';
import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { dimAt, sizeAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { mergeHeads, splitHeads } from '../shared/heads.ts';

export const rotaryEmbedding = defineRule({
  op: 'RotaryEmbedding',
  since: 23,
  convert: (node) => {
    const m = arithmetic(node.b);
    const { attributes } = node;
    const packed = node.input(0).type.shape.length === 3;
    const count = attributes.int('num_heads', 0);
    if (packed && count < 1) fail('it has packed heads and no num_heads');
    const input = packed ? splitHeads(m, node.input(0), count) : node.input(0);
    const size = sizeAt(input.type.shape, 3);
    const turned = attributes.int('rotary_embedding_dim', 0) || size;
    if (turned > size || turned % 2 !== 0) fail(`${turned} of ${size} elements cannot be turned`);
    const angles = [1, 2].map((index) => angle(node, m, index, turned / 2));
    const result = rotate(node, m, sliceAxis(m, input, 3, 0, turned), angles);
    const rest = turned === size ? [] : [sliceAxis(m, input, 3, turned, size)];
    const whole =
      rest.length === 0 ? result : node.b.concat({ inputs: [result, ...rest] }, { axis: 3 });
    return packed ? mergeHeads(m, whole) : whole;
  },
});

/** Cosines or sines as [batch, 1, places, half], looked up by position where positions are given. */
function angle(node: RuleContext, m: Arithmetic, index: number, half: number): Value {
  const table = node.input(index);
  const positions = node.optional(3);
  const found =
    positions === undefined
      ? table
      : node.b.gather({ input: table, indices: positions }, { axis: 0 });
  const { shape } = found.type;
  if (shape.length !== 3 || sizeAt(shape, 2) !== half) fail('the cosines do not fit the input');
  return m.reshape(found, [dimAt(shape, 0), 1, dimAt(shape, 1), half]);
}

function rotate(
  node: RuleContext,
  m: Arithmetic,
  input: Value,
  [cosine, sine]: readonly Value[],
): Value {
  if (cosine === undefined || sine === undefined) return fail('its angles are missing');
  const interleaved = node.attributes.flag('interleaved', false);
  const size = sizeAt(input.type.shape, 3);
  const half = size / 2;
  const [first, second] = interleaved
    ? [sliceAxis(m, input, 3, 0, size, 2), sliceAxis(m, input, 3, 1, size, 2)]
    : [sliceAxis(m, input, 3, 0, half), sliceAxis(m, input, 3, half, size)];
  const real = m.sub(m.mul(cosine, first), m.mul(sine, second));
  const imaginary = m.add(m.mul(sine, first), m.mul(cosine, second));
  if (!interleaved) return node.b.concat({ inputs: [real, imaginary] }, { axis: 3 });
  const pairShape = [...real.type.shape, 1];
  const pairs = [real, imaginary].map((part) => m.reshape(part, pairShape));
  return m.reshape(node.b.concat({ inputs: pairs }, { axis: 4 }), input.type.shape);
}
