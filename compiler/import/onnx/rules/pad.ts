/** Pad: elements added, or with negative numbers taken away, at the begin and end of axes. */

import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

const MODES = ['constant', 'reflect', 'edge', 'wrap'] as const;

export const pad = defineRule({
  op: 'Pad',
  since: 2,
  convert: (node) => {
    const input = node.input(0);
    const rank = input.type.shape.length;
    const mode = node.attributes.word('mode', MODES, 'constant');
    const pads = spread(readPads(node), readAxes(node, rank), rank);
    const value = readValue(node, input);
    if (pads.every((count) => count === 0)) return input;
    return node.b.pad({ input, ...(mode === 'constant' ? { value } : {}) }, { pads, mode });
  },
});

function readPads(node: RuleContext): readonly number[] {
  if (node.opset >= 11) return node.ints(1, 'pads');
  const pads = node.attributes.ints('pads');
  if (pads === undefined) throw new DiagnosticError(missingAttribute('pads', node.place));
  return pads;
}

function readAxes(node: RuleContext, rank: number): readonly number[] {
  const given =
    node.opset >= 18 && node.optional(3) !== undefined ? node.ints(3, 'axes') : undefined;
  const axes = given?.map((axis) => normalizeAxis(axis, rank));
  if (axes !== undefined && new Set(axes).size !== axes.length) fail('an axis is padded twice');
  return axes ?? Array.from({ length: rank }, (_, axis) => axis);
}

/** Pads of some axes as pads of all. */
function spread(pads: readonly number[], axes: readonly number[], rank: number): readonly number[] {
  if (pads.length !== 2 * axes.length) {
    fail(`there are ${pads.length} pads for ${axes.length} axes`);
  }
  const all = Array.from({ length: 2 * rank }, () => 0);
  axes.forEach((axis, index) => {
    all[axis] = pads[index] ?? 0;
    all[rank + axis] = pads[axes.length + index] ?? 0;
  });
  return all;
}

function readValue(node: RuleContext, input: Value): Value | undefined {
  if (node.opset >= 11) return node.optional(2);
  const value = node.attributes.float('value', 0);
  return value === 0 ? undefined : node.b.scalar(input.type.dtype, value);
}
