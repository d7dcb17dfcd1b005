/** Normalises rows that lie without gaps, one invocation for each: it reads its row twice and writes it. */

import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import type { Width } from '../../syntax.ts';
import { perItem } from '../per-element.ts';
import { MomentSums, factorOf } from './moments.ts';
import type { Normalization } from './moments.ts';

/** Scale and bias go by place in the row. */
export function rowKernel(
  request: LowerRequest,
  { epsilon, centred, scale, bias }: Normalization,
  count: number,
  length: number,
): Kernel {
  const [target] = request.results;
  if (target === undefined) throw new Error('a norm has one result');
  const width: Width = length % 4 === 0 && request.epilogue.vectorizes ? 4 : 1;
  return perItem({
    label: request.label,
    origin: request.origin,
    count,
    body: (kernel, i) => {
      const x = kernel.read(request.required(0).buffer, width);
      const out = kernel.write(target, width);
      const finish = request.epilogue.begin(kernel);
      const start = kernel.let(`${i} * ${length}u`);
      const shift = centred ? kernel.let(kernel.load(x, start)) : undefined;
      const loop = `for (var r = 0u; r < ${length}u; r += ${width}u) {`;
      const sums = new MomentSums(kernel, width, shift);
      kernel.line(loop);
      sums.add(kernel.let(kernel.load(x, `${start} + r`, width)));
      kernel.line('}');
      const { mean, squares } = sums.total(`${length}.0f`, width);
      const factor = kernel.let(factorOf(kernel, squares, length, epsilon));
      kernel.line(loop);
      const flat = kernel.let(`${start} + r`, 'f');
      const element = kernel.load(x, flat, width);
      let value = kernel.let(`(${element} - ${mean}) * ${factor}`);
      for (const [operand, sign] of [
        [scale, '*'],
        [bias, '+'],
      ] as const) {
        if (operand === undefined) continue;
        const own = kernel.load(kernel.read(operand.buffer, width), 'r', width);
        value = kernel.let(`${value} ${sign} ${own}`);
      }
      kernel.store(out, flat, finish(value, flat, width), width);
      kernel.line('}');
    },
  });
}
