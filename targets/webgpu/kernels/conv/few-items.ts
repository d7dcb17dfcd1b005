/** Items of sixteen integers of few bits as a convolution's weights: how they become floats, and where their scales go. */

import type { LowerRequest } from '../../lowering.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import {
  ITEM,
  LANE_SCALE,
  itemOf,
  laneZero,
  lanesOfZeros,
  unpackItem,
} from '../few-bits/unpack.ts';
import { packedGroups, packedItems } from './few-bits.ts';
import type { FewWeight } from './few-bits.ts';
import { loadItem } from './operands.ts';
import type { Problem } from './problem.ts';
import { accumulator } from './results.ts';
import { tapsOf } from './shifts.ts';
import type { Tile } from './tile.ts';
import type { WeightItems } from './weight-items.ts';

export function fewItems(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewWeight,
  problem: Problem,
  tile: Tile,
): WeightItems {
  const packed = packedItems(few.data, few.stored === 'nibbles', problem, tile);
  const w = kernel.read(request.weight(packed, few.stored), 4);
  const { columns } = tile;
  const shared = few.group === undefined ? wholeScales : groupScales;
  const { weight, ...rest } = shared(kernel, request, few, problem, tile);
  return {
    vectors: 4,
    load: (item) => `${w.name}[${item}]`,
    held: (count) => {
      const name = kernel.shared(
        `array<${itemOf(few)}, ${count}>`,
        count * (few.stored === 'bytes' ? ITEM : ITEM / 2),
      );
      return {
        load: (index) => `${name}[${index}]`,
        store: (index, value) => kernel.line(`${name}[${index}] = ${value};`),
      };
    },
    factors: (item) => (tap, column) => {
      const loaded = kernel.let(item((tap * columns + column) / 4), 'w');
      return unpackItem(kernel, loaded, few).map((value) =>
        kernel.let(weight(value, tap, column), 'w'),
      );
    },
    ...rest,
  };
}

/** Of an output channel: the sums are multiplied. */
function wholeScales(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewWeight,
  problem: Problem,
  tile: Tile,
) {
  const { rows, columns } = tile;
  const { scales, zeros } = boundScales(kernel, request, few, problem, tile);
  const at = (column: number): string => `block * ${columns / 4}u + ${column / 4}u`;
  const fixed = laneZero(few);
  const fours = Array.from({ length: columns / 4 }, (_, index) => index * 4);
  const shifts = fours.map((column) =>
    zeros === undefined ? fixed : zeroAt(kernel, zeros, at(column), few),
  );
  return {
    weight: (value: string, _: number, column: number): string =>
      difference(value, shifts[column / 4]),
    finish: (): void => {
      for (const column of fours) {
        const factor = scaleAt(kernel, scales, at(column));
        for (let row = 0; row < rows; row++) {
          kernel.line(`${accumulator(row, column)} *= ${factor};`);
        }
      }
    },
  };
}

/** Of an output channel, a tap and a group of inputs: the weights are multiplied. */
function groupScales(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewWeight,
  problem: Problem,
  tile: Tile,
) {
  const { columns, unrolled, step } = tile;
  const { inputs, kernel: size } = problem;
  const group = few.group ?? inputs;
  const groups = inputs / group;
  const taps = tapsOf(problem, unrolled).length;
  const { scales, zeros } = boundScales(kernel, request, few, problem, tile);
  const run = (taps * columns) / 4;
  let own: readonly string[] = [];
  const fixed = laneZero(few);
  let shifts: readonly string[] = [];
  return {
    weight: (value: string, tap: number, column: number): string => {
      const index = (tap * columns + column) / 4;
      return `(${difference(value, shifts[index] ?? fixed)}) * ${own[index]}`;
    },
    groups: {
      steps: group / step,
      open: (number: string): void => {
        const row = `block * ${size[0]}u + k0`;
        const line = unrolled ? row : `(${row}) * ${size[1]}u + k1`;
        const from = kernel.let(`((${line}) * ${groups}u + ${number}) * ${run}u`, 'f');
        const each = Array.from({ length: run }, (_, index) => `${from} + ${index}u`);
        own = each.map((at) => scaleAt(kernel, scales, at));
        if (zeros !== undefined) shifts = each.map((at) => zeroAt(kernel, zeros, at, few));
      },
    },
  };
}

function boundScales(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewWeight,
  problem: Problem,
  tile: Tile,
) {
  const { scale, zero, group, shortScale } = few;
  const packed = (constant: typeof scale) => packedGroups(constant, problem, tile);
  const stored = group !== undefined && shortScale ? 'halves' : 'f32';
  return {
    scales: kernel.read(request.weight(packed(scale), stored), 4),
    zeros: zero && kernel.read(request.weight(packed(zero), 'bytes')),
  };
}

function scaleAt(kernel: KernelWriter, scales: Bound, at: string): string {
  return kernel.let(`${loadItem(kernel, scales, at)} * ${LANE_SCALE}`, 's');
}

function zeroAt(kernel: KernelWriter, zeros: Bound, at: string, few: FewWeight): string {
  return kernel.let(lanesOfZeros(kernel, `${zeros.name}[${at}]`, few), 'z');
}

function difference(value: string, zero: string | undefined): string {
  return zero === undefined ? value : `${value} - ${zero}`;
}
