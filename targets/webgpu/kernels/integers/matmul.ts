/** Matrix products of integers of 8 bits, four of them at a time by `dot4I8Packed`, summed exactly in i32. */

import { reshaped, transposed } from '../../../../compiler/compressed/blocks.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import { literal } from '../../syntax.ts';
import type { KernelWriter, Width } from '../../syntax.ts';
import { plus, times } from '../matmul/expressions.ts';
import { fewRight, panelsOf, withEnds } from '../matmul/few-bits.ts';
import type { FewRight } from '../matmul/few-bits.ts';
import { productKernel } from '../matmul/kernel.ts';
import { productOf } from '../matmul/problem.ts';
import type { Matrix, Problem } from '../matmul/problem.ts';
import type { Right } from '../matmul/right.ts';
import type { Tile } from '../matmul/tile.ts';
import { dots, wordsOf } from './words.ts';

export function integerMatmulKernels(request: LowerRequest): readonly Kernel[] {
  const { problem, b, result } = productOf(request);
  const few = fewRight(b, problem);
  if (few === undefined) throw new Error('a product of integers has weights of few bits');
  const { kernel, operand, scale, zero } = wordsOf(request);
  const words: Problem = {
    ...problem,
    k: problem.k / 4,
    type: 'i32',
    left: inWords(problem.left),
  };
  const product = { problem: words, a: operand, b, result };
  return [
    kernel,
    productKernel(
      request,
      product,
      (writer) => inFloats(request, writer, few, words, scale, zero),
      {
        right: (writer, tile) => wordsRight(request, writer, few, words, tile),
        multiply: dots,
      },
    ),
  ];
}

function inWords({ rows, batch, ...rest }: Matrix): Matrix {
  return { ...rest, rows: rows / 4, batch: batch.map((step) => step / 4) };
}

/** Items of four columns, each with its weights at four steps: [panels][k / 4][panel]. */
function wordsRight(
  request: LowerRequest,
  kernel: KernelWriter,
  { data }: FewRight,
  problem: Problem,
  tile: Tile,
): Right {
  const { k, n } = problem;
  const { columns, lanes } = tile;
  const { panel, panels } = panelsOf(problem, tile);
  const whole = withEnds(reshaped(data, [4 * k, n]), [0, panels * panel - n]);
  const split = reshaped(whole, [k, 4, panels, panel]);
  const packed = transposed(split, [2, 0, 3, 1]);
  const items = kernel.read(request.weight(packed, 'bytes'), 4);
  const row = panel / 4;
  const first = kernel.let(`panel * ${k * row}u + lane`, 'q');
  return {
    load: ({ at, count }) => {
      const from = kernel.let(`${first} + ${at} * ${row}u`, 'd');
      return times(count, (step) =>
        times(columns / 4, (index) =>
          kernel.let(`${items.name}[${plus(from, step * row + lanes * index)}]`, 'y'),
        ),
      );
    },
  };
}

/** What sums of integers stand for. */
function inFloats(
  request: LowerRequest,
  kernel: KernelWriter,
  few: FewRight,
  { n }: Problem,
  scale: number,
  zero: number,
) {
  const wide = n % 4 === 0 ? 4 : 1;
  const scales = kernel.read(request.weight(reshaped(few.scale, [n]), 'f32'), wide);
  const sums = zero === 0 ? undefined : kernel.read(request.weight(columnSums(few.data)), wide);
  return ([sum = '']: readonly string[], column: string, width: Width): string => {
    const own =
      sums === undefined
        ? sum
        : `(${sum} - ${literal(kernel, 'i32', zero)} * ${kernel.load(sums, column, width)})`;
    const float = width === 1 ? `f32(${own})` : `vec4<f32>(${own})`;
    return kernel.let(
      `${float} * (${literal(kernel, 'f32', scale)} * ${kernel.load(scales, column, width)})`,
    );
  };
}

/** What a zero point of one adds to each column. */
function columnSums(data: Constant): Constant {
  const whole = constantOf(coreOps.cast, [data], { to: 'i32' });
  return constantOf(coreOps.reduce_sum, [whole], { axes: [0], keep_dims: false });
}
