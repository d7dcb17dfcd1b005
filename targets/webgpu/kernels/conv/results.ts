/** Bias, epilogue and store of a convolution's tile. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import type { Pixels, Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/** The variable that sums four output channels of a pixel of the tile. */
export function accumulator(row: number, column: number): string {
  return `sum${row}_${column}`;
}

export function storeResults(
  request: LowerRequest,
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
): void {
  const { outputs, width, target, flat } = problem;
  const { rows, columns, across, blocks } = tile;
  const [result] = request.results;
  if (result === undefined) throw new Error('conv has one result');
  const vec4 = outputs % 4 === 0 && request.epilogue.vectorizes;
  const out = kernel.write(result, vec4 ? 4 : 1);
  const finish = request.epilogue.begin(kernel);
  const same = samePlaces(target, flat);
  kernel.line(`let channel = block * ${columns}u;`);
  const first = kernel.let(firstElement(flat, problem));
  const stored = same ? first : kernel.let(firstElement(target, problem));
  const biases = loadBiases(request, kernel, problem, tile);
  const whole = blocks * columns === outputs;
  // A loop, so that compilers meet the epilogue once for each four channels and not for each pixel too. It starts at
  // a number unknown to them, since Mesa writes others out again.
  const loops = rows > 1;
  const ragged = across * rows !== width;
  const count = ragged ? `min(${rows}u, ${width}u - x0)` : `${rows}u`;
  if (loops) kernel.line(`for (var n = tile; n < tile + ${count}; n++) {`);
  kernel.line(loops ? 'let row = n - tile;' : 'let row = 0u;');
  for (let column = 0; column < columns; column += 4) {
    const guarded = !whole && column > 0;
    if (guarded) kernel.line(`if (channel + ${column}u < ${outputs}u) {`);
    const sum = kernel.let(accumulatorOf(rows, column));
    const bias = biases[column / 4];
    const value = bias === undefined ? sum : kernel.let(`${sum} + ${bias}`);
    const write = (part: string, lane: number, by: 1 | 4): void => {
      const at = kernel.let(`${first} + row * ${flat.pixel}u + ${column + lane}u`, 'o');
      const finished = finish(part, at, by);
      const place = same ? at : `${stored} + row * ${target.pixel}u + ${column + lane}u`;
      kernel.store(out, place, finished, by);
    };
    if (vec4) write(value, 0, 4);
    else {
      for (let lane = 0; lane < 4; lane++) {
        const beyond = outputs % 4 !== 0 && lane > 0;
        if (beyond) kernel.line(`if (channel + ${column + lane}u < ${outputs}u) {`);
        write(`${value}[${lane}]`, lane, 1);
        if (beyond) kernel.line('}');
      }
    }
    if (guarded) kernel.line('}');
  }
  if (loops) kernel.line('}');
}

/** That of the pixel `row`. */
function accumulatorOf(rows: number, column: number): string {
  let value = accumulator(0, column);
  for (let row = 1; row < rows; row++) {
    value = `select(${value}, ${accumulator(row, column)}, row == ${row}u)`;
  }
  return value;
}

function samePlaces(a: Pixels, b: Pixels): boolean {
  return a.offset === b.offset && a.item === b.item && a.row === b.row && a.pixel === b.pixel;
}

/** The first channel of the tile's first pixel. */
function firstElement(pixels: Pixels, { upsampled }: Problem): string {
  const { offset, item, row, pixel } = pixels;
  const odd = upsampled ? ` + odd_y * ${row / 2}u + odd_x * ${pixel / 2}u` : '';
  return `item * ${item}u + y0 * ${row}u + x0 * ${pixel}u${odd} + channel + ${offset}u`;
}

/** The biases of the tile's channels by fours. */
function loadBiases(
  request: LowerRequest,
  kernel: KernelWriter,
  { outputs }: Problem,
  { columns }: Tile,
): readonly string[] {
  const bias = request.operand(2);
  if (bias === undefined) return [];
  const fours = Array.from({ length: columns / 4 }, (_, at) => at * 4);
  if (outputs % 4 === 0) {
    const bound = kernel.read(bias.buffer, 4);
    return fours.map((four) => kernel.let(kernel.load(bound, `channel + ${four}u`, 4), 'bias'));
  }
  const bound = kernel.read(bias.buffer);
  return fours.map((four) => {
    const lanes = [0, 1, 2, 3].map((lane) =>
      kernel.load(bound, `min(channel + ${four + lane}u, ${outputs - 1}u)`),
    );
    return kernel.let(`vec4(${lanes.join(', ')})`, 'bias');
  });
}
