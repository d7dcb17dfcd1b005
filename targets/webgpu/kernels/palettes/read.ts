/** Single numbers of a weight of indices into palettes, for kernels that pick elements. */

import { blockOf } from '../few-bits/read.ts';
import type { LowerRequest, Operand } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { paletteOf } from './weight.ts';

/** Undefined for other weights. */
export function readPalette(
  request: LowerRequest,
  { constant }: Operand,
): ((kernel: KernelWriter, element: string) => string) | undefined {
  const palette = constant && paletteOf(constant, () => true);
  if (constant === undefined || palette === undefined) return undefined;
  const { bits, data, stored, blocks, table } = palette;
  const block = blockOf(constant.type.shape, blocks);
  return (kernel, element) => {
    const at = kernel.let(element);
    const { name } = kernel.read(request.weight(data, stored));
    const [word, shift] = [`${at} * ${bits}u / 32u`, `${at} * ${bits}u % 32u`].map((text) =>
      kernel.let(text),
    );
    const low = `${name}[${word}] >> ${shift}`;
    // The bits of an index may go on in the next word.
    const both = `(${low}) | ((${name}[${word} + 1u] << 1u) << (31u - ${shift}))`;
    const index = kernel.let(`(${32 % bits === 0 ? low : both}) & ${2 ** bits - 1}u`);
    const entries = kernel.read(request.weight(table, 'f32'));
    return `${entries.name}[(${block(at)}) * ${2 ** bits}u + ${index}]`;
  };
}
