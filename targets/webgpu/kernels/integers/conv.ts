/** Convolutions of integers of 8 bits, four channels at a time by `dot4I8Packed`, summed exactly in i32. */

import { reshaped, transposed } from '../../../../compiler/compressed/blocks.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import { literal } from '../../syntax.ts';
import type { KernelWriter } from '../../syntax.ts';
import { writeConv } from '../conv/direct.ts';
import { fewWeight, packedGroups, withOutputs } from '../conv/few-bits.ts';
import type { FewWeight } from '../conv/few-bits.ts';
import { loadItem } from '../conv/operands.ts';
import { convProblem } from '../conv/problem.ts';
import type { Problem } from '../conv/problem.ts';
import { accumulator } from '../conv/results.ts';
import { chooseTile } from '../conv/tile.ts';
import type { Tile } from '../conv/tile.ts';
import type { WeightItems } from '../conv/weight-items.ts';
import { dots, wordsOf } from './words.ts';
import type { Words } from './words.ts';

export function integerConvKernels(request: LowerRequest): readonly Kernel[] {
  const given = convProblem(request);
  const few = given && fewWeight(given);
  if (given === undefined || few === undefined) {
    throw new Error('a convolution of integers has weights of few bits');
  }
  const words = wordsOf(request);
  const problem = { ...given, words: { beside: words.zero } };
  const tile = { ...chooseTile(problem, request.device), staged: 0 };
  const inner: LowerRequest = {
    ...request,
    required: (index) => (index === 0 ? words.operand : request.required(index)),
  };
  return [
    words.kernel,
    writeConv(inner, problem, tile, (kernel) =>
      wordItems(kernel, request, few, problem, tile, words),
    ),
  ];
}

function wordItems(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewWeight,
  problem: Problem,
  tile: Tile,
  { scale, zero }: Words,
): WeightItems {
  const { rows, columns } = tile;
  const w = kernel.read(request.weight(packedWords(few, problem, tile), 'bytes'), 4);
  const scales = kernel.read(request.weight(packedGroups(few.scale, problem, tile), 'f32'), 4);
  const totals =
    zero === 0
      ? undefined
      : kernel.read(request.weight(packedGroups(outputSums(few.data), problem, tile)), 4);
  const sum = (row: number, column: number): string => `whole_${accumulator(row, column)}`;
  return {
    vectors: 4,
    load: (item) => `${w.name}[${item}]`,
    held: () => {
      throw new Error('words are not staged');
    },
    factors: (item) => (tap, column) => [kernel.let(item((tap * columns + column) / 4), 'w')],
    integers: { sum, multiply: dots },
    finish: () => {
      for (let column = 0; column < columns; column += 4) {
        const at = `block * ${columns / 4}u + ${column / 4}u`;
        const own = loadItem(kernel, scales, at);
        const factor = kernel.let(`${literal(kernel, 'f32', scale)} * ${own}`, 's');
        const less =
          totals === undefined
            ? ''
            : ` - ${kernel.let(`${literal(kernel, 'i32', zero)} * ${loadItem(kernel, totals, at)}`, 'z')}`;
        for (let row = 0; row < rows; row++) {
          const name = accumulator(row, column);
          kernel.line(`let ${name} = vec4<f32>(${sum(row, column)}${less}) * ${factor};`);
        }
      }
    },
  };
}

/** Items of four outputs, each with four input channels. */
function packedWords({ data }: FewWeight, problem: Problem, tile: Tile): Constant {
  const { inputs, kernel } = problem;
  const { blocks, columns, unrolled } = tile;
  const shape = [blocks, columns, inputs / 4, 4, ...kernel];
  const split = reshaped(withOutputs(data, problem, tile), shape);
  return transposed(split, unrolled ? [0, 4, 2, 5, 1, 3] : [0, 4, 5, 2, 1, 3]);
}

/** What a zero point of one adds to each output. */
function outputSums(data: Constant): Constant {
  const whole = constantOf(coreOps.cast, [data], { to: 'i32' });
  return constantOf(coreOps.reduce_sum, [whole], { axes: [1, 2, 3], keep_dims: true });
}
