/** A matrix product whose invocations hold values and their gates, so that the wide result never exists. */

import { attributesOf } from '../../attributes.ts';
import { geluOf } from '../floats.ts';
import { productKernel } from '../kernels/matmul/kernel.ts';
import { readsOperand, writesResult } from '../kernels/matmul/placed.ts';
import { productOf } from '../kernels/matmul/problem.ts';
import { kernels } from '../lowering.ts';
import { literal, wgslType } from '../syntax.ts';

export const linear_geglu = kernels(
  (request) => {
    const product = productOf(request, 2);
    const { n } = product.problem;
    const form = attributesOf(request.node).string('approximate');
    const bias = request.operand(2);
    const kernel = productKernel(request, product, (writer) => {
      const bound = bias && writer.read(bias.buffer, n % 4 === 0 ? 4 : 1);
      return (sums, column, width) => {
        const [value, gate] = sums.map((sum, part) => {
          const at = part === 0 ? column : `${column} + ${n}u`;
          return writer.let(
            bound === undefined ? sum : `${sum} + ${writer.load(bound, at, width)}`,
          );
        });
        const gelu = geluOf(gate ?? '', form, {
          kernel: writer,
          width,
          literal: (number) => {
            const text = literal(writer, 'f32', number);
            return width === 1 ? text : `${wgslType('f32', width)}(${text})`;
          },
        });
        return writer.let(`${value} * (${gelu})`);
      };
    });
    return [kernel];
  },
  { reads: readsOperand, writes: writesResult },
);
