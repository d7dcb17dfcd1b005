/** Activations as integers of 8 bits: four neighbours in a word, rounded by a kernel before the products. */

import { elementCount } from '../../../../ir/types.ts';
import { attributesOf } from '../../../attributes.ts';
import { HIGH, LOW } from '../../integer-products/rounding.ts';
import type { LowerRequest, Operand } from '../../lowering.ts';
import { rowMajor } from '../../placement.ts';
import type { Kernel, Storage } from '../../program.ts';
import { KernelWriter, linearGrid, literal } from '../../syntax.ts';

export interface Words {
  readonly kernel: Kernel;
  /** Of u32, row-major; its last axis is a quarter as long as the activation's. */
  readonly operand: Operand;
  readonly scale: number;
  readonly zero: number;
}

export function wordsOf(request: LowerRequest): Words {
  const { buffer, type, offset } = request.required(0);
  const attributes = attributesOf(request.node);
  const scale = attributes.float('scale');
  const zero = attributes.int('zero_point');
  const shape = [...type.shape.slice(0, -1), (type.shape.at(-1) ?? 4) / 4];
  const to: Storage = request.scratch({ dtype: 'u32', shape });
  const kernel = new KernelWriter();
  const x = kernel.read(buffer, 4);
  const out = kernel.write(to);
  const count = elementCount(shape);
  const { prologue, workgroups, workgroupSize } = linearGrid(count);
  kernel.line(...prologue);
  const number = (value: number): string => literal(kernel, 'f32', value);
  const value = kernel.load(x, `${offset}u + i * 4u`, 4);
  const near = kernel.let(`round(${value} / ${number(scale)}) + ${number(zero)}`);
  const held = `clamp(${near}, vec4<f32>(${number(LOW)}), vec4<f32>(${number(HIGH)}))`;
  kernel.store(out, 'i', `pack4xI8(vec4<i32>(${held}))`);
  const { origin } = request;
  return {
    kernel: kernel.finish({ label: 'round to integers', origin, workgroups, workgroupSize }),
    operand: {
      buffer: to,
      type: to.type,
      constant: undefined,
      ...rowMajor(shape),
    },
    scale,
    zero,
  };
}

/** Four of the bytes in words: products with a word, summed for each. */
export function dots(word: string, four: string): string {
  const lanes = ['x', 'y', 'z', 'w'].map((lane) => `dot4I8Packed(${word}, ${four}.${lane})`);
  return `vec4<i32>(${lanes.join(', ')})`;
}
