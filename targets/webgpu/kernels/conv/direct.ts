/**
 * Convolution of channels-last images. An invocation keeps a tile of neighbouring pixels times output channels
 * in registers; everything is loaded as vec4s, and the taps of a row share the pixels that they have in common.
 */

import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import { KernelWriter, wgslType } from '../../syntax.ts';
import { fittingBindings } from '../few-bits/bindings.ts';
import { fewWeight, paletteWeight } from './few-bits.ts';
import { fewItems } from './few-items.ts';
import { writeLoops } from './loops.ts';
import { paletteItems } from './palette-items.ts';
import type { Problem } from './problem.ts';
import { accumulator, storeResults } from './results.ts';
import { chooseTile } from './tile.ts';
import type { Tile } from './tile.ts';
import { floatItems } from './weight-items.ts';
import type { WeightItems } from './weight-items.ts';

export function directConv(request: LowerRequest, problem: Problem): Kernel {
  const compressed = fewWeight(problem) ?? paletteWeight(problem);
  return fittingBindings(request, compressed, (few) => {
    const tile = chooseTile(problem, request.device);
    return writeConv(request, problem, tile, (kernel) => {
      if (few === undefined) return floatItems(kernel, request, problem, tile);
      return 'kind' in few
        ? paletteItems(kernel, request, few, problem, tile)
        : fewItems(kernel, request, few, problem, tile);
    });
  });
}

export function writeConv(
  request: LowerRequest,
  problem: Problem,
  tile: Tile,
  itemsOf: (kernel: KernelWriter) => WeightItems,
): Kernel {
  const { across, blocks, rows, columns, workgroup, sharing, staged } = tile;
  const kernel = new KernelWriter();
  const x = kernel.read(request.required(0).buffer, problem.words === undefined ? tile.step : 1);
  const tiles = across * problem.height;
  const [sizeX, sizeY] = workgroup;
  const outside = [
    ...(tiles % sizeX === 0 ? [] : [`id.x >= ${tiles}u`]),
    ...(blocks % sizeY === 0 ? [] : [`id.y >= ${blocks}u`]),
  ];
  const leave = outside.length === 0 ? [] : [`if (${outside.join(' || ')}) { return; }`];
  // Those who load for others go on beyond the edge, over again what the last one does.
  const together = sharing !== 1 || staged > 0;
  if (!together) kernel.line(...leave);
  const within = (index: string, count: number, size: number): string =>
    together && count % size !== 0 ? `min(${index}, ${count - 1}u)` : index;
  kernel.line(
    `let tile = ${within('id.x', tiles, sizeX)};`,
    `let block = ${within('id.y', blocks, sizeY)};`,
    `let x0 = ${across === 1 ? '0u' : `(tile % ${across}u) * ${rows}u`};`,
  );
  kernel.line(`let y0 = ${problem.height === 1 ? '0u' : `tile / ${across}u`};`);
  if (problem.upsampled) {
    kernel.line('let item = id.z / 4u;', 'let odd_y = (id.z / 2u) % 2u;', 'let odd_x = id.z % 2u;');
  } else kernel.line('let item = id.z;');
  const items = itemsOf(kernel);
  const type = wgslType(items.integers === undefined ? problem.type : 'i32', 4);
  const sum = items.integers?.sum ?? accumulator;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column += 4) {
      kernel.line(`var ${sum(row, column)} = ${type}();`);
    }
  }
  writeLoops(kernel, problem, tile, x, items);
  items.finish?.();
  if (together) kernel.line(...leave);
  storeResults(request, kernel, problem, tile);
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: [sizeX, sizeY, 1],
    workgroups: [
      Math.ceil(tiles / sizeX),
      Math.ceil(blocks / sizeY),
      problem.items * (problem.upsampled ? 4 : 1),
    ],
  });
}
