/** The window attributes of ONNX's convolutions and pools, with auto_pad worked out. */

import { fail } from '../../../../ir/define.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { NeedsDims } from '../needs-dims.ts';
import type { RuleContext } from '../rule.ts';

export interface WindowAttributes {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly pads: readonly number[];
}

const AUTO_PADS = ['NOTSET', 'VALID', 'SAME_UPPER', 'SAME_LOWER'] as const;
export type AutoPad = (typeof AUTO_PADS)[number];

export function readAutoPad(node: RuleContext): AutoPad {
  return node.attributes.word('auto_pad', AUTO_PADS, 'NOTSET');
}

/** Strides and dilations, ones where absent. */
export function readSteps(node: RuleContext, rank: number) {
  const list = (name: string): readonly number[] => {
    const given = node.attributes.ints(name) ?? [];
    if (given.length !== 0 && given.length !== rank) {
      fail(`${name} has ${given.length} numbers for ${rank} spatial axes`);
    }
    if (given.some((step) => step < 1)) fail(`${name} [${given.join(',')}] must be 1 or more`);
    return given.length === 0 ? Array.from({ length: rank }, () => 1) : given;
  };
  return { strides: list('strides'), dilations: list('dilations') };
}

/** For convolutions and pools: the pads are given, none, or such that the result has input / stride elements. */
export function readWindows(
  node: RuleContext,
  kernel: readonly number[],
  spatial: readonly Dim[],
): WindowAttributes {
  const rank = kernel.length;
  const { strides, dilations } = readSteps(node, rank);
  const given = node.attributes.ints('pads') ?? [];
  const autoPad = readAutoPad(node);
  if (autoPad === 'VALID') return { strides, dilations, pads: [] };
  if (autoPad === 'NOTSET') {
    if (given.length !== 0 && given.length !== 2 * rank) {
      fail(`pads has ${given.length} numbers for ${rank} spatial axes`);
    }
    return { strides, dilations, pads: given };
  }
  const totals = kernel.map((size, axis) => {
    const span = (size - 1) * (dilations[axis] ?? 1) + 1;
    return samePadding(spatial[axis] ?? 1, span, strides[axis] ?? 1);
  });
  return { strides, dilations, pads: splitPads(totals, autoPad === 'SAME_UPPER') };
}

function samePadding(dim: Dim, span: number, stride: number): number {
  if (stride === 1) return span - 1;
  if (typeof dim !== 'number') throw new NeedsDims([dim]);
  return Math.max(0, (Math.ceil(dim / stride) - 1) * stride + span - dim);
}

/** Halves of each total, the odd one at the end or at the begin. */
export function splitPads(totals: readonly number[], moreAtEnd: boolean): readonly number[] {
  const less = totals.map((total) => Math.floor(total / 2));
  const more = totals.map((total) => Math.ceil(total / 2));
  return moreAtEnd ? [...less, ...more] : [...more, ...less];
}

/** The kernel's size by attribute; it is required of pools and repeats the weight's shape for convolutions. */
export function checkKernelShape(node: RuleContext, kernel: readonly number[]): void {
  const given = node.attributes.ints('kernel_shape');
  if (given !== undefined && given.length > 0 && given.join() !== kernel.join()) {
    fail(`kernel_shape [${given.join(',')}] is not that of the weight, [${kernel.join(',')}]`);
  }
}
