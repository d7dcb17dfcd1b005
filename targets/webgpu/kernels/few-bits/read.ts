/** Single numbers of a weight of integers in few bits, for kernels that pick elements. */

import { blockCounts } from '../../../../compiler/compressed/blocks.ts';
import { stridesOf } from '../../../../ir/tensor.ts';
import type { LowerRequest, Operand } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { fewBits } from './weight.ts';
import type { Integers } from './weight.ts';

/** Undefined for other weights. */
export function readFewBits(
  request: LowerRequest,
  { constant }: Operand,
): ((kernel: KernelWriter, element: string) => string) | undefined {
  const few = constant && fewBits(constant, (blocks) => blocks);
  if (constant === undefined || few === undefined) return undefined;
  const { data, stored, signed, blocks, scale, zero, shortScale } = few;
  const block = blockOf(constant.type.shape, blocks);
  return (kernel, element) => {
    const at = kernel.let(element);
    const numbers = kernel.read(request.weight(data, stored));
    const own = kernel.let(block(at));
    const number = integerAt(kernel.let(wordAt(numbers.name, at, stored)), at, { stored, signed });
    const scales = kernel.read(request.weight(scale, shortScale ? 'halves' : 'f32'));
    const factor = kernel.load(scales, own);
    if (zero === undefined) return `f32(${number}) * ${factor}`;
    const zeros = kernel.read(request.weight(zero, 'bytes'));
    const bytes = { stored: 'bytes', signed } as const;
    const from = integerAt(kernel.let(wordAt(zeros.name, own, 'bytes')), own, bytes);
    return `f32(${number} - ${from}) * ${factor}`;
  };
}

/** The number of the block that an element lies in. */
export function blockOf(
  shape: readonly number[],
  blocks: readonly number[],
): (element: string) => string {
  const strides = stridesOf(shape);
  const steps = stridesOf(blockCounts({ shape, sizes: blocks }));
  return (element) => {
    const terms = shape.flatMap((size, axis) => {
      const block = blocks[axis] ?? 1;
      if (block >= size) return [];
      return [`${element} / ${strides[axis] ?? 1}u % ${size}u / ${block}u * ${steps[axis] ?? 1}u`];
    });
    return terms.length === 0 ? '0u' : terms.join(' + ');
  };
}

function wordAt(name: string, element: string, stored: Integers['stored']): string {
  return `${name}[${element} / ${stored === 'bytes' ? 4 : 8}u]`;
}

/** As an i32: what is above it in the word goes away to the left, what is below it to the right. */
function integerAt(word: string, element: string, { stored, signed }: Integers): string {
  const bits = stored === 'bytes' ? 8 : 4;
  const above = `${32 - bits}u - ${element} % ${32 / bits}u * ${bits}u`;
  const high = `${word} << (${above})`;
  const low = `>> ${32 - bits}u`;
  return signed ? `(bitcast<i32>(${high}) ${low})` : `bitcast<i32>((${high}) ${low})`;
}
