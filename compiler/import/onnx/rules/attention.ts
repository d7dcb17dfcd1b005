/** Attention: of separate or packed heads, grouped queries, with masks; without a cache of past keys. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { dimAt, sizeAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { mergeHeads, repeatHeads, splitHeads } from '../shared/heads.ts';

export const attention = defineRule({
  op: 'Attention',
  since: 23,
  convert: (node) => {
    const { attributes } = node;
    const m = arithmetic(node.b);
    // The reference sums in at least the precision that this asks for.
    attributes.ignore('softmax_precision');
    if (node.optional(4) !== undefined || node.optional(5) !== undefined) {
      fail('it has past keys and values', 'export the model without a cache');
    }
    const packed = node.input(0).type.shape.length === 3;
    const queryHeads = headCount(node, 'q_num_heads', 0, packed);
    const keyHeads = headCount(node, 'kv_num_heads', 1, packed);
    if (keyHeads < 1 || queryHeads % keyHeads !== 0) {
      fail(`${queryHeads} query heads do not share ${keyHeads} key heads evenly`);
    }
    const heads = (index: number, count: number): Value =>
      packed ? splitHeads(m, node.input(index), count) : node.input(index);
    const query = heads(0, queryHeads);
    const [key, value] = [1, 2].map((index) => repeatHeads(m, heads(index, keyHeads), queryHeads));
    if (key === undefined || value === undefined) return fail('an input is missing');
    const attended = attend(node, m, { query, key, value, mask: node.optional(3) });
    attributes.ignore('qk_matmul_output_mode');
    return packed ? mergeHeads(m, attended) : attended;
  },
});

function headCount(node: RuleContext, name: string, input: number, packed: boolean): number {
  const given = node.attributes.optionalInt(name);
  if (!packed) return sizeAt(node.input(input).type.shape, 1);
  return given ?? fail(`it has packed heads and no ${name}`);
}

interface Parts {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  readonly mask: Value | undefined;
}

function attend(node: RuleContext, m: Arithmetic, parts: Parts): Value {
  const { attributes, b } = node;
  const { query, key, value, mask } = parts;
  const size = sizeAt(query.type.shape, 3);
  const scale = attributes.float('scale', 1 / Math.sqrt(size));
  const causal = attributes.flag('is_causal', false);
  const cap = attributes.float('softcap', 0);
  if (cap === 0) return b.attention({ query, key, value, mask }, { scale, causal });
  const scores = m.mul(b.matmul({ a: query, b: key }, { transpose_b: true }), scale);
  const capped = m.mul(m.tanh(m.div(scores, cap)), cap);
  const masked = hide(node, m, capped, mask, causal);
  return b.matmul({ a: b.softmax({ input: masked }, { axis: -1 }), b: value });
}

function hide(
  node: RuleContext,
  m: Arithmetic,
  scores: Value,
  mask: Value | undefined,
  causal: boolean,
): Value {
  const { b } = node;
  let masked = scores;
  if (mask !== undefined) {
    masked = mask.type.dtype === 'bool' ? m.where(mask, scores, -Infinity) : m.add(scores, mask);
  }
  if (!causal) return masked;
  const shape = [dimAt(scores.type.shape, 2), dimAt(scores.type.shape, 3)];
  const ones = m.broadcast(b.scalar('bool', 1), shape);
  const seen = b.trilu({ input: ones }, { k: 0, upper: false });
  return m.where(seen, masked, -Infinity);
}
