/** The transforms of Winograd's F(2x2, 3x3): tiles of the input before the products, of the result after them. */

import type { LowerRequest } from '../../lowering.ts';
import type { Kernel, Storage } from '../../program.ts';
import { KernelWriter, linearGrid } from '../../syntax.ts';
import { pixelsOf } from './problem.ts';
import type { Pixels, Problem } from './problem.ts';

export function tileCount({ items, height, width }: Problem): number {
  return items * Math.ceil(height / 2) * Math.ceil(width / 2);
}

/**
 * Opens the shader of one invocation for each tile and channel: neighbours load what lies side by side, and with
 * vec4s software adapters take four times as long to compile without being faster.
 */
function openTiles(kernel: KernelWriter, problem: Problem, channels: number) {
  const across = Math.ceil(problem.width / 2);
  const down = Math.ceil(problem.height / 2);
  const grid = linearGrid(tileCount(problem) * channels);
  kernel.line(...grid.prologue);
  kernel.line(`let c = i % ${channels}u;`, `let tile = i / ${channels}u;`);
  kernel.line(`let x = (tile % ${across}u) * 2u;`, `let y = (tile / ${across}u) % ${down}u * 2u;`);
  kernel.line(`let item = tile / ${across * down}u;`);
  return grid;
}

export function inputTiles(request: LowerRequest, problem: Problem, to: Storage): Kernel {
  const { inputs, source, before, inputHeight, inputWidth } = problem;
  const kernel = new KernelWriter();
  const x = kernel.read(request.required(0).buffer);
  const out = kernel.write(to);
  const grid = openTiles(kernel, problem, inputs);
  const { offset, item, row, pixel } = source;
  kernel.line(`let start = item * ${item}u + ${offset}u + c;`);
  for (let at = 0; at < 4; at++) {
    // Below zero it wraps around, and is as far outside.
    kernel.line(
      `let y${at} = y + ${at}u - ${before[0]}u;`,
      `let x${at} = x + ${at}u - ${before[1]}u;`,
    );
    kernel.line(
      `let in_y${at} = y${at} < ${inputHeight}u;`,
      `let in_x${at} = x${at} < ${inputWidth}u;`,
    );
    kernel.line(`let row${at} = start + select(0u, y${at}, in_y${at}) * ${row}u;`);
    kernel.line(`let at${at} = select(0u, x${at}, in_x${at}) * ${pixel}u;`);
  }
  const pixels = grid4((down, across) =>
    kernel.let(`select(0, ${x.name}[row${down} + at${across}], in_y${down} && in_x${across})`, 'v'),
  );
  const rows = transposed(pixels).map((column) => inputSums(column, kernel));
  const result = transposed(rows).map((line) => inputSums(line, kernel));
  const plane = tileCount(problem) * inputs;
  for (const [at, value] of result.flat().entries()) {
    kernel.line(`${out.name}[i + ${at * plane}u] = ${value};`);
  }
  const { workgroups, workgroupSize } = grid;
  return kernel.finish({ label: 'conv tiles', origin: request.origin, workgroups, workgroupSize });
}

export function resultTiles(request: LowerRequest, problem: Problem, from: Storage): Kernel {
  const { outputs, flat } = problem;
  const [result] = request.results;
  if (result === undefined) throw new Error('conv has one result');
  const kernel = new KernelWriter();
  const products = kernel.read(from);
  const out = kernel.write(result);
  const finish = request.epilogue.begin(kernel);
  const grid = openTiles(kernel, problem, outputs);
  const plane = tileCount(problem) * outputs;
  const values = grid4((down, across) =>
    kernel.let(`${products.name}[i + ${(down * 4 + across) * plane}u]`, 'v'),
  );
  const columns = transposed(values).map((column) => resultSums(column, kernel));
  const results = transposed(columns).map((line) => resultSums(line, kernel));
  const bias = request.operand(2);
  const add = bias && kernel.let(kernel.load(kernel.read(bias.buffer), 'c'), 'bias');
  const target = pixelsOf(request.placement);
  for (const [down, line] of results.entries()) {
    for (const [across, sum] of line.entries()) {
      const limits = [
        ...(down === 1 && problem.height % 2 === 1 ? [`y + 1u < ${problem.height}u`] : []),
        ...(across === 1 && problem.width % 2 === 1 ? [`x + 1u < ${problem.width}u`] : []),
      ];
      if (limits.length > 0) kernel.line(`if (${limits.join(' && ')}) {`);
      const place = (pixels: Pixels): string =>
        kernel.let(
          `item * ${pixels.item}u + (y + ${down}u) * ${pixels.row}u + (x + ${across}u) * ${pixels.pixel}u + c + ${pixels.offset}u`,
          'o',
        );
      const at = place(flat);
      const value = kernel.let(add === undefined ? sum : `${sum} + ${add}`);
      kernel.store(out, place(target), finish(value, at, 1));
      if (limits.length > 0) kernel.line('}');
    }
  }
  const { workgroups, workgroupSize } = grid;
  return kernel.finish({ label: request.label, origin: request.origin, workgroups, workgroupSize });
}

type Line = readonly string[];

function grid4(value: (down: number, across: number) => string): readonly Line[] {
  return [0, 1, 2, 3].map((down) => [0, 1, 2, 3].map((across) => value(down, across)));
}

function transposed(lines: readonly Line[]): readonly Line[] {
  return (lines[0] ?? []).map((_, across) => lines.map((line) => line[across] ?? ''));
}

/** Four pixels of a row or column to the four sums that are multiplied. */
function inputSums([a = '', b = '', c = '', d = '']: Line, kernel: KernelWriter): Line {
  return [`${a} - ${c}`, `${b} + ${c}`, `${c} - ${b}`, `${b} - ${d}`].map((sum) => kernel.let(sum));
}

/** Four products to two results. */
function resultSums([a = '', b = '', c = '', d = '']: Line, kernel: KernelWriter): Line {
  return [`${a} + ${b} + ${c}`, `${b} - ${c} - ${d}`].map((sum) => kernel.let(sum));
}
